/** Carriers' messages that could not be read, until somebody reads them again or their time is over. */
import { useTranslation } from "react-i18next";
import { useQuarantine } from "../api/lists";
import type { Quarantined } from "../api/types";
import { formatDate } from "../format";
import { useRoute } from "../routes";
import { FaultWords } from "../states/FaultWords";
import { ListHead, PagedTable } from "../states/Listing";
import { Nothing } from "../states/Notices";

const COLUMNS = ["adapter", "what", "times", "received", "expires"] as const;
const NUMERIC = new Set<string>(["times", "received", "expires"]);

function QuarantineRow({ message }: { message: Quarantined }) {
  const { i18n } = useTranslation();
  const date = (at: string) => formatDate(at, i18n.language, "full");
  return (
    <tr>
      <th scope="row" className="row-name figure">
        {message.adapter}
      </th>
      <td className="wide">
        <span className="finding-words">
          <FaultWords
            told={{ code: message.reason, what: message.what || message.reason, mend: "" }}
          />
        </span>
      </td>
      <td className="numeric figure">{message.times}</td>
      <td className="numeric figure">{date(message.received_at)}</td>
      <td className="numeric figure">{date(message.expires_at)}</td>
    </tr>
  );
}

export function QuarantineList() {
  const { t } = useTranslation();
  const { query } = useRoute();
  const paging = useQuarantine(query.get("cursor") ?? "");
  return (
    <section className="list" aria-labelledby="quarantine-list">
      <h2 id="quarantine-list" className="visually-hidden">
        {t("quarantine.title")}
      </h2>
      <p className="small">{t("quarantine.lead")}</p>
      <PagedTable
        paging={paging}
        label={t("quarantine.title")}
        empty={<Nothing title={t("quarantine.empty")} />}
        head={
          <ListHead
            columns={COLUMNS.map((name) => [name, t(`quarantine.col.${name}`)])}
            numeric={NUMERIC}
          />
        }
      >
        {(message: Quarantined) => <QuarantineRow key={message.id} message={message} />}
      </PagedTable>
    </section>
  );
}
