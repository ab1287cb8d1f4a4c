/** The whole network on a canvas: thousands of places and legs stay quick to move. The list beside it tells the same. */
import { useComputedColorScheme } from "@mantine/core";
import { useElementSize } from "@mantine/hooks";
import { geoPath } from "d3-geo";
import { type MouseEvent, useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { MapNode, NetworkMap } from "../api/types";
import { ChartControls, useDrag, ZOOM_GREATEST } from "../chart/ChartControls";
import { legsDrawn, legsOpacity } from "../chart/legs";
import { fitProjection, type LonLat, type View } from "../chart/projection";
import { borders, land } from "../chart/world";
import { type LegOfPlace, type NetworkIndex, nearestAt } from "./places";

interface Props {
  map: NetworkMap;
  index: NetworkIndex;
  /** The places that the search leaves; the others are drawn faint. */
  found: ReadonlySet<string>;
  chosen: string | null;
  onChoose(key: string): void;
}

const WHOLE = { zoom: 1, shift: [0, 0] as readonly [number, number] };
/** A click this near to a place means it. */
const REACH_PX = 14;
/** Room around the places that a chosen one has legs with, in degrees. */
const SPAN_DEGREES = 6;

const pointOf = (node: MapNode): LonLat => [node.lon, node.lat];

interface Inks {
  readonly land: string;
  readonly coast: string;
  readonly border: string;
  readonly ink: string;
  readonly red: string;
  readonly blue: string;
  readonly green: string;
  readonly gold: string;
}

/** The inks of the light or dark chart, as the style sheet has them. */
function readInks(): Inks {
  const style = getComputedStyle(document.documentElement);
  const ink = (name: string) => style.getPropertyValue(name).trim();
  return {
    land: ink("--land"),
    coast: ink("--coast"),
    border: ink("--border-line"),
    ink: ink("--ink"),
    red: ink("--red"),
    blue: ink("--blue"),
    green: ink("--green"),
    gold: ink("--gold"),
  };
}

const MODE_INKS: Record<string, keyof Inks> = {
  air: "blue",
  rail: "red",
  sea: "green",
  road: "gold",
};

interface Scene extends Omit<Props, "onChoose"> {
  view: View;
  legs: readonly LegOfPlace[];
}

function projectionOf({ view, chosen, index, legs }: Scene) {
  const at = chosen === null ? undefined : index.nodes.get(chosen);
  const points = at ? [pointOf(at), ...legs.map(({ other }) => pointOf(other))] : [];
  return fitProjection(points, view, SPAN_DEGREES);
}

function draw(canvas: HTMLCanvasElement, scene: Scene, points: readonly Point[]): void {
  const context = canvas.getContext("2d");
  if (!context) return;
  const inks = readInks();
  const { view, map, index, legs, found, chosen } = scene;
  const scale = window.devicePixelRatio || 1;
  canvas.width = Math.round(view.width * scale);
  canvas.height = Math.round(view.height * scale);
  context.setTransform(scale, 0, 0, scale, 0, 0);
  const path = geoPath(projectionOf(scene), context);
  const stroke = (shape: Parameters<typeof path>[0], ink: string, width: number, alpha = 1) => {
    context.beginPath();
    path(shape);
    context.globalAlpha = alpha;
    context.strokeStyle = ink;
    context.lineWidth = width;
    context.stroke();
    context.globalAlpha = 1;
  };
  context.beginPath();
  path(land);
  context.fillStyle = inks.land;
  context.fill();
  stroke(land, inks.coast, 0.8);
  stroke(borders, inks.border, 0.6);
  const lineOf = (from: MapNode | undefined, to: MapNode | undefined): LonLat[][] =>
    from && to ? [[pointOf(from), pointOf(to)]] : [];
  const all = legsDrawn(map).flatMap((leg) =>
    lineOf(index.nodes.get(leg.from), index.nodes.get(leg.to)),
  );
  const faint = legsOpacity(all.length) * (chosen === null ? 1 : 0.35);
  stroke({ type: "MultiLineString", coordinates: all }, inks.ink, 1, faint);
  const at = chosen === null ? undefined : index.nodes.get(chosen);
  for (const mode of new Set(legs.map(({ leg }) => leg.mode))) {
    const coordinates = legs
      .filter(({ leg }) => leg.mode === mode)
      .flatMap(({ other }) => lineOf(at, other));
    stroke({ type: "MultiLineString", coordinates }, inks[MODE_INKS[mode] ?? "ink"], 1.4, 0.75);
  }
  for (const point of points) {
    const isChosen = point.key === chosen;
    context.beginPath();
    context.arc(point.x, point.y, isChosen ? 6 : 2.2, 0, 2 * Math.PI);
    context.globalAlpha = isChosen || found.has(point.key) ? 0.9 : 0.18;
    context.fillStyle = isChosen ? inks.red : inks.ink;
    context.fill();
  }
  context.globalAlpha = 1;
}

interface Point {
  readonly key: string;
  readonly x: number;
  readonly y: number;
}

export default function NetworkChart({ map, index, found, chosen, onChoose }: Props) {
  const { t } = useTranslation();
  const scheme = useComputedColorScheme("light");
  const { ref, width, height } = useElementSize<HTMLDivElement>();
  const canvas = useRef<HTMLCanvasElement>(null);
  const moved = useRef(false);
  const [held, setHeld] = useState<{ of: string | null; zoom: number; shift: typeof WHOLE.shift }>({
    of: chosen,
    ...WHOLE,
  });
  // Another place is shown whole again.
  const { zoom, shift } = held.of === chosen ? held : WHOLE;
  const change = (next: Partial<typeof WHOLE>) => setHeld({ of: chosen, zoom, shift, ...next });
  const drag = useDrag((dx, dy) => {
    moved.current = true;
    change({ shift: [shift[0] + dx, shift[1] + dy] });
  });
  const legs = useMemo(
    () => (chosen === null ? [] : (index.legs.get(chosen) ?? [])),
    [chosen, index],
  );
  const scene = useMemo<Scene>(
    () => ({ map, index, found, chosen, legs, view: { width, height, zoom, shift } }),
    [map, index, found, chosen, legs, width, height, zoom, shift],
  );
  const points = useMemo(() => {
    if (width === 0) return [];
    const projection = projectionOf(scene);
    return map.nodes.flatMap((node): Point[] => {
      const at = projection(pointOf(node));
      return at ? [{ key: node.key, x: at[0], y: at[1] }] : [];
    });
  }, [map, scene, width]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the scheme changes the inks under the drawing
  useEffect(() => {
    const frame = requestAnimationFrame(() => {
      if (canvas.current && width > 0) draw(canvas.current, scene, points);
    });
    return () => cancelAnimationFrame(frame);
  }, [scene, points, scheme, width]);
  const onZoom = (factor: number) => {
    const next = Math.min(ZOOM_GREATEST, Math.max(chosen === null ? 1 : 0.05, zoom * factor));
    const by = next / zoom;
    change({ zoom: next, shift: [shift[0] * by, shift[1] * by] });
  };
  const click = (event: MouseEvent<HTMLCanvasElement>) => {
    const wasDrag = moved.current;
    moved.current = false;
    if (wasDrag) return;
    const box = event.currentTarget.getBoundingClientRect();
    const key = nearestAt(points, event.clientX - box.left, event.clientY - box.top, REACH_PX);
    if (key !== null) onChoose(key);
  };
  return (
    <div className="chart network-chart" ref={ref}>
      <canvas
        ref={canvas}
        style={{ width, height }}
        role="img"
        aria-label={t("chart.network", { nodes: map.nodes.length, legs: map.legs.length })}
        onClick={click}
        {...drag}
      />
      <ChartControls
        zoom={zoom}
        least={chosen === null ? 1 : 0.05}
        onZoom={onZoom}
        onFit={() => change(WHOLE)}
      />
    </div>
  );
}
