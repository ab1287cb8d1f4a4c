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

/** The fields of files of products under the names the form has. */
const FORM_FIELDS: Record<string, keyof ProductForm> = {
  mass_grams: "mass",
  weight: "mass",
  weight_grams: "mass",
  name_en: "description_en",
  declared_value: "value",
};

/** What is known of a SKU that lacks data, as the form of the product to come. */
export function formOfGap(sku: string, known: Readonly<Record<string, string>>): ProductForm {
  const form: Record<string, unknown> = { ...EMPTY_PRODUCT, sku };
  for (const [name, text] of Object.entries(known)) {
    const field = FORM_FIELDS[name] ?? name;
    if (!(field in EMPTY_PRODUCT) || field === "sku") continue;
    form[field] = field === "goods" ? text.split(/[\s,;|]+/).filter(Boolean) : text;
  }
  return form as unknown as ProductForm;
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
