/** An order as its form edits it: texts as a person writes them, what is sent, and what two people changed at once. */
import type { Address, Fault, OrderDetail, OrderDraft, Undeliverable } from "../api/types";

export const ADDRESS_FIELDS = [
  "name",
  "company",
  "lines",
  "city",
  "region",
  "postcode",
  "country",
  "phone",
  "email",
  "tax_id",
] as const;
export type AddressField = (typeof ADDRESS_FIELDS)[number];
/** `lines` is one text, a line of the address on each line. */
export type AddressForm = Readonly<Record<AddressField, string>>;

export interface LineForm {
  readonly sku: string;
  readonly quantity: string;
  readonly price: string;
}

export interface OrderForm {
  readonly reference: string;
  /** On the reader's own clock, as the browser's field writes it. */
  readonly placed_at: string;
  readonly service: string;
  readonly undeliverable: Undeliverable;
  readonly collect_on_delivery: string;
  readonly note: string;
  readonly recipient: AddressForm;
  /** Null where the goods lie at the organisation's own address. */
  readonly ship_from: AddressForm | null;
  /** Of every line: an order has one. */
  readonly currency: string;
  readonly lines: readonly LineForm[];
}

export const UNDELIVERABLE: readonly Undeliverable[] = ["return", "abandon", "redirect"];

export const EMPTY_ADDRESS = Object.fromEntries(
  ADDRESS_FIELDS.map((field) => [field, ""]),
) as AddressForm;

export const EMPTY_LINE: LineForm = { sku: "", quantity: "1", price: "" };

export const EMPTY_ORDER: OrderForm = {
  reference: "",
  placed_at: "",
  service: "",
  undeliverable: "return",
  collect_on_delivery: "",
  note: "",
  recipient: EMPTY_ADDRESS,
  ship_from: null,
  currency: "",
  lines: [EMPTY_LINE],
};

