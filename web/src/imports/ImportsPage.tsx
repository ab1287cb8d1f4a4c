/** Files that were sent and not kept yet, and those kept lately; one has a page of its own. */
import { useTranslation } from "react-i18next";
import { useImports } from "../api/imports";
import type { Import, ImportKind } from "../api/types";
import { formatBytes, formatInstant } from "../format";
import { hrefOf, hrefOfOne, useRoute } from "../routes";
import { StateBadge } from "../states/Listing";
import { Nothing, ProblemNotice, Waiting } from "../states/Notices";
import { Sheet } from "../states/Sheet";
import { FileDoor } from "./FileDoor";
import { ImportView } from "./ImportView";

function ImportRow({ one }: { one: Import }) {
  const { t, i18n } = useTranslation();
  return (
    <tr>
      <th scope="row" className="row-name">
        <a href={hrefOfOne("imports", one.id)}>{one.name || one.id}</a>
      </th>
      <td>{t(`imports.kind.${one.kind}`)}</td>
      <td>
        <StateBadge state={one.state}>{t(`imports.state.${one.state}`)}</StateBadge>
      </td>
      <td className="numeric figure">{one.counts?.items ?? ""}</td>
      <td className="numeric figure">{one.counts?.rejected ?? ""}</td>
      <td className="numeric figure">{formatBytes(one.bytes, i18n.language)}</td>
      <td className="numeric figure">{formatInstant(one.created_at, i18n.language)}</td>
    </tr>
  );
}

function ImportList() {
  const { t } = useTranslation();
  const { data, error, isPending, refetch } = useImports();
  const numeric = new Set(["items", "rejected", "bytes", "created"]);
  const columns = (["name", "kind", "state", "items", "rejected", "bytes", "created"] as const).map(
    (name) => ({ title: t(`imports.col.${name}`), isNumeric: numeric.has(name) }),
  );
  return (
    <section className="list" aria-labelledby="import-list">
      <h2 id="import-list">{t("imports.list")}</h2>
      {isPending && <Waiting rows={3} />}
      {error && <ProblemNotice error={error} onRetry={() => void refetch()} />}
      {data?.items.length === 0 && (
        <Nothing title={t("imports.empty")}>
          <p>{t("imports.emptyLead")}</p>
        </Nothing>
      )}
      {data && data.items.length > 0 && (
        <Sheet label={t("imports.list")} columns={columns}>
          {data.items.map((one) => (
            <ImportRow key={one.id} one={one} />
          ))}
        </Sheet>
      )}
    </section>
  );
}

export default function ImportsPage() {
  const { t } = useTranslation();
  const { id, query } = useRoute();
  if (id !== null) return <ImportView key={id} id={id} />;
  const kind: ImportKind = query.get("kind") === "products" ? "products" : "orders";
  return (
    <div className="list-page">
      <div className="page-top">
        <a href={hrefOf(kind)}>{t(`imports.back.${kind}`)}</a>
        <h1 tabIndex={-1}>{t("imports.title")}</h1>
      </div>
      <FileDoor kind={kind} />
      <ImportList />
    </div>
  );
}
