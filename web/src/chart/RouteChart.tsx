/** The chart: coast, rhumb lines, the network in thin ink and the chosen route over it. */
import { useElementSize } from "@mantine/hooks";
import { type GeoPath, geoPath } from "d3-geo";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { NetworkMap, RouteLeg, Stop } from "../api/types";
import { CompassRose } from "../frame/CompassRose";
import { ChartControls, useDrag, ZOOM_GREATEST } from "./ChartControls";
import { legsDrawn, legsOpacity } from "./legs";
import { fitProjection, type LonLat, placeLabels, RHUMBS, stopsOf, type View } from "./projection";
import { borders, land } from "./world";

const ZOOM_LEAST = 0.02;

interface Props {
  map: NetworkMap | undefined;
  legs: readonly RouteLeg[];
  /** The leg to look at closely; none shows the whole route. */
  near: number | null;
}

const pointOf = (stop: Stop): LonLat => [stop.lon, stop.lat];

function Rhumbs({ x, y, view }: { x: number; y: number; view: View }) {
  const reach = Math.hypot(view.width, view.height);
  return (
    <g className="rhumbs" aria-hidden="true">
      {RHUMBS.map(({ angle, wind }) => {
        const turn = (angle * Math.PI) / 180;
        return (
          <line
            key={angle}
            className={wind}
            x1={x}
            y1={y}
            x2={x + reach * Math.sin(turn)}
            y2={y - reach * Math.cos(turn)}
          />
        );
      })}
    </g>
  );
}

function Rose({ x, y }: { x: number; y: number }) {
  return (
    <g transform={`translate(${x - 45} ${y - 45})`} className="chart-rose" aria-hidden="true">
      <CompassRose size={90} />
    </g>
  );
}

function NetworkLegs({ map, draw }: { map: NetworkMap; draw: GeoPath }) {
  const nodes = new Map(map.nodes.map((node) => [node.key, node]));
  const lines = legsDrawn(map).flatMap((leg): LonLat[][] => {
    const from = nodes.get(leg.from);
    const to = nodes.get(leg.to);
    return from && to
      ? [
          [
            [from.lon, from.lat],
            [to.lon, to.lat],
          ],
        ]
      : [];
  });
  const points = map.nodes.map((node): LonLat => [node.lon, node.lat]);
  return (
    <g aria-hidden="true">
      <path
        className="network-legs"
        opacity={legsOpacity(lines.length)}
        d={draw({ type: "MultiLineString", coordinates: lines }) ?? ""}
      />
      <path
        className="network-nodes"
        d={draw.pointRadius(1.8)({ type: "MultiPoint", coordinates: points }) ?? ""}
      />
    </g>
  );
}

function Stops({
  stops,
  marks,
  view,
}: {
  stops: readonly Stop[];
  marks: ReturnType<typeof marksOf>;
  view: View;
}) {
  const { t } = useTranslation();
  const last = stops.length - 1;
  // The ends are named first, so that they get the room there is.
  const order = [
    ...marks.filter((_, index) => index === 0 || index === last),
    ...marks.slice(1, last),
  ];
  const labels = new Map(placeLabels(order, view).map((label) => [label.key, label]));
  return (
    <>
      {marks.map((mark, index) => {
        const label = labels.get(mark.key);
        const end = index === 0 || index === last;
        return (
          <g
            key={mark.key}
            className={`stop${end ? " end" : ""}`}
            tabIndex={0}
            role="img"
            aria-label={t("chart.stop", { number: index + 1, name: mark.text })}
          >
            <circle cx={mark.x} cy={mark.y} r={end ? 8 : 6.5} />
            <text className="stop-number" x={mark.x} y={mark.y + 3.2} textAnchor="middle">
              {index + 1}
            </text>
            {label && (
              <text
                className={label.crowded ? "stop-name crowded" : "stop-name"}
                x={label.x}
                y={label.y}
                textAnchor={label.anchor}
              >
                {label.text}
              </text>
            )}
          </g>
        );
      })}
    </>
  );
}

function marksOf(stops: readonly Stop[], place: (point: LonLat) => [number, number] | null) {
  return stops.flatMap((stop) => {
    const at = place(pointOf(stop));
    return at ? [{ key: stop.key, text: stop.name, x: at[0], y: at[1] }] : [];
  });
}

