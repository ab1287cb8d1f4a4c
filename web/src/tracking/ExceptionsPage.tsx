/** What is wrong with parcels and still open: a work list, each line with the way to its parcel. */
import { Select } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useOpenExceptions } from "../api/queries";
import type { ParcelException } from "../api/types";
import { formatDate } from "../format";
import { hrefOf } from "../routes";
import { PagedTable } from "../states/Listing";
import { Nothing } from "../states/Notices";
import { ExceptionMark } from "./Marks";
import { QuarantineList } from "./QuarantineList";

const KINDS = [
  "presumed_lost",
  "promise_broken",
  "promise_at_risk",
  "reported",
  "customs_hold",
  "failed_delivery",
  "off_route",
  "stalled",
  "blind",
] as const;

function ExceptionRow({ exception }: { exception: ParcelException }) {
  const { t, i18n } = useTranslation();
  const { kind, parcel } = exception;
  return (
    <tr>
      <th scope="row" className="row-name figure">
        <a href={hrefOf("parcels", { parcel })}>{exception.number ?? parcel}</a>
      </th>
      <td>
        <ExceptionMark kind={kind} />
      </td>
      <td className="wide">{t(`exceptions.lead.${kind}`, { defaultValue: "" })}</td>
      <td className="numeric figure">{formatDate(exception.since, i18n.language, "full")}</td>
      <td className="numeric figure">{formatDate(exception.opened_at, i18n.language, "full")}</td>
    </tr>
  );
}

export function ExceptionsPage() {
  const { t } = useTranslation();
  const [kind, setKind] = useState<string | null>(null);
  const paging = useOpenExceptions(kind);
  const exceptions = paging.data?.pages.flatMap((page) => page.items) ?? [];
  const numeric = new Set<string>(["since", "found"]);
  const head = (
    <tr>
      {(["number", "what", "meaning", "since", "found"] as const).map((name) => (
        <th key={name} scope="col" className={numeric.has(name) ? "numeric" : undefined}>
          {t(`exceptions.col.${name}`)}
        </th>
      ))}
    </tr>
  );
  const empty = (
    <Nothing title={t(kind === null ? "exceptions.empty" : "exceptions.noMatch")}>
      <p>{t("exceptions.emptyLead")}</p>
    </Nothing>
  );
  return (
    <div className="list-page">
      <h1 tabIndex={-1}>{t("exceptions.title")}</h1>
      <section className="list" aria-labelledby="exception-list">
        <h2 id="exception-list" className="visually-hidden">
          {t("exceptions.list")}
        </h2>
        <search className="list-filter">
          <Select
            label={t("exceptions.filter")}
            placeholder={t("exceptions.any")}
            data={KINDS.map((value) => ({ value, label: t(`exceptions.kind.${value}`) }))}
            value={kind}
            onChange={setKind}
            clearable
          />
        </search>
        <PagedTable
          paging={paging}
          label={t("exceptions.list")}
          empty={exceptions.length > 0 ? null : empty}
          head={head}
        >
          {exceptions.map((exception) => (
            <ExceptionRow key={exception.id} exception={exception} />
          ))}
        </PagedTable>
      </section>
      <QuarantineList />
    </div>
  );
}
