/** Every row's fate, page by page; faults are mended where they stand. */
import { Button, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useImportRows, useMend } from "../api/imports";
import type { Fault, Import, RowFate, StagedRow } from "../api/types";
import { hrefOfOne, useRoute } from "../routes";
import { fieldFaults } from "../states/FaultWords";
import {
  findState,
  ListHead,
  PagedTable,
  SearchField,
  StateBadge,
  StateField,
} from "../states/Listing";
import { FaultList, Nothing, ProblemNotice } from "../states/Notices";
import { changesOf, fieldsToMend } from "./mending";

const FATES: readonly RowFate[] = ["rejected", "accepted", "unchanged", "skipped"];

function CellField({
  row,
  field,
  text,
  fault,
  onChange,
}: {
  row: StagedRow;
  field: string;
  text: string;
  fault: Fault | undefined;
  onChange(text: string): void;
}) {
  const { t } = useTranslation();
  const name = t(`imports.field.${field}`, { defaultValue: field });
  const isMended = row.cells.find((cell) => cell.field === field)?.is_mended;
  return (
    <TextInput
      label={name}
      aria-label={t("imports.cellOf", { field: name, line: row.line })}
      description={isMended ? t("imports.mended") : undefined}
      error={fieldFaults(fault && [fault])}
      value={text}
      onChange={(event) => onChange(event.currentTarget.value)}
      size="sm"
    />
  );
}

/** A row's cells as a form: those with faults at once, the others when they are asked for. */
function RowForm({ one, row, onDone }: { one: Import; row: StagedRow; onDone(): void }) {
  const { t } = useTranslation();
  const mend = useMend(one.id);
  const [texts, setTexts] = useState<Readonly<Record<string, string>>>({});
  const [isWhole, setWhole] = useState(false);
  const changes = changesOf(row, texts);
  const isChanged = Object.keys(changes).length > 0;
  const line = { line: row.line, revision: one.revision };
  return (
    <form
      className="row-form"
      aria-label={t("imports.mendOf", { line: row.line })}
      onSubmit={(event) => {
        event.preventDefault();
        if (isChanged) mend.mutate({ ...line, cells: changes }, { onSuccess: onDone });
      }}
    >
      <div className="row-cells">
        {fieldsToMend(one, row, isWhole).map((field) => (
          <CellField
            key={field}
            row={row}
            field={field}
            text={texts[field] ?? row.cells.find((cell) => cell.field === field)?.text ?? ""}
            fault={row.faults.find((fault) => fault.field === field)}
            onChange={(text) => setTexts({ ...texts, [field]: text })}
          />
        ))}
      </div>
      {mend.error && <ProblemNotice error={mend.error} />}
      <div className="page-actions">
        <Button type="submit" size="xs" loading={mend.isPending} disabled={!isChanged}>
          {t("imports.mend")}
        </Button>
        {!isWhole && (
          <Button size="xs" variant="default" onClick={() => setWhole(true)}>
            {t("imports.allCells")}
          </Button>
        )}
        <Button size="xs" variant="subtle" onClick={onDone}>
          {t("orders.cancel")}
        </Button>
      </div>
    </form>
  );
}

function Row({ one, row, mayMend }: { one: Import; row: StagedRow; mayMend: boolean }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const leave = useMend(one.id);
  const { line } = row;
  const isMendable = mayMend && row.fate !== "unchanged";
  return (
    <tr data-left-out={row.is_left_out || undefined}>
      <td className="numeric figure">{line}</td>
      <th scope="row" className="row-name">
        {row.order_id ? <a href={hrefOfOne("orders", row.order_id)}>{row.key}</a> : row.key}
      </th>
      <td>
        <StateBadge state={row.fate}>{t(`imports.fate.${row.fate}`)}</StateBadge>
        {row.is_left_out && <span className="small"> {t("imports.leftOut")}</span>}
      </td>
      <td className="row-faults">
        {!open && row.faults.length > 0 && (
          <FaultList faults={row.faults.map(({ line: _line, ...fault }) => fault)} />
        )}
        {!open && row.faults.length === 0 && (
          <span className="samples small" dir="auto">
            {row.cells
              .slice(0, 6)
              .map((cell) => cell.text)
              .filter(Boolean)
              .join(" · ")}
          </span>
        )}
        {open && <RowForm one={one} row={row} onDone={() => setOpen(false)} />}
        {leave.error && <ProblemNotice error={leave.error} />}
      </td>
      <td>
        <div className="row-actions">
          {isMendable && !open && !row.is_left_out && (
            <Button
              size="compact-sm"
              variant="default"
              aria-label={t("imports.mendOf", { line })}
              onClick={() => setOpen(true)}
            >
              {t("imports.mend")}
            </Button>
          )}
          {isMendable && (
            <Button
              size="compact-sm"
              variant="subtle"
              loading={leave.isPending}
              aria-label={t(row.is_left_out ? "imports.takeInOf" : "imports.leaveOutOf", { line })}
              onClick={() =>
                leave.mutate({
                  line,
                  revision: one.revision,
                  cells: {},
                  is_left_out: !row.is_left_out,
                })
              }
            >
              {t(row.is_left_out ? "imports.takeIn" : "imports.leaveOut")}
            </Button>
          )}
        </div>
      </td>
    </tr>
  );
}

const COLUMNS = ["line", "key", "fate", "faults", "actions"] as const;

export function RowTable({ one, mayMend }: { one: Import; mayMend: boolean }) {
  const { t } = useTranslation();
  const { query } = useRoute();
  const fates = FATES.map((value) => ({ value, label: t(`imports.fate.${value}`) }));
  const fate = findState(query.get("fate"), fates);
  const q = query.get("q") ?? "";
  const paging = useImportRows(one, { fate, q, cursor: query.get("cursor") ?? "" });
  return (
    <section className="list import-rows" aria-labelledby="import-rows">
      <h2 id="import-rows">{t("imports.rows")}</h2>
      <search className="list-filter">
        <SearchField label={t(`imports.search.${one.kind}`)} />
        <StateField
          name="fate"
          label={t("imports.rowCol.fate")}
          any={t("imports.anyFate")}
          states={fates}
        />
      </search>
      <PagedTable
        paging={paging}
        label={t("imports.rows")}
        total={paging.data?.total}
        empty={<Nothing title={t("imports.noRows")} />}
        head={
          <ListHead
            columns={COLUMNS.map((name) => [name, t(`imports.rowCol.${name}`)])}
            numeric={new Set(["line"])}
          />
        }
      >
        {(row: StagedRow) => <Row key={row.line} one={one} row={row} mayMend={mayMend} />}
      </PagedTable>
    </section>
  );
}
