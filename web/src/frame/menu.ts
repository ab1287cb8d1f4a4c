/** Which areas stand in the menu, and for whom. */
import { AREAS, type Area, PARENTS } from "../routes";
import { type May, mayOpen } from "../session/may";

/** The areas that somebody may open, in the menu's order; those below another one are reached from it. */
export function menuOf(may: May): readonly Area[] {
  return AREAS.filter((area) => PARENTS[area] === undefined && mayOpen(area, may));
}

/** The entry of the menu that an area stands under. */
export function entryOf(area: Area): Area {
  return PARENTS[area] ?? area;
}
