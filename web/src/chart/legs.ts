/** Which legs of a network a chart draws, and how dark. */
import type { NetworkMap } from "../api/types";

/** Legs that are drawn one by one; of a larger network one per pair of countries is. */
const LEGS_DRAWN_MAX = 600;
/** How dark all legs together may be: many are drawn fainter. */
const LEGS_INK = 50;

/** The legs worth drawing: all of a small network, the crossings between countries of a large one. */
export function legsDrawn(map: NetworkMap): NetworkMap["legs"] {
  if (map.legs.length <= LEGS_DRAWN_MAX) return map.legs;
  const countries = new Map(map.nodes.map((node) => [node.key, node.country]));
  const crossings = new Map<string, NetworkMap["legs"][number]>();
  for (const leg of map.legs) {
    const [from, to] = [countries.get(leg.from), countries.get(leg.to)];
    if (from && to && from !== to && !crossings.has(`${from} ${to}`))
      crossings.set(`${from} ${to}`, leg);
  }
  return [...crossings.values()];
}

/** How dark each of so many legs is drawn. */
export function legsOpacity(count: number): number {
  return Math.min(0.22, LEGS_INK / Math.max(1, count));
}
