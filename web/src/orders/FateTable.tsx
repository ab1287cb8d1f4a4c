/** The fate of every row of a file, with all its faults and how to mend each. */

import { Button, SegmentedControl } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ImportReport, ImportRow, RowFate } from "../api/types";
import { StateBadge } from "../states/Listing";
import { FaultList } from "../states/Notices";
import { ScrollBox } from "../states/ScrollBox";

/** Rows drawn at once: a file may have thousands, a screen shows some forty. */
const ROWS_SHOWN = 100;

type Filter = "all" | RowFate;
const FATES: readonly RowFate[] = ["rejected", "accepted", "unchanged", "skipped"];

function FateRow({ row }: { row: ImportRow }) {
  const { t } = useTranslation();
  return (
    <tr>
      <td className="numeric figure">{row.line}</td>
      <td className="row-name">{row.order}</td>
      <td>
        <StateBadge state={row.fate}>{t(`orders.fate.${row.fate}`)}</StateBadge>
      </td>
      <td>
        {row.faults.length > 0 && (
          <FaultList faults={row.faults.map(({ line: _line, ...fault }) => fault)} />
        )}
      </td>
    </tr>
  );
}

export function FateTable({ report }: { report: ImportReport }) {
  const { t } = useTranslation();
  const present = FATES.filter((fate) => report.rows.some((row) => row.fate === fate));
  const [filter, setFilter] = useState<Filter>(present.includes("rejected") ? "rejected" : "all");
  const [shown, setShown] = useState(ROWS_SHOWN);
  const rows = report.rows.filter((row) => filter === "all" || row.fate === filter);
  const countOf = (fate: RowFate) => report.rows.filter((row) => row.fate === fate).length;
  const choices = [
    { value: "all", label: `${t("orders.rowFilterAll")} ${String(report.rows.length)}` },
    ...present.map((fate) => ({
      value: fate,
      label: `${t(`orders.fate.${fate}`)} ${String(countOf(fate))}`,
    })),
  ];
  return (
    <div className="fates">
      {present.length > 1 && (
        <SegmentedControl
          aria-label={t("orders.rowFilter")}
          data={choices}
          value={filter}
          onChange={(value) => setFilter(value as Filter)}
          size="sm"
        />
      )}
      <ScrollBox className="fate-rows" label={t("orders.rows")}>
        <table>
          <thead>
            <tr>
              {(["line", "order", "fate", "faults"] as const).map((name) => (
                <th key={name} scope="col" className={name === "line" ? "numeric" : undefined}>
                  {t(`orders.rowCol.${name}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, shown).map((row) => (
              <FateRow key={row.line} row={row} />
            ))}
          </tbody>
        </table>
      </ScrollBox>
      {rows.length > shown && (
        <Button variant="default" onClick={() => setShown(shown + ROWS_SHOWN * 5)}>
          {t("state.more")}
        </Button>
      )}
      {report.rows_omitted > 0 && (
        <p className="small">{t("orders.omitted", { count: report.rows_omitted })}</p>
      )}
    </div>
  );
}
