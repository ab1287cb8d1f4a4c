/** Who did what, the newest first; or what was done to one thing. */
import { useTranslation } from "react-i18next";
import { useAudit } from "../api/lists";
import type { AuditEntry } from "../api/types";
import { formatInstant } from "../format";
import { hrefOf, useRoute } from "../routes";
import { ListHead, PagedTable, SearchField } from "../states/Listing";
import { Nothing } from "../states/Notices";
import { hrefOfObject } from "./objects";

const COLUMNS = ["at", "actor", "action", "object"] as const;

function EntryRow({ entry }: { entry: AuditEntry }) {
  const { t, i18n } = useTranslation();
  const page = hrefOfObject(entry.object);
  return (
    <tr>
      <td className="figure">{formatInstant(entry.at, i18n.language)}</td>
      <td>{entry.actor_name ?? entry.actor}</td>
      <td>{t(`audit.action.${entry.action.replace(".", "_")}`, { defaultValue: entry.action })}</td>
      <td className="figure">
        {page === null ? entry.object : <a href={page}>{entry.object}</a>}{" "}
        <a className="small" href={hrefOf("team", { tab: "audit", object: entry.object })}>
          {t("audit.only")}
        </a>
      </td>
    </tr>
  );
}

export function AuditList() {
  const { t } = useTranslation();
  const { query } = useRoute();
  const object = query.get("object") ?? "";
  const paging = useAudit(object, query.get("cursor") ?? "");
  return (
    <section className="list" aria-labelledby="audit-list">
      <h2 id="audit-list" className="visually-hidden">
        {t("audit.title")}
      </h2>
      <search className="list-filter">
        <SearchField name="object" label={t("audit.search")} />
      </search>
      <PagedTable
        paging={paging}
        label={t("audit.title")}
        empty={<Nothing title={t(object === "" ? "audit.empty" : "audit.noMatch")} />}
        head={<ListHead columns={COLUMNS.map((name) => [name, t(`audit.col.${name}`)])} />}
      >
        {(entry: AuditEntry) => (
          <EntryRow
            key={`${entry.at} ${entry.actor} ${entry.action} ${entry.object}`}
            entry={entry}
          />
        )}
      </PagedTable>
    </section>
  );
}
