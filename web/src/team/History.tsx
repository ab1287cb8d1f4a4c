/** What was done to a few things, the newest first: from who did what. */
import { useQueries } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { client, unwrap } from "../api/client";
import { formatInstant } from "../format";
import { hrefOf } from "../routes";
import { Nothing, ProblemNotice, Waiting } from "../states/Notices";

/** More would be a page of its own, which the link leads to. */
const OBJECTS_MAX = 6;
const ENTRIES_MAX = 20;

export function History({ objects }: { objects: readonly string[] }) {
  const { t, i18n } = useTranslation();
  const asked = objects.slice(0, OBJECTS_MAX);
  const answers = useQueries({
    queries: asked.map((object) => ({
      queryKey: ["audit", object, "history"],
      queryFn: () =>
        unwrap(client.GET("/v1/audit", { params: { query: { object, limit: ENTRIES_MAX } } })),
    })),
  });
  const error = answers.find((one) => one.error)?.error;
  const entries = answers
    .flatMap((one) => one.data?.items ?? [])
    .sort((a, b) => b.at.localeCompare(a.at));
  return (
    <section className="list" aria-labelledby="history">
      <h2 id="history">{t("audit.history")}</h2>
      {answers.some((one) => one.isPending) && <Waiting rows={2} />}
      {error && <ProblemNotice error={error} />}
      {entries.length === 0 && answers.every((one) => one.data) && (
        <Nothing title={t("audit.empty")} />
      )}
      <ol className="history">
        {entries.map((entry) => (
          <li key={`${entry.at} ${entry.action} ${entry.object}`}>
            <time className="figure" dateTime={entry.at}>
              {formatInstant(entry.at, i18n.language)}
            </time>{" "}
            <strong>
              {t(`audit.action.${entry.action.replace(".", "_")}`, { defaultValue: entry.action })}
            </strong>{" "}
            <span className="small">
              {entry.actor_name ?? entry.actor} ·{" "}
              <a href={hrefOf("team", { tab: "audit", object: entry.object })}>{entry.object}</a>
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}
