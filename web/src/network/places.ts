/** What the network's map says of one place and of its legs; no drawing here. */
import type { MapLeg, MapNode, NetworkMap } from "../api/types";

/** A leg with the place at its other end. */
export interface LegOfPlace {
  readonly leg: MapLeg;
  readonly isOut: boolean;
  readonly other: MapNode;
}

/** The network by its keys, made once for each map. */
export interface NetworkIndex {
  readonly nodes: ReadonlyMap<string, MapNode>;
  readonly legs: ReadonlyMap<string, readonly LegOfPlace[]>;
}

export function indexOf(map: NetworkMap): NetworkIndex {
  const nodes = new Map(map.nodes.map((node) => [node.key, node]));
  const legs = new Map<string, LegOfPlace[]>();
  const keep = (key: string, one: LegOfPlace) => {
    const known = legs.get(key);
    if (known) known.push(one);
    else legs.set(key, [one]);
  };
  for (const leg of map.legs) {
    const [from, to] = [nodes.get(leg.from), nodes.get(leg.to)];
    if (!from || !to) continue;
    keep(leg.from, { leg, isOut: true, other: to });
    keep(leg.to, { leg, isOut: false, other: from });
  }
  return { nodes, legs };
}

/** Without accents and case, so that a search finds what a keyboard can write. */
function plain(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

export interface PlaceFilter {
  readonly q: string;
  readonly kind: string | null;
}

/** The places that a search leaves, by name. Every word must be found: in the name, the key or the country. */
export function findPlaces(
  map: NetworkMap,
  { q, kind }: PlaceFilter,
  countryName: (code: string) => string,
): MapNode[] {
  const words = plain(q).split(/\s+/).filter(Boolean);
  return map.nodes
    .filter((node) => kind === null || node.kind === kind)
    .filter((node) => {
      if (words.length === 0) return true;
      const text = plain(`${node.name} ${node.key} ${node.country} ${countryName(node.country)}`);
      return words.every((word) => text.includes(word));
    })
    .sort((a, b) => a.name.localeCompare(b.name));
}

/** The kinds of places that the map has, each once. */
export function kindsOf(map: NetworkMap): string[] {
  return [...new Set(map.nodes.map((node) => node.kind))].sort();
}

/** The node nearest to a point on the drawing, within a reach; null where nothing is. */
export function nearestAt(
  points: readonly { readonly key: string; readonly x: number; readonly y: number }[],
  x: number,
  y: number,
  reach: number,
): string | null {
  let best: string | null = null;
  let least = reach * reach;
  for (const point of points) {
    const distance = (point.x - x) ** 2 + (point.y - y) ** 2;
    if (distance > least) continue;
    least = distance;
    best = point.key;
  }
  return best;
}
