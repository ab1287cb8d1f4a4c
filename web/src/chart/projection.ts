/** Where things stand on the chart: projection, labels and rhumb lines; pure, in pixels. */
import { type GeoProjection, geoDistance, geoInterpolate, geoNaturalEarth1 } from "d3-geo";
import type { RouteLeg, Stop } from "../api/types";

export type LonLat = [number, number];

export interface View {
  readonly width: number;
  readonly height: number;
  /** 1 shows everything. */
  readonly zoom: number;
  /** How far the chart was dragged. */
  readonly shift: readonly [number, number];
}

/** The meridian in the middle of the whole network: the cut then falls into the Atlantic. */
const OPEN_SEA_MERIDIAN = 150;
const MARGIN_PX = 44;

/** The stops of a route in order, each once. */
export function stopsOf(legs: readonly RouteLeg[]): Stop[] {
  const stops = new Map<string, Stop>();
  for (const leg of legs) {
    if (!stops.has(leg.from.key)) stops.set(leg.from.key, leg.from);
    if (!stops.has(leg.to.key)) stops.set(leg.to.key, leg.to);
  }
  return [...stops.values()];
}

/**
 * The meridian to turn to the front. It lies half-way along the great circle between the ends, so
 * that a route over the Pacific is in the middle and not cut in two at the date line.
 */
export function middleMeridian(points: readonly LonLat[]): number {
  const first = points[0];
  const last = points.at(-1);
  if (!first || !last) return OPEN_SEA_MERIDIAN;
  if (geoDistance(first, last) < 1e-6) return first[0];
  return geoInterpolate(first, last)(0.5)[0];
}

/** A projection that shows all the points with room around them, and at least a span of degrees. */
export function fitProjection(points: readonly LonLat[], view: View, span: number): GeoProjection {
  const whole = points.length === 0;
  const middle = whole ? OPEN_SEA_MERIDIAN : middleMeridian(points);
  const projection = geoNaturalEarth1().rotate([-middle, 0]);
  const room = whole ? 6 : Math.min(MARGIN_PX, view.width / 8);
  const frame: [[number, number], [number, number]] = [
    [room, room],
    [Math.max(view.width - room, room + 1), Math.max(view.height - room, room + 1)],
  ];
  const path = { type: "LineString" as const, coordinates: [...points] };
  const around = { type: "MultiPoint" as const, coordinates: spread(points, span) };
  projection.fitExtent(
    frame,
    whole ? WHOLE_EARTH : { type: "GeometryCollection", geometries: [path, around] },
  );
  return zoomed(projection, view);
}

/** The inhabited latitudes all around. */
const WHOLE_EARTH = {
  type: "MultiPoint" as const,
  coordinates: [
    [-29, 10],
    [-31, 10],
    [150, 74],
    [150, -74],
  ] as LonLat[],
};

function spread(points: readonly LonLat[], span: number): LonLat[] {
  const half = span / 2;
  return points.flatMap(([lon, lat]): LonLat[] => [
    [lon - half, clampLatitude(lat)],
    [lon + half, clampLatitude(lat)],
    [lon, clampLatitude(lat - half)],
    [lon, clampLatitude(lat + half)],
  ]);
}

function clampLatitude(lat: number): number {
  return Math.max(-85, Math.min(85, lat));
}

function zoomed(projection: GeoProjection, view: View): GeoProjection {
  const [x, y] = projection.translate();
  const middle = [view.width / 2, view.height / 2] as const;
  return projection
    .scale(projection.scale() * view.zoom)
    .translate([
      middle[0] + (x - middle[0]) * view.zoom + view.shift[0],
      middle[1] + (y - middle[1]) * view.zoom + view.shift[1],
    ])
    .clipExtent([
      [-20, -20],
      [view.width + 20, view.height + 20],
    ]);
}

export interface Label {
  readonly key: string;
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly anchor: "start" | "end" | "middle";
  /** Shown only while its mark is pointed at: there was no room. */
  readonly crowded: boolean;
}

export interface Mark {
  readonly key: string;
  readonly text: string;
  readonly x: number;
  readonly y: number;
}

interface Box {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

const LABEL_HEIGHT = 16;
const MARK_RADIUS = 9;

function textWidth(text: string): number {
  let width = 0;
  for (const sign of text) width += sign.charCodeAt(0) > 0x2e80 ? 12.5 : 6.7;
  return width;
}

function candidates(mark: Mark): { anchor: Label["anchor"]; x: number; y: number; box: Box }[] {
  const width = textWidth(mark.text);
  const gap = MARK_RADIUS + 4;
  const at = (anchor: Label["anchor"], x: number, y: number) => {
    const left = anchor === "start" ? x : anchor === "end" ? x - width : x - width / 2;
    return {
      anchor,
      x,
      y,
      box: { left, right: left + width, top: y - LABEL_HEIGHT + 4, bottom: y + 4 },
    };
  };
  return [
    at("start", mark.x + gap, mark.y + 4),
    at("end", mark.x - gap, mark.y + 4),
    at("middle", mark.x, mark.y - gap),
    at("middle", mark.x, mark.y + gap + 10),
    at("start", mark.x + gap, mark.y - 12),
    at("start", mark.x + gap, mark.y + 20),
    at("end", mark.x - gap, mark.y - 12),
    at("end", mark.x - gap, mark.y + 20),
  ];
}

function overlaps(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

/** Labels beside their marks without one over another; earlier marks choose first. */
export function placeLabels(marks: readonly Mark[], view: View): Label[] {
  const taken: Box[] = marks.map(({ x, y }) => ({
    left: x - MARK_RADIUS,
    right: x + MARK_RADIUS,
    top: y - MARK_RADIUS,
    bottom: y + MARK_RADIUS,
  }));
  return marks.map((mark) => {
    const fits = candidates(mark).find(
      ({ box }) =>
        box.left > 2 &&
        box.right < view.width - 2 &&
        box.top > 2 &&
        box.bottom < view.height - 2 &&
        !taken.some((other) => overlaps(box, other)),
    );
    if (fits) taken.push(fits.box);
    const toRight = mark.x < view.width / 2;
    const beside = toRight ? mark.x + MARK_RADIUS + 4 : mark.x - MARK_RADIUS - 4;
    return {
      key: mark.key,
      text: mark.text,
      x: fits?.x ?? beside,
      y: fits?.y ?? mark.y + 4,
      anchor: fits?.anchor ?? (toRight ? "start" : "end"),
      crowded: fits === undefined,
    };
  });
}

export interface Rhumb {
  readonly angle: number;
  /** The eight winds, the half-winds and the quarter-winds were drawn in three inks. */
  readonly wind: "whole" | "half" | "quarter";
}

/** The thirty-two rhumbs of a rose. */
export const RHUMBS: readonly Rhumb[] = Array.from({ length: 32 }, (_, index) => ({
  angle: index * 11.25,
  wind: index % 4 === 0 ? "whole" : index % 2 === 0 ? "half" : "quarter",
}));
