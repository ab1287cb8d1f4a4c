/** Coasts and borders, as far as a chart of the world shows them. */
import { feature, mesh } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
import atlas from "world-atlas/countries-110m.json";

const world = atlas as unknown as Topology<{
  countries: GeometryCollection;
  land: GeometryCollection;
}>;
export const land = feature(world, world.objects.land);
export const borders = mesh(world, world.objects.countries, (a, b) => a !== b);
