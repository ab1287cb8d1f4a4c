/** Where the things that somebody did something to have pages. */
import { type Area, hrefOfOne } from "../routes";

const PLACES: Record<string, Area> = {
  ord: "orders",
  par: "parcels",
  man: "manifests",
  imp: "imports",
};

/** The page of a thing by its id; null where it has none. */
export function hrefOfObject(id: string): string | null {
  const area = PLACES[id.split("_")[0] ?? ""];
  return area === undefined ? null : hrefOfOne(area, id);
}