function useChartLabel(map: NetworkMap | undefined, stops: readonly Stop[], legs: number): string {
  const { t } = useTranslation();
  const first = stops[0];
  const last = stops.at(-1);
  if (first && last) return t("chart.route", { from: first.name, to: last.name, count: legs });
  return t("chart.network", { nodes: map?.nodes.length ?? 0, legs: map?.legs.length ?? 0 });
}

/** Least spans shown, in degrees: a city route still shows its coast, a leg its surroundings. */
const ROUTE_SPAN_DEGREES = 12;
const LEG_SPAN_DEGREES = 0.8;

const WHOLE = { zoom: 1, shift: [0, 0] as readonly [number, number] };

export default function RouteChart({ map, legs, near }: Props) {
  const { ref, width, height } = useElementSize<HTMLDivElement>();
  // Around a single leg there is more to see outside than inside.
  const least = near === null ? 1 : ZOOM_LEAST;
  const shownLeg = near === null ? undefined : legs[near];
  const route = `${legs.map((leg) => leg.leg).join(" ")} ${String(near)}`;
  const [held, setHeld] = useState({ route, ...WHOLE });
  // Another route is shown whole again.
  const { zoom, shift } = held.route === route ? held : WHOLE;
  const stops = useMemo(() => stopsOf(legs), [legs]);
  const label = useChartLabel(map, stops, legs.length);
  const change = (next: Partial<typeof WHOLE>) => setHeld({ route, zoom, shift, ...next });
  const drag = useDrag((dx, dy) => change({ shift: [shift[0] + dx, shift[1] + dy] }));
  const onZoom = (factor: number) => {
    const next = Math.min(ZOOM_GREATEST, Math.max(least, zoom * factor));
    const by = next / zoom;
    change({ zoom: next, shift: next === least ? [0, 0] : [shift[0] * by, shift[1] * by] });
  };
  const view: View = { width, height, zoom, shift };
  return (
    <div className="chart" ref={ref}>
      {width > 0 && (
        // biome-ignore lint/a11y/useSemanticElements: a group of drawn stops has no element of its own
        <svg
          width={width}
          height={height}
          viewBox={`0 0 ${width} ${height}`}
          role="group"
          aria-label={label}
          {...drag}
        >
          <Drawing view={view} map={map} legs={legs} stops={stops} near={shownLeg} />
        </svg>
      )}
      <ChartControls zoom={zoom} least={least} onZoom={onZoom} onFit={() => change(WHOLE)} />
    </div>
  );
}

function Drawing({
  view,
  map,
  legs,
  stops,
  near,
}: {
  view: View;
  map: NetworkMap | undefined;
  legs: readonly RouteLeg[];
  stops: readonly Stop[];
  near: RouteLeg | undefined;
}) {
  const projection = fitProjection(
    (near ? [near.from, near.to] : stops).map(pointOf),
    view,
    near ? LEG_SPAN_DEGREES : ROUTE_SPAN_DEGREES,
  );
  const draw = geoPath(projection);
  const marks = marksOf(stops, projection);
  const rose = marks[0] ?? { x: view.width * 0.57, y: view.height * 0.6 };
  return (
    <>
      <g aria-hidden="true">
        <path className="land" d={draw(land) ?? ""} />
        <path className="borders" d={draw(borders) ?? ""} />
      </g>
      <Rhumbs x={rose.x} y={rose.y} view={view} />
      {stops.length === 0 && <Rose x={rose.x} y={rose.y} />}
      {map && <NetworkLegs map={map} draw={geoPath(projection)} />}
      <g aria-hidden="true">
        {legs.map((leg, index) => {
          const arc = {
            type: "LineString" as const,
            coordinates: [pointOf(leg.from), pointOf(leg.to)],
          };
          return (
            <path
              key={`${leg.leg} ${String(index)}`}
              className="arc"
              data-mode={leg.mode}
              data-near={leg === near || undefined}
              d={draw(arc) ?? ""}
            />
          );
        })}
      </g>
      <Stops stops={stops} marks={marks} view={view} />
    </>
  );
}
