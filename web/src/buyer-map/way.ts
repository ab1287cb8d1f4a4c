/** The parcel's way as the buyer's page tells it: places in order, seen or still ahead. */
import type { LonLat } from "../chart/projection";

export interface Place {
  readonly point: LonLat;
  readonly name: string;
  readonly seen: boolean;
}

export interface Stretch {
  readonly from: LonLat;
  readonly to: LonLat;
  /** Whether the parcel has not been seen at its end yet, nor anywhere behind it. */
  readonly ahead: boolean;
}

/** Reads `[[longitude, latitude, name, seen], …]`; what is none of that is left out. */
export function readPlaces(text: string | undefined): Place[] {
  let told: unknown;
  try {
    told = JSON.parse(text ?? "[]");
  } catch {
    return [];
  }
  if (!Array.isArray(told)) return [];
  return told.flatMap((one: unknown): Place[] => {
    if (!Array.isArray(one)) return [];
    const [lon, lat, name, seen] = one as unknown[];
    const right =
      typeof lon === "number" &&
      typeof lat === "number" &&
      typeof name === "string" &&
      lat ** 2 <= 8100;
    return right ? [{ point: [lon, lat], name, seen: seen === true }] : [];
  });
}

/** The stretches between the places. A place that was passed without a scan is not ahead. */
export function stretchesOf(places: readonly Place[]): Stretch[] {
  const lastSeen = places.findLastIndex((place) => place.seen);
  return places.slice(1).flatMap((place, index): Stretch[] => {
    const before = places[index];
    return before ? [{ from: before.point, to: place.point, ahead: index + 1 > lastSeen }] : [];
  });
}
