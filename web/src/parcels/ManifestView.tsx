/** One manifest: where it is handed in, what is on it, the count that closes it, and a sheet to print. */
import { Button, Textarea } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { client, unwrap } from "../api/client";
import { useCountManifest, useManifest } from "../api/queries";
import type { ManifestDetail, Parcel } from "../api/types";
import { formatDate, formatInstant, formatMass } from "../format";
import { hrefOf, hrefOfOne } from "../routes";
import { useMay } from "../session/may";
import { countryName } from "../states/countries";
import { StateBadge } from "../states/Listing";
import { ProblemNotice, Waiting } from "../states/Notices";
import { Sheet } from "../states/Sheet";
import { useServices } from "../states/services";
import { eachInOrder } from "./labels";
import { numberOf } from "./number";

/** Parcels are read one by one; so many at once, and no more than a sheet can hold. */
const AT_ONCE = 6;
const LISTED_MAX = 500;

function useParcelsOf(ids: readonly string[]) {
  const [read, setRead] = useState(0);
  const asked = ids.slice(0, LISTED_MAX);
  const answer = useQuery({
    queryKey: ["parcels", "of manifest", asked],
    queryFn: ({ signal }) =>
      eachInOrder(
        asked,
        AT_ONCE,
        async (id) => {
          const path = { id };
          const one = await unwrap(client.GET("/v1/parcels/{id}", { params: { path }, signal }));
          return one.parcel;
        },
        setRead,
      ),
    staleTime: 60_000,
  });
  return { ...answer, read };
}

function Result({ detail }: { detail: ManifestDetail }) {
  const { t, i18n } = useTranslation();
  const document = detail.hand_over;
  if (!document) return null;
  const ink = { accepted: "accepted", short: "rejected", over: "rejected" } as const;
  return (
    <section className="list" aria-labelledby="hand-over">
      <h2 id="hand-over">{t("manifests.handOver")}</h2>
      <p className="small">
        {t("manifests.countedAt", { date: formatInstant(document.counted_at, i18n.language) })}
      </p>
      <dl className="counts">
        <div>
          <dt>{t("manifests.declared")}</dt>
          <dd className="figure">{document.declared}</dd>
        </div>
        {(["accepted", "short", "over"] as const).map((name) => (
          <div key={name} data-fate={document[name].length > 0 ? ink[name] : undefined}>
            <dt>{t(`manifests.${name}`)}</dt>
            <dd className="figure">{document[name].length}</dd>
          </div>
        ))}
      </dl>
      {document.over.length > 0 && (
        <p className="small">
          {t("manifests.over")}: <span className="figure">{document.over.join(", ")}</span>
        </p>
      )}
    </section>
  );
}

function CountForm({ detail }: { detail: ManifestDetail }) {
  const { t } = useTranslation();
  const count = useCountManifest();
  const [text, setText] = useState("");
  const found = text.split(/[\s,;]+/).filter((one) => one !== "");
  return (
    <section className="list" aria-labelledby="count">
      <h2 id="count">{t("manifests.count")}</h2>
      <p className="small">{t("manifests.countLead")}</p>
      <Textarea
        label={t("manifests.found")}
        description={`${String(found.length)} / ${String(detail.manifest.declared)}`}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        rows={6}
        spellCheck={false}
      />
      {count.error && <ProblemNotice error={count.error} />}
      <div className="page-actions">
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
    </section>
  );
}

function fateOf(detail: ManifestDetail, id: string): "accepted" | "short" | null {
  const document = detail.hand_over;
  if (!document) return null;
  return document.short.includes(id) ? "short" : "accepted";
}

