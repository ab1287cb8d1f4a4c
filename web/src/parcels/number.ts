/** What a parcel is called. */
import type { Parcel } from "../api/types";

/** What is printed on the label, else our own id. */
export function numberOf(parcel: Parcel): string {
  return parcel.identifiers[0]?.value ?? parcel.id;
}
