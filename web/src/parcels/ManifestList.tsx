/** Manifests made so far, newest first; each has a page of its own. */
import { useTranslation } from "react-i18next";
import { useManifests } from "../api/lists";
import type { Manifest } from "../api/types";
import { formatDate } from "../format";
import { hrefOf, hrefOfOne, useRoute } from "../routes";
import { ListHead, PagedTable, StateBadge } from "../states/Listing";
import { Nothing } from "../states/Notices";

const COLUMNS = ["id", "entry", "state", "declared", "created"] as const;
const NUMERIC = new Set<string>(["declared", "created"]);

function ManifestRow({ manifest }: { manifest: Manifest }) {
  const { t, i18n } = useTranslation();
  const { id } = manifest;
  return (
    <tr>
      <th scope="row" className="row-name">
        <a href={hrefOfOne("manifests", id)}>{id}</a>
      </th>
      <td>{t(`manifests.entryName.${manifest.entry}`)}</td>
      <td>
        <StateBadge state={manifest.state}>{t(`manifests.stateName.${manifest.state}`)}</StateBadge>
      </td>
      <td className="numeric figure">{manifest.declared}</td>
      <td className="numeric figure">{formatDate(manifest.created_at, i18n.language, "full")}</td>
    </tr>
  );
}

export function ManifestList() {
  const { t } = useTranslation();
  const { query } = useRoute();
  const paging = useManifests(query.get("cursor") ?? "");
  return (
    <section className="list" aria-labelledby="manifest-list">
      <h2 id="manifest-list" className="visually-hidden">
        {t("manifests.title")}
      </h2>
      <PagedTable
        paging={paging}
        label={t("manifests.title")}
        empty={
          <Nothing title={t("manifests.empty")}>
            <p>{t("manifests.emptyLead")}</p>
            <a href={hrefOf("parcels")}>{t("orders.toParcels")}</a>
          </Nothing>
        }
        head={
          <ListHead
            columns={COLUMNS.map((name) => [name, t(`manifests.col.${name}`)])}
            numeric={NUMERIC}
          />
        }
      >
        {(manifest: Manifest) => <ManifestRow key={manifest.id} manifest={manifest} />}
      </PagedTable>
    </section>
  );
}
