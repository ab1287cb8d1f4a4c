/** The network: its places and legs on a chart and in a list, one place with its legs, and what its check found. */
import { lazy, Suspense, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNetwork, useNetworkMap } from "../api/queries";
import type { MapNode, NetworkMap } from "../api/types";
import { goTo, hrefOf, type Route, useRoute } from "../routes";
import { countryName } from "../states/countries";
import { findState, SearchField, StateField } from "../states/Listing";
import { Nothing, ProblemNotice, Waiting } from "../states/Notices";
import { Parts } from "../states/Parts";
import { CheckResults } from "./CheckResults";
import { PlaceView } from "./PlaceView";
import { findPlaces, indexOf, kindsOf, type PlaceFilter } from "./places";

const NetworkChart = lazy(() => import("./NetworkChart"));

/** Places listed at once; a search narrows them. */
const LISTED = 50;

/** The address of a place; the search it was found by stays in it. */
export function hrefOfPlace(route: Route, key: string | null): string {
  const kept = { q: route.query.get("q"), kind: route.query.get("kind") };
  return hrefOf("network", kept, key);
}

function PlaceList({ found, route }: { found: readonly MapNode[]; route: Route }) {
  const { t, i18n } = useTranslation();
  const [shown, setShown] = useState(LISTED);
  if (found.length === 0) return <Nothing title={t("network.noMatch")} />;
  return (
    <>
      <p className="small figure" role="status">
        {t("network.found", { count: found.length })}
      </p>
      <ul className="places">
        {found.slice(0, shown).map((node) => (
          <li key={node.key}>
            <a href={hrefOfPlace(route, node.key)}>{node.name}</a>
            <span className="small">
              {t(`network.kind.${node.kind}`, { defaultValue: node.kind })} ·{" "}
              {countryName(node.country, i18n.language)}
            </span>
          </li>
        ))}
      </ul>
      {found.length > shown && (
        <button type="button" className="text-button" onClick={() => setShown(shown + LISTED)}>
          {t("state.more")}
        </button>
      )}
    </>
  );
}

function Places({ map, route }: { map: NetworkMap; route: Route }) {
  const { t, i18n } = useTranslation();
  const index = useMemo(() => indexOf(map), [map]);
  const kinds = useMemo(
    () =>
      kindsOf(map).map((value) => ({
        value,
        label: t(`network.kind.${value}`, { defaultValue: value }),
      })),
    [map, t],
  );
  const q = route.query.get("q") ?? "";
  const kind = findState(route.query.get("kind"), kinds);
  const found = useMemo(() => {
    const filter: PlaceFilter = { q, kind };
    return findPlaces(map, filter, (code) => countryName(code, i18n.language));
  }, [map, q, kind, i18n.language]);
  const keys = useMemo(() => new Set(found.map((node) => node.key)), [found]);
  const chosen = route.id !== null && index.nodes.has(route.id) ? route.id : null;
  return (
    <div className="network-pair">
      <section className="chart-frame" aria-label={t("network.chart")}>
        <Suspense fallback={<div className="chart" />}>
          <NetworkChart
            map={map}
            index={index}
            found={keys}
            chosen={chosen}
            onChoose={(key) => goTo(hrefOfPlace(route, key))}
          />
        </Suspense>
      </section>
      <div className="network-aside">
        {route.id === null ? (
          <>
            <search className="list-filter">
              <SearchField label={t("network.search")} />
              <StateField
                name="kind"
                label={t("network.kindTitle")}
                any={t("network.anyKind")}
                states={kinds}
              />
            </search>
            <PlaceList key={`${q} ${kind ?? ""}`} found={found} route={route} />
          </>
        ) : (
          <PlaceView index={index} route={route} id={route.id} />
        )}
      </div>
    </div>
  );
}

function Summary() {
  const { t, i18n } = useTranslation();
  const { data } = useNetwork();
  if (!data) return null;
  const count = (many: number) => new Intl.NumberFormat(i18n.language).format(many);
  return (
    <p className="small">
      {t("network.summary", {
        facilities: count(data.facilities),
        lines: count(data.lines),
        operators: count(data.operators),
        countries: count(data.countries.length),
      })}
    </p>
  );
}

export default function NetworkPage() {
  const { t } = useTranslation();
  const route = useRoute();
  const { data: map, error, isPending, refetch } = useNetworkMap();
  const isCheck = route.query.get("tab") === "check";
  return (
    <div className="list-page network-page">
      <div className="page-top">
        <h1 tabIndex={-1}>{t("network.title")}</h1>
        <Summary />
        <Parts
          parts={[
            { href: hrefOf("network"), title: t("network.places"), isHere: !isCheck },
            {
              href: hrefOf("network", { tab: "check" }),
              title: t("network.check"),
              isHere: isCheck,
            },
          ]}
        />
      </div>
      {isCheck ? (
        <CheckResults />
      ) : (
        <>
          {isPending && <Waiting rows={3} height={160} />}
          {error && <ProblemNotice error={error} onRetry={() => void refetch()} />}
          {map && <Places map={map} route={route} />}
        </>
      )}
    </div>
  );
}
