/** A product as its form edits it: texts as a person writes them; no drawing here. */
import type { Product, ProductDraft } from "../api/types";

export interface ProductForm {
  readonly sku: string;
  readonly description_en: string;
  readonly description_local: string;
  readonly mass: string;
  readonly size: string;
  readonly hs_code: string;
  readonly origin: string;
  readonly goods: readonly string[];
  readonly battery: string;
  readonly value: string;
}

export const EMPTY_PRODUCT: ProductForm = {
  sku: "",
  description_en: "",
  description_local: "",
  mass: "",
  size: "",
  hs_code: "",
  origin: "",
  goods: [],
  battery: "",
  value: "",
};

/** A product that is there, as its form begins. */
export function formOfProduct(product: Product): ProductForm {
  const { value, mass_grams, battery, description_local, goods, ...rest } = product;
  return {
    ...rest,
    goods: [...goods],
    description_local: description_local ?? "",
    battery: battery ?? "",
    mass: `${String(mass_grams)} g`,
    value: `${value.amount} ${value.currency}`,
  };
}

const SAME = ["description_en", "description_local", "mass", "hs_code", "origin"] as const;

/** What is known of a SKU that lacks data, by the fields of files of products, as the form of the product to come. */
export function formOfGap(sku: string, known: Readonly<Record<string, string>>): ProductForm {
  const text = (name: string) => known[name]?.trim() ?? "";
  const sides = ["length", "width", "height"].map(text).filter(Boolean);
  const joined = (...names: string[]) => names.map(text).filter(Boolean).join(" ");
  return {
    ...EMPTY_PRODUCT,
    ...Object.fromEntries(SAME.map((name) => [name, text(name)])),
    sku,
    // Half a size says nothing.
    size: text("size") || (sides.length === 3 ? sides.join("x") : ""),
    goods: text("goods")
      .split(/[\s,;|]+/)
      .filter(Boolean),
    battery: text("battery") || joined("battery_un", "battery_packing"),
    value: joined("value", "currency"),
  };
}

/** What is sent: empty texts that may be absent are, and goods without a class are general. */
export function draftOfForm(form: ProductForm): ProductDraft {
  const { description_local: local, battery, goods, ...rest } = form;
  return {
    ...rest,
    sku: form.sku.trim(),
    goods: goods.length === 0 ? ["general"] : [...goods],
    ...(local.trim() === "" ? {} : { description_local: local.trim() }),
    ...(battery.trim() === "" ? {} : { battery: battery.trim() }),
  };
}

/** The country of an origin written in whatever case. */
export function originOf(text: string): string {
  return text
    .toUpperCase()
    .replace(/[^A-Z]/g, "")
    .slice(0, 2);
}
