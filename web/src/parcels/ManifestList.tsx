/** Manifests made so far, and the count that turns one into a hand-over document. */
import { Button, Modal, Textarea } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useCountManifest, useManifest, useManifests } from "../api/queries";
import type { Manifest, ManifestDetail } from "../api/types";
import { formatDate } from "../format";
import { PagedTable, StateBadge } from "../states/Listing";
import { Nothing, ProblemNotice, Waiting } from "../states/Notices";

function HandOver({ detail }: { detail: ManifestDetail }) {
  const { t } = useTranslation();
  const document = detail.hand_over;
  if (!document) return null;
  return (
    <div className="dialog">
      <dl className="counts">
        <div>
          <dt>{t("manifests.declared")}</dt>
          <dd className="figure">{document.declared}</dd>
        </div>
        {(["accepted", "short", "over"] as const).map((name) => (
          <div
            key={name}
            data-fate={
              name === "accepted" ? "accepted" : document[name].length > 0 ? "rejected" : undefined
            }
          >
            <dt>{t(`manifests.${name}`)}</dt>
            <dd className="figure">{document[name].length}</dd>
          </div>
        ))}
      </dl>
      {(["short", "over"] as const).map(
        (name) =>
          document[name].length > 0 && (
            <div key={name}>
              <p className="small">{t(`manifests.${name}`)}</p>
              <p className="figure">{document[name].join(", ")}</p>
            </div>
          ),
      )}
    </div>
  );
}

function CountForm({ detail }: { detail: ManifestDetail }) {
  const { t } = useTranslation();
  const count = useCountManifest();
  const [text, setText] = useState("");
  const found = text.split(/[\s,;]+/).filter((one) => one !== "");
  if (count.data) return <HandOver detail={count.data} />;
  return (
    <div className="dialog">
      <p className="small">{t("manifests.countLead")}</p>
      <Textarea
        label={t("manifests.found")}
        description={`${String(found.length)} / ${String(detail.manifest.declared)}`}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        rows={7}
        spellCheck={false}
        data-autofocus
      />
      {count.error && <ProblemNotice error={count.error} />}
      <div className="dialog-actions">
        <Button variant="default" onClick={() => setText(detail.parcels.join("\n"))}>
          {t("manifests.fillAll")}
        </Button>
        <Button
          loading={count.isPending}
          onClick={() => count.mutate({ id: detail.manifest.id, found })}
        >
          {t("manifests.submitCount")}
        </Button>
      </div>
    </div>
  );
}

function ManifestWindow({ id, onClose }: { id: string; onClose(): void }) {
  const { t } = useTranslation();
  const { data, error, refetch } = useManifest(id);
  // A count that has just been closed shows its result in the form's own place.
  const [counted] = useState(() => new Set<string>());
  if (data?.manifest.state === "open") counted.add(id);
  return (
    <Modal
      opened
      onClose={onClose}
      title={t("manifests.countTitle", { id })}
      closeButtonProps={{ "aria-label": t("orders.close") }}
      centered
    >
      {error && <ProblemNotice error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Waiting rows={3} />}
      {data && (counted.has(id) ? <CountForm detail={data} /> : <HandOver detail={data} />)}
    </Modal>
  );
}

function ManifestRow({ manifest, onOpen }: { manifest: Manifest; onOpen(): void }) {
  const { t, i18n } = useTranslation();
  const open = manifest.state === "open";
  const { id } = manifest;
  return (
    <tr>
      <th scope="row" className="row-name">
        {id}
      </th>
      <td>{t(`manifests.entryName.${manifest.entry}`)}</td>
      <td>
        <StateBadge state={manifest.state}>{t(`manifests.stateName.${manifest.state}`)}</StateBadge>
      </td>
      <td className="numeric figure">{manifest.declared}</td>
      <td className="numeric figure">{formatDate(manifest.created_at, i18n.language)}</td>
      <td>
        <Button
          size="compact-sm"
          variant="default"
          onClick={onOpen}
          aria-label={t(open ? "manifests.countOf" : "manifests.viewOf", { id })}
        >
          {t(open ? "manifests.count" : "manifests.view")}
        </Button>
      </td>
    </tr>
  );
}

export function ManifestList() {
  const { t } = useTranslation();
  const paging = useManifests();
  const [shown, setShown] = useState<string | null>(null);
  const manifests = paging.data?.pages.flatMap((page) => page.items) ?? [];
  const empty =
    manifests.length > 0 ? null : (
      <Nothing title={t("manifests.empty")}>
        <p>{t("manifests.emptyLead")}</p>
      </Nothing>
    );
  const numeric = new Set<string>(["declared", "created"]);
  const head = (
    <tr>
      {(["id", "entry", "state", "declared", "created", "actions"] as const).map((name) => (
        <th key={name} scope="col" className={numeric.has(name) ? "numeric" : undefined}>
          {t(`manifests.col.${name}`)}
        </th>
      ))}
    </tr>
  );
  return (
    <section className="list" aria-labelledby="manifest-list">
      <div>
        <h2 id="manifest-list">{t("manifests.title")}</h2>
        <p className="small">{t("manifests.lead")}</p>
      </div>
      <PagedTable paging={paging} label={t("manifests.title")} empty={empty} head={head}>
        {manifests.map((manifest) => (
          <ManifestRow key={manifest.id} manifest={manifest} onOpen={() => setShown(manifest.id)} />
        ))}
      </PagedTable>
      {shown !== null && <ManifestWindow id={shown} onClose={() => setShown(null)} />}
    </section>
  );
}
