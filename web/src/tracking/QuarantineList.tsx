/** Carriers' messages that could not be read, until somebody reads them again or their time is over. */
import { useTranslation } from "react-i18next";
import { useQuarantine } from "../api/queries";
import type { Quarantined } from "../api/types";
import { formatDate } from "../format";
import { PagedTable } from "../states/Listing";

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
      <td className="wide">{message.what || message.reason}</td>
      <td className="numeric figure">{message.times}</td>
      <td className="numeric figure">{date(message.received_at)}</td>
      <td className="numeric figure">{date(message.expires_at)}</td>
    </tr>
  );
}

/** Stands there only where there is something: whoever's key may not see it misses nothing. */
export function QuarantineList() {
  const { t } = useTranslation();
  const paging = useQuarantine();
  const messages = paging.data?.pages.flatMap((page) => page.items) ?? [];
  if (messages.length === 0) return null;
  const head = (
    <tr>
      {COLUMNS.map((name) => (
        <th key={name} scope="col" className={NUMERIC.has(name) ? "numeric" : undefined}>
          {t(`quarantine.col.${name}`)}
        </th>
      ))}
    </tr>
  );
  return (
    <section className="list" aria-labelledby="quarantine-list">
      <h2 id="quarantine-list">{t("quarantine.title")}</h2>
      <p className="small">{t("quarantine.lead")}</p>
      <PagedTable paging={paging} label={t("quarantine.title")} empty={null} head={head}>
        {messages.map((message) => (
          <QuarantineRow key={message.id} message={message} />
        ))}
      </PagedTable>
    </section>
  );
}
