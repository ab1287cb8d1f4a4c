/** Draws the map of the buyer's page: coast, the way there and the way ahead. No tiles, no requests. */
import { geoPath } from "d3-geo";
import { feature } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
import atlas from "world-atlas/land-110m.json";
import { fitProjection, placeLabels, type View } from "../chart/projection";
import { type Place, readPlaces, stretchesOf } from "./way";

const SVG = "http://www.w3.org/2000/svg";
/** A parcel that stays in one town still shows its coast. */
const SPAN_DEGREES = 14;
const HEIGHT_SHARE = 0.52;

const world = atlas as unknown as Topology<{ land: GeometryCollection }>;
const land = feature(world, world.objects.land);

function element(name: string, attributes: Record<string, string | number>, text = ""): SVGElement {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  made.textContent = text;
  return made;
}

function drawn(places: readonly Place[], label: string, width: number): SVGElement {
  const height = Math.round(Math.max(220, Math.min(380, width * HEIGHT_SHARE)));
  const view: View = { width, height, zoom: 1, shift: [0, 0] };
  const projection = fitProjection(
    places.map((place) => place.point),
    view,
    SPAN_DEGREES,
  );
  const path = geoPath(projection);
  const names = places.map((place) => place.name).join(", ");
  const svg = element("svg", {
    viewBox: `0 0 ${width} ${height}`,
    direction: "ltr",
    role: "img",
    "aria-label": `${label}: ${names}`,
  });
  svg.append(element("path", { class: "land", d: path(land) ?? "" }));
  for (const { from, to, ahead } of stretchesOf(places)) {
    const d = path({ type: "LineString", coordinates: [from, to] }) ?? "";
    svg.append(element("path", { class: ahead ? "way ahead" : "way", d }));
  }
  const marks = places.flatMap((place, index) => {
    const at = projection(place.point);
    return at ? [{ key: String(index), text: place.name, x: at[0], y: at[1] }] : [];
  });
  for (const mark of marks) {
    const ahead = !places[Number(mark.key)]?.seen;
    svg.append(element("circle", { class: ahead ? "ahead" : "", cx: mark.x, cy: mark.y, r: 5 }));
  }
  // The ends are named first, so that they get the room there is.
  const order = [...marks.slice(0, 1), ...marks.slice(1).reverse()];
  for (const { text, x, y, anchor, crowded } of placeLabels(order, view)) {
    if (!crowded) svg.append(element("text", { x, y, "text-anchor": anchor }, text));
  }
  return svg;
}

function show(figure: HTMLElement): void {
  const places = readPlaces(figure.dataset["stops"]);
  if (places.length < 2) return;
  figure.hidden = false;
  let shown = 0;
  const draw = () => {
    const width = Math.round(figure.clientWidth);
    if (width < 40 || width === shown) return;
    shown = width;
    figure.querySelector("svg")?.remove();
    figure.prepend(drawn(places, figure.dataset["label"] ?? "", width));
  };
  new ResizeObserver(draw).observe(figure);
  draw();
}

const figure = document.getElementById("map");
if (figure) show(figure);