/** An instant of the interface as the browser's field for local times writes it. */
export function localTime(instant: string): string {
  const date = new Date(instant.replace(/\[.*$/, ""));
  if (Number.isNaN(date.getTime())) return "";
  const two = (number: number) => String(number).padStart(2, "0");
  const day = [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join("-");
  return `${day}T${two(date.getHours())}:${two(date.getMinutes())}`;
}

function formOfAddress(address: Partial<Address>): AddressForm {
  const text = (field: AddressField) =>
    field === "lines" ? (address.lines ?? []).join("\n") : (address[field] ?? "");
  return Object.fromEntries(ADDRESS_FIELDS.map((field) => [field, text(field)])) as AddressForm;
}

/** An order that is there, as its form begins. */
export function formOfOrder(detail: OrderDetail): OrderForm {
  const { order, recipient, ship_from, lines, collect_on_delivery: due } = detail;
  return {
    reference: order.reference,
    placed_at: localTime(order.placed_at),
    service: order.service ?? "",
    undeliverable: detail.undeliverable,
    collect_on_delivery: due ? `${due.amount} ${due.currency}` : "",
    note: detail.note ?? "",
    recipient: formOfAddress(recipient ?? {}),
    ship_from: ship_from ? formOfAddress(ship_from) : null,
    currency: order.total.currency,
    lines: lines.map((line) => ({
      sku: line.sku,
      quantity: String(line.quantity),
      price: line.unit_price.amount,
    })),
  };
}

function addressOfForm(form: AddressForm): Address {
  const text = (field: AddressField) => form[field].trim();
  const optional = (field: AddressField) => text(field) || null;
  return {
    name: text("name"),
    company: optional("company"),
    lines: form.lines
      .split("\n")
      .map((line) => line.trim())
      .filter(Boolean),
    city: text("city"),
    region: optional("region"),
    postcode: optional("postcode"),
    country: text("country"),
    phone: optional("phone"),
    email: optional("email"),
    tax_id: optional("tax_id"),
  };
}

/** A comma before one or two digits is a decimal one; all else the server judges. */
export function amountText(typed: string): string {
  return typed.trim().replace(/^(\d+),(\d{1,2})(?!\d)/, "$1.$2");
}

/** What is sent; `placedAt` is the instant that is kept unless another was typed. */
export function draftOfForm(form: OrderForm, placedAt: string | null = null): OrderDraft {
  const isKept = placedAt !== null && ["", localTime(placedAt)].includes(form.placed_at);
  const typed = form.placed_at === "" ? null : new Date(form.placed_at).toISOString();
  const currency = form.currency.trim().toUpperCase();
  return {
    reference: form.reference.trim(),
    placed_at: isKept ? placedAt : typed,
    service: form.service || null,
    undeliverable: form.undeliverable,
    collect_on_delivery: amountText(form.collect_on_delivery) || null,
    note: form.note.trim() || null,
    recipient: addressOfForm(form.recipient),
    ship_from: form.ship_from && addressOfForm(form.ship_from),
    lines: form.lines.map(({ sku, quantity, price }) => ({
      sku: sku.trim(),
      quantity: Number(quantity),
      unit_price: `${amountText(price)} ${currency}`,
    })),
  };
}

export function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** The parts of the form that are looked at one by one. */
const SINGLE = [
  "placed_at",
  "service",
  "undeliverable",
  "collect_on_delivery",
  "note",
] as const satisfies readonly (keyof OrderForm)[];

/** One part in words, as three people have it: as it was opened, as it is now on the server, as it is typed here. */
export interface Clash {
  /** `note`, `recipient.city`, `ship_from`, `lines`. */
  readonly part: string;
  readonly theirs: string;
  readonly mine: string;
  /** Whether it was changed here as well, to something else. */
  readonly isBoth: boolean;
}

function linesText(form: OrderForm): string {
  return form.lines
    .map(({ sku, quantity, price }) => `${quantity} × ${sku}, ${price} ${form.currency}`)
    .join("\n");
}

function partsOf(form: OrderForm): Map<string, string> {
  const sender = form.ship_from;
  return new Map([
    ...SINGLE.map((name): [string, string] => [name, form[name]]),
    ...ADDRESS_FIELDS.map((name): [string, string] => [`recipient.${name}`, form.recipient[name]]),
    [
      "ship_from",
      sender
        ? ADDRESS_FIELDS.map((name) => sender[name])
            .filter(Boolean)
            .join("\n")
        : "",
    ],
    ["lines", linesText(form)],
  ]);
}

/** What somebody else changed since the form was opened. */
export function clashesOf(was: OrderForm, theirs: OrderForm, mine: OrderForm): Clash[] {
  const [before, there, here] = [was, theirs, mine].map(partsOf);
  return [...(there ?? [])].flatMap(([part, text]): Clash[] => {
    const old = before?.get(part);
    const own = here?.get(part) ?? "";
    if (text === old) return [];
    return [{ part, theirs: text, mine: own, isBoth: own !== old && own !== text }];
  });
}

/** What was typed here, put onto what somebody else left: of a part that both changed, this side's stays. */
export function mergedForm(was: OrderForm, theirs: OrderForm, mine: OrderForm): OrderForm {
  const pick = <T>(old: T, there: T, here: T): T => (isSame(old, here) ? there : here);
  const single = SINGLE.map((name) => [name, pick(was[name], theirs[name], mine[name])]);
  const recipient = ADDRESS_FIELDS.map((name) => [
    name,
    pick(was.recipient[name], theirs.recipient[name], mine.recipient[name]),
  ]);
  const ofLines = ({ currency, lines }: OrderForm) => ({ currency, lines });
  return {
    ...theirs,
    ...Object.fromEntries(single),
    recipient: Object.fromEntries(recipient) as AddressForm,
    ship_from: pick(was.ship_from, theirs.ship_from, mine.ship_from),
    ...pick(ofLines(was), ofLines(theirs), ofLines(mine)),
  };
}

/** Faults by the field of the form that they stand at, and those that no field shows. */
export interface PlacedFaults {
  readonly at: ReadonlyMap<string, readonly Fault[]>;
  readonly rest: readonly Fault[];
}

/** The field of the form that a path in the request names; null where the form has none. */
export function placeOf(path: string, form: OrderForm): string | null {
  const own = path.replace(/^(order|items\[\d+\])\./, "");
  const line = /^lines\[(\d+)\]\.(sku|quantity|unit_price)\b/.exec(own);
  if (line) return Number(line[1]) < form.lines.length ? line[0] : null;
  const [head = "", tail = ""] = own.split(".");
  if (head === "recipient" || (head === "ship_from" && form.ship_from)) {
    const field = tail.replace(/\[.*$/, "");
    return ADDRESS_FIELDS.some((name) => name === field) ? `${head}.${field}` : null;
  }
  const alone = ["reference", "lines", ...SINGLE];
  return alone.includes(head) ? head : null;
}

export function placeFaults(faults: readonly Fault[], form: OrderForm): PlacedFaults {
  const at = new Map<string, Fault[]>();
  const rest: Fault[] = [];
  for (const fault of faults) {
    const place = placeOf(fault.field, form);
    if (place === null) rest.push(fault);
    else at.set(place, [...(at.get(place) ?? []), fault]);
  }
  return { at, rest };
}
