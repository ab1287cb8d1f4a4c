/** Who did what, the newest first. */
import { useTranslation } from "react-i18next";
import { useAudit } from "../api/people";
import { formatInstant } from "../format";
import { PagedTable } from "../states/Listing";
import { Nothing } from "../states/Notices";

const COLUMNS = ["at", "actor", "action", "object"] as const;

export function AuditList() {
  const { t, i18n } = useTranslation();
  const paging = useAudit();
  const entries = paging.data?.pages.flatMap((page) => page.items) ?? [];
  const head = (
    <tr>
      {COLUMNS.map((name) => (
        <th key={name} scope="col">
          {t(`audit.col.${name}`)}
        </th>
      ))}
    </tr>
  );
  return (
    <section className="list" aria-labelledby="audit-list">
      <h2 id="audit-list">{t("audit.title")}</h2>
      <PagedTable
        paging={paging}
        label={t("audit.title")}
        empty={entries.length > 0 ? null : <Nothing title={t("audit.empty")} />}
        head={head}
      >
        {entries.map((entry) => (
          <tr key={`${entry.at} ${entry.actor} ${entry.action} ${entry.object}`}>
            <td className="figure">{formatInstant(entry.at, i18n.language)}</td>
            <td>{entry.actor_name ?? entry.actor}</td>
            <td>{entry.action}</td>
            <td className="figure">{entry.object}</td>
          </tr>
        ))}
      </PagedTable>
    </section>
  );
}
