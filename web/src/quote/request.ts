/** The quote form as text fields, as an address and as a request; no drawing here. */
import type { Fault, QuoteRequest } from "../api/types";

export interface QuoteForm {
  from: string;
  to: string;
  weight: string;
  value: string;
  hs: string;
  goods: string[];
  size: string;
  battery: string;
  ready: string;
  tier: string;
  entry: string;
  currency: string;
}

export const EMPTY_FORM: QuoteForm = {
  from: "",
  to: "",
  weight: "",
  value: "",
  hs: "",
  goods: [],
  size: "",
  battery: "",
  ready: "",
  tier: "",
  entry: "",
  currency: "",
};

/** Two kilograms of walnuts from Lin'an to Paris. */
export const EXAMPLE_FORM: QuoteForm = {
  ...EMPTY_FORM,
  from: "Lin'an",
  to: "FR 75011",
  weight: "2 kg",
  value: "20 EUR",
  goods: ["food"],
};

/** The model's classes of goods; a battery has a field of its own, since its kind decides. */
export const GOODS = [
  "general",
  "document",
  "liquid",
  "powder",
  "paste",
  "aerosol",
  "magnet",
  "food",
  "plant",
  "seed",
  "animal_product",
  "cosmetic",
  "medicine",
  "medical_device",
  "blade",
  "weapon_replica",
  "flammable",
  "clothing",
  "electronics",
  "jewellery",
  "fragile",
  "toy",
  "book",
  "tobacco",
  "alcohol",
  "branded",
] as const;

export const BATTERIES = [
  "un3481_contained_in",
  "un3481_packed_with",
  "un3480_alone",
  "un3091_contained_in",
  "un3091_packed_with",
  "un3090_alone",
] as const;

type TextField = Exclude<keyof QuoteForm, "goods">;
const TEXT_FIELDS = Object.keys(EMPTY_FORM).filter((name): name is TextField => name !== "goods");

export function formOfQuery(query: URLSearchParams): QuoteForm {
  const form = { ...EMPTY_FORM };
  for (const name of TEXT_FIELDS) form[name] = query.get(name) ?? "";
  form.goods = (query.get("goods") ?? "").split(",").filter((one) => one !== "");
  return form;
}

export function queryOfForm(form: QuoteForm): Record<string, string> {
  return { ...form, goods: form.goods.join(",") };
}

/** The required fields that are still empty. */
export function missingFields(form: QuoteForm): TextField[] {
  return (["from", "to", "weight"] as const).filter((name) => form[name].trim() === "");
}

/** `un3481_contained_in` as the interface reads it: `UN3481 contained_in`. */
function batteryText(kind: string): string {
  const [un = "", ...packing] = kind.split("_");
  return `${un.toUpperCase()} ${packing.join("_")}`;
}

/** A number alone is taken as kilograms: sellers type `2`, never grams without a unit. */
export function weightText(typed: string): string {
  const text = typed.trim().replace(/^(\d+),(\d+)/, "$1.$2");
  return /^[\d.]+$/.test(text) ? `${text} kg` : text;
}

/** What is asked of the interface; absent members are its own defaults. */
export function requestOfForm(form: QuoteForm): QuoteRequest {
  const goods = form.battery === "" ? form.goods : [...form.goods, "battery"];
  const request: QuoteRequest = {
    from: form.from.trim(),
    to: form.to.trim(),
    weight: weightText(form.weight),
    goods,
  };
  if (form.value.trim()) request.value = form.value.trim();
  if (form.hs.trim()) request.items = [{ hs: form.hs.trim() }];
  if (form.size.trim()) request.size = form.size.trim();
  if (form.battery) request.battery = batteryText(form.battery);
  if (form.ready) request.ready = new Date(form.ready).toISOString();
  if (form.tier === "developing" || form.tier === "mature") request.tier = form.tier;
  if (form.entry === "collection" || form.entry === "drop_off") request.entry = form.entry;
  if (form.currency.trim()) request.currency = form.currency.trim().toUpperCase();
  return request;
}

/** The faults a server found, by the field they stand at. */
export function faultsByField(
  faults: readonly Fault[] | undefined,
): Partial<Record<string, readonly Fault[]>> {
  const found: Partial<Record<string, Fault[]>> = {};
  for (const fault of faults ?? []) {
    const field = fault.field.split(/[.[]/)[0] ?? "";
    found[field] = [...(found[field] ?? []), fault];
  }
  return found;
}