function ParcelRow({ parcel, detail }: { parcel: Parcel; detail: ManifestDetail }) {
  const { t, i18n } = useTranslation();
  const services = useServices();
  const fate = fateOf(detail, parcel.id);
  return (
    <tr>
      <th scope="row" className="row-name figure">
        <a href={hrefOfOne("parcels", parcel.id)}>{numberOf(parcel)}</a>
      </th>
      <td>
        <a href={hrefOfOne("orders", parcel.order)}>{parcel.reference}</a>
      </td>
      <td>{services.nameOf(parcel.service)}</td>
      <td>{countryName(parcel.country, i18n.language)}</td>
      <td className="numeric figure">{formatMass(parcel.mass_grams, i18n.language)}</td>
      <td>
        {fate && (
          <StateBadge state={fate === "short" ? "rejected" : "accepted"}>
            {t(`manifests.${fate}`)}
          </StateBadge>
        )}
      </td>
    </tr>
  );
}

function ParcelSheet({ detail }: { detail: ManifestDetail }) {
  const { t } = useTranslation();
  const { data, error, isPending, read, refetch } = useParcelsOf(detail.parcels);
  const declared = detail.parcels.length;
  const columns = (["number", "reference", "service", "country", "mass", "found"] as const).map(
    (name) => ({ title: t(`manifests.parcelCol.${name}`), isNumeric: name === "mass" }),
  );
  return (
    <section className="list" aria-labelledby="manifest-parcels">
      <h2 id="manifest-parcels">{t("manifests.parcels", { count: declared })}</h2>
      {isPending && (
        <>
          <p role="status" className="small">
            {t("manifests.reading", { done: read, count: Math.min(declared, LISTED_MAX) })}
          </p>
          <Waiting rows={4} />
        </>
      )}
      {error && <ProblemNotice error={error} onRetry={() => void refetch()} />}
      {data && (
        <>
          <div className="page-actions no-print">
            <Button variant="default" onClick={() => window.print()}>
              {t("manifests.print")}
            </Button>
          </div>
          {declared > LISTED_MAX && (
            <p className="small">{t("manifests.listed", { count: LISTED_MAX, declared })}</p>
          )}
          <Sheet label={t("manifests.parcels", { count: declared })} columns={columns}>
            {data.map((parcel) => (
              <ParcelRow key={parcel.id} parcel={parcel} detail={detail} />
            ))}
          </Sheet>
        </>
      )}
    </section>
  );
}

function Entry({ detail }: { detail: ManifestDetail }) {
  const { t, i18n } = useTranslation();
  const { entry, manifest } = detail;
  const made = formatDate(manifest.created_at, i18n.language, "full");
  return (
    <dl className="facts">
      <div>
        <dt>{t("manifests.col.entry")}</dt>
        <dd>{t(`manifests.entryName.${entry.kind}`)}</dd>
      </div>
      {"at" in entry && entry.at && (
        <div>
          <dt>{t("manifests.at")}</dt>
          <dd>
            <a href={hrefOfOne("network", entry.at)}>{entry.at}</a>
          </dd>
        </div>
      )}
      <div>
        <dt>{t("manifests.col.created")}</dt>
        <dd>{made}</dd>
      </div>
    </dl>
  );
}

export function ManifestView({ id }: { id: string }) {
  const { t } = useTranslation();
  const may = useMay();
  const { data, error, isPending, refetch } = useManifest(id);
  return (
    <div className="list-page">
      <div className="page-top">
        <a className="no-print" href={hrefOf("manifests")}>
          {t("manifests.back")}
        </a>
        <h1 tabIndex={-1}>{t("manifests.one", { id })}</h1>
        {data && (
          <StateBadge state={data.manifest.state}>
            {t(`manifests.stateName.${data.manifest.state}`)}
          </StateBadge>
        )}
      </div>
      {isPending && <Waiting rows={4} />}
      {error && <ProblemNotice error={error} onRetry={() => void refetch()} />}
      {data && (
        <>
          <Entry detail={data} />
          <Result detail={data} />
          <ParcelSheet detail={data} />
          {data.manifest.state === "open" && may("parcels:write") && (
            <div className="no-print">
              <CountForm detail={data} />
            </div>
          )}
        </>
      )}
    </div>
  );
}
