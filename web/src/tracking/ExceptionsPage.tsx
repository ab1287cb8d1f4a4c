/** What is wrong with parcels and still open: a work list, each line with the way to its parcel. */
import { useTranslation } from "react-i18next";
import { useOpenExceptions } from "../api/lists";
import type { ParcelException } from "../api/types";
import { formatDate } from "../format";
import { hrefOf, hrefOfOne, useRoute } from "../routes";
import { useMay } from "../session/may";
import { findState, ListHead, PagedTable, StateField } from "../states/Listing";
import { Nothing } from "../states/Notices";
import { Parts } from "../states/Parts";
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
        <a href={hrefOfOne("parcels", parcel)}>{exception.number ?? parcel}</a>
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

const COLUMNS = ["number", "what", "meaning", "since", "found"] as const;
const NUMERIC = new Set<string>(["since", "found"]);

function ExceptionList() {
  const { t } = useTranslation();
  const { query } = useRoute();
  const kinds = KINDS.map((value) => ({ value, label: t(`exceptions.kind.${value}`) }));
  const kind = findState(query.get("kind"), kinds);
  const paging = useOpenExceptions(kind, query.get("cursor") ?? "");
  return (
    <section className="list" aria-labelledby="exception-list">
      <h2 id="exception-list" className="visually-hidden">
        {t("exceptions.list")}
      </h2>
      <search className="list-filter">
        <StateField
          name="kind"
          label={t("exceptions.filter")}
          any={t("exceptions.any")}
          states={kinds}
        />
      </search>
      <PagedTable
        paging={paging}
        label={t("exceptions.list")}
        empty={
          <Nothing title={t(kind === null ? "exceptions.empty" : "exceptions.noMatch")}>
            <p>{t("exceptions.emptyLead")}</p>
          </Nothing>
        }
        head={
          <ListHead
            columns={COLUMNS.map((name) => [name, t(`exceptions.col.${name}`)])}
            numeric={NUMERIC}
          />
        }
      >
        {(exception: ParcelException) => <ExceptionRow key={exception.id} exception={exception} />}
      </PagedTable>
    </section>
  );
}

export default function ExceptionsPage() {
  const { t } = useTranslation();
  const may = useMay();
  const { query } = useRoute();
  const unread = query.get("tab") === "unread" && may("scans:write");
  return (
    <div className="list-page">
      <div className="page-top">
        <h1 tabIndex={-1}>{t("exceptions.title")}</h1>
        {may("scans:write") && (
          <Parts
            parts={[
              { href: hrefOf("exceptions"), title: t("exceptions.list"), isHere: !unread },
              {
                href: hrefOf("exceptions", { tab: "unread" }),
                title: t("quarantine.title"),
                isHere: unread,
              },
            ]}
          />
        )}
      </div>
      {unread ? <QuarantineList /> : <ExceptionList />}
    </div>
  );
}
