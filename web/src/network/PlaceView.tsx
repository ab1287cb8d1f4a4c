/** One place: what it is, and its legs by where they lead, with mode and operator. */
import { Select } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ModeIcon } from "../frame/icons";
import { type Route, replaceQuery } from "../routes";
import { countryName } from "../states/countries";
import { Nothing } from "../states/Notices";
import { operatorWords } from "../tracking/story";
import { hrefOfPlace } from "./NetworkPage";
import type { LegOfPlace, NetworkIndex } from "./places";

/** A hub has hundreds of legs: so many are listed at once. */
const LISTED = 50;

function LegItem({ one, route }: { one: LegOfPlace; route: Route }) {
  const { t, i18n } = useTranslation();
  const { leg, isOut, other } = one;
  return (
    <li>
      <ModeIcon mode={leg.mode} />
      <div>
        <span className="small">{t(isOut ? "network.to" : "network.from")} </span>
        <a href={hrefOfPlace(route, other.key)}>{other.name}</a>
        <span className="small">
          {" "}
          {countryName(other.country, i18n.language)} ·{" "}
          {t(`mode.${leg.mode}`, { defaultValue: leg.mode })} · {operatorWords(leg.operator)}
        </span>
        <code className="leg-key">{leg.key}</code>
      </div>
    </li>
  );
}

function Legs({ legs, route }: { legs: readonly LegOfPlace[]; route: Route }) {
  const { t } = useTranslation();
  const [shown, setShown] = useState(LISTED);
  const mode = route.query.get("mode");
  const modes = [...new Set(legs.map(({ leg }) => leg.mode))].sort();
  const listed = legs
    .filter(({ leg }) => mode === null || leg.mode === mode)
    .sort((a, b) => Number(b.isOut) - Number(a.isOut) || a.other.name.localeCompare(b.other.name));
  return (
    <section aria-labelledby="legs" className="list">
      <h3 id="legs">{t("network.legs", { count: legs.length })}</h3>
      {modes.length > 1 && (
        <Select
          label={t("network.mode")}
          placeholder={t("network.anyMode")}
          data={modes.map((value) => ({
            value,
            label: t(`mode.${value}`, { defaultValue: value }),
          }))}
          value={mode}
          onChange={(value) => replaceQuery({ mode: value })}
          clearable
        />
      )}
      {legs.length === 0 && <Nothing title={t("network.noLegs")} />}
      <ul className="legs-of-place">
        {listed.slice(0, shown).map((one) => (
          <LegItem key={`${one.leg.key} ${String(one.isOut)}`} one={one} route={route} />
        ))}
      </ul>
      {listed.length > shown && (
        <button type="button" className="text-button" onClick={() => setShown(shown + LISTED)}>
          {t("state.more")}
        </button>
      )}
    </section>
  );
}

export function PlaceView({ index, route, id }: { index: NetworkIndex; route: Route; id: string }) {
  const { t, i18n } = useTranslation();
  const node = index.nodes.get(id);
  const back = <a href={hrefOfPlace(route, null)}>{t("network.back")}</a>;
  if (!node) {
    return (
      <>
        {back}
        <Nothing title={t("network.unknown", { key: id })} />
      </>
    );
  }
  return (
    <>
      {back}
      <h2>{node.name}</h2>
      <dl className="facts">
        <div>
          <dt>{t("network.kindTitle")}</dt>
          <dd>{t(`network.kind.${node.kind}`, { defaultValue: node.kind })}</dd>
        </div>
        <div>
          <dt>{t("network.country")}</dt>
          <dd>{countryName(node.country, i18n.language)}</dd>
        </div>
        <div>
          <dt>{t("network.key")}</dt>
          <dd>
            <code>{node.key}</code>
          </dd>
        </div>
        <div>
          <dt>{t("network.at")}</dt>
          <dd className="figure">
            {node.lat.toFixed(2)}, {node.lon.toFixed(2)}
          </dd>
        </div>
      </dl>
      <Legs key={id} legs={index.legs.get(id) ?? []} route={route} />
    </>
  );
}
