/** The fields of an order, each with its faults below it; the same for one that is new and one that is changed. */
import { Autocomplete, Button, Checkbox, Select, Textarea, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { type ReactNode, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useSkus } from "../api/orders";
import type { Undeliverable } from "../api/types";
import { countryChoices } from "../states/countries";
import { fieldFaults } from "../states/FaultWords";
import { FaultList } from "../states/Notices";
import { useServices } from "../states/services";
import {
  ADDRESS_FIELDS,
  type AddressField,
  type AddressForm,
  EMPTY_ADDRESS,
  EMPTY_LINE,
  type LineForm,
  type OrderForm,
  type PlacedFaults,
  UNDELIVERABLE,
} from "./draft";

/** Longest pause between two keys of somebody still typing. */
const TYPING_PAUSE_MS = 180;
/** Lines of an order that the interface takes. */
const LINES_MAX = 200;

interface FieldsProps {
  form: OrderForm;
  faults: PlacedFaults;
  onChange(form: OrderForm): void;
}

function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <fieldset className="sheet order-fields">
      <legend>{title}</legend>
      {children}
    </fieldset>
  );
}

const NEEDED = new Set<AddressField>(["lines", "city", "country"]);

function AddressFields({
  path,
  address,
  faults,
  onChange,
}: {
  path: "recipient" | "ship_from";
  address: AddressForm;
  faults: PlacedFaults;
  onChange(address: AddressForm): void;
}) {
  const { t, i18n } = useTranslation();
  const shared = (field: AddressField) => ({
    label: t(`order.address.${field}`),
    error: fieldFaults(faults.at.get(`${path}.${field}`)),
    value: address[field],
    required: NEEDED.has(field),
    autoComplete: "off",
  });
  return (
    <div className="product-fields">
      {ADDRESS_FIELDS.map((field) => {
        const set = (text: string) => onChange({ ...address, [field]: text });
        if (field === "country")
          return (
            <Select
              key={field}
              {...shared(field)}
              value={address.country || null}
              data={countryChoices(i18n.language)}
              onChange={(value) => set(value ?? "")}
              searchable
              nothingFoundMessage={t("order.form.noCountry")}
            />
          );
        if (field === "lines")
          return (
            <Textarea
              key={field}
              {...shared(field)}
              description={t("order.form.hint.lines")}
              onChange={(event) => set(event.currentTarget.value)}
              rows={2}
            />
          );
        return (
          <TextInput
            key={field}
            {...shared(field)}
            onChange={(event) => set(event.currentTarget.value)}
            spellCheck={false}
          />
        );
      })}
    </div>
  );
}

function SkuField({
  label,
  value,
  error,
  onChange,
}: {
  label: string;
  value: string;
  error: ReactNode;
  onChange(sku: string): void;
}) {
  const [asked] = useDebouncedValue(value, TYPING_PAUSE_MS);
  const { data } = useSkus(asked);
  const products = new Map((data?.items ?? []).map((one) => [one.sku, one.description_en]));
  return (
    <Autocomplete
      label={label}
      value={value}
      onChange={onChange}
      error={error}
      data={[...products.keys()]}
      filter={({ options }) => options}
      renderOption={({ option }) => (
        <span className="place-option">
          <span>{option.value}</span>
          <small>{products.get(option.value)}</small>
        </span>
      )}
      required
      autoComplete="off"
      spellCheck={false}
    />
  );
}

interface LineProps {
  index: number;
  line: LineForm;
  currency: string;
  faults: PlacedFaults;
  onChange(line: LineForm): void;
  onRemove: (() => void) | null;
}

function LineFields({ index, line, currency, faults, onChange, onRemove }: LineProps) {
  const { t } = useTranslation();
  const number = index + 1;
  const faultsOf = (name: string) => fieldFaults(faults.at.get(`lines[${String(index)}].${name}`));
  return (
    <fieldset className="order-line">
      <legend className="visually-hidden">{t("order.form.line", { number })}</legend>
      <SkuField
        label={t("order.line.sku")}
        value={line.sku}
        error={faultsOf("sku")}
        onChange={(sku) => onChange({ ...line, sku })}
      />
      <TextInput
        label={t("order.line.quantity")}
        type="number"
        min={1}
        step={1}
        value={line.quantity}
        error={faultsOf("quantity")}
        onChange={(event) => onChange({ ...line, quantity: event.currentTarget.value })}
        required
      />
      <TextInput
        label={t("order.line.price")}
        inputMode="decimal"
        value={line.price}
        error={faultsOf("unit_price")}
        onChange={(event) => onChange({ ...line, price: event.currentTarget.value })}
        rightSection={<span className="small">{currency}</span>}
        rightSectionWidth={48}
        required
        autoComplete="off"
      />
      {onRemove && (
        <Button
          variant="subtle"
          onClick={onRemove}
          aria-label={t("order.form.removeLine", { number })}
        >
          {t("order.form.remove")}
        </Button>
      )}
    </fieldset>
  );
}

function Lines({ form, faults, onChange }: FieldsProps) {
  const { t } = useTranslation();
  const box = useRef<HTMLDivElement>(null);
  const { lines, currency } = form;
  const setLines = (changed: readonly LineForm[]) => onChange({ ...form, lines: changed });
  const whole = faults.at.get("lines");
  return (
    <Group title={t("order.lines")}>
      {whole && <FaultList faults={whole} />}
      <TextInput
        className="order-currency"
        label={t("order.form.currency")}
        description={t("order.form.hint.currency")}
        value={currency}
        onChange={(event) =>
          onChange({ ...form, currency: event.currentTarget.value.toUpperCase().slice(0, 8) })
        }
        required
        autoComplete="off"
        spellCheck={false}
      />
      <div className="order-lines" ref={box}>
        {lines.map((line, index) => (
          <LineFields
            key={`line ${String(index)}`}
            index={index}
            line={line}
            currency={currency}
            faults={faults}
            onChange={(changed) =>
              setLines(lines.map((one, place) => (place === index ? changed : one)))
            }
            onRemove={
              lines.length > 1
                ? () => {
                    setLines(lines.filter((_, place) => place !== index));
                    // What had the focus is gone: the work goes on in the first line.
                    box.current?.querySelector("input")?.focus();
                  }
                : null
            }
          />
        ))}
      </div>
      {lines.length < LINES_MAX && (
        <Button
          className="order-more"
          variant="default"
          onClick={() => setLines([...lines, EMPTY_LINE])}
        >
          {t("order.form.addLine")}
        </Button>
      )}
    </Group>
  );
}

function Wishes({ form, faults, isNew, onChange }: FieldsProps & { isNew: boolean }) {
  const { t } = useTranslation();
  const services = useServices();
  const faultsOf = (name: string) => fieldFaults(faults.at.get(name));
  const set = (change: Partial<OrderForm>) => onChange({ ...form, ...change });
  return (
    <Group title={t("order.facts")}>
      <div className="product-fields">
        <TextInput
          label={t("order.form.reference")}
          description={t(isNew ? "order.form.hint.reference" : "order.form.hint.referenceStays")}
          value={form.reference}
          error={faultsOf("reference")}
          onChange={(event) => set({ reference: event.currentTarget.value })}
          readOnly={!isNew}
          required
          autoComplete="off"
          spellCheck={false}
        />
        <TextInput
          type="datetime-local"
          label={t("order.fact.placed")}
          description={t(isNew ? "order.form.hint.placed" : "order.form.hint.placedOwn")}
          value={form.placed_at}
          error={faultsOf("placed_at")}
          onChange={(event) => set({ placed_at: event.currentTarget.value })}
        />
        <Select
          label={t("order.form.service")}
          description={t("order.form.hint.service")}
          placeholder={t("order.noWish")}
          data={services.list}
          value={form.service || null}
          error={faultsOf("service")}
          onChange={(value) => set({ service: value ?? "" })}
          clearable
        />
        <Select
          label={t("order.fact.undeliverable")}
          description={t("order.form.hint.undeliverable")}
          data={UNDELIVERABLE.map((value) => ({
            value,
            label: t(`order.undeliverableTo.${value}`),
          }))}
          value={form.undeliverable}
          error={faultsOf("undeliverable")}
          onChange={(value) => value && set({ undeliverable: value as Undeliverable })}
          allowDeselect={false}
        />
        <TextInput
          label={t("order.fact.collect")}
          description={t("order.form.hint.collect")}
          value={form.collect_on_delivery}
          error={faultsOf("collect_on_delivery")}
          onChange={(event) => set({ collect_on_delivery: event.currentTarget.value })}
          autoComplete="off"
        />
        <TextInput
          label={t("order.fact.note")}
          description={t("order.form.hint.note")}
          value={form.note}
          error={faultsOf("note")}
          onChange={(event) => set({ note: event.currentTarget.value })}
          autoComplete="off"
        />
      </div>
    </Group>
  );
}

export function OrderFields({ form, faults, isNew, onChange }: FieldsProps & { isNew: boolean }) {
  const { t } = useTranslation();
  return (
    <>
      <Wishes form={form} faults={faults} isNew={isNew} onChange={onChange} />
      <Group title={t("order.recipient")}>
        <AddressFields
          path="recipient"
          address={form.recipient}
          faults={faults}
          onChange={(recipient) => onChange({ ...form, recipient })}
        />
      </Group>
      <Lines form={form} faults={faults} onChange={onChange} />
      <Group title={t("order.sender")}>
        <Checkbox
          label={t("order.form.elsewhere")}
          checked={form.ship_from !== null}
          onChange={(event) =>
            onChange({ ...form, ship_from: event.currentTarget.checked ? EMPTY_ADDRESS : null })
          }
        />
        {form.ship_from && (
          <AddressFields
            path="ship_from"
            address={form.ship_from}
            faults={faults}
            onChange={(ship_from) => onChange({ ...form, ship_from })}
          />
        )}
      </Group>
    </>
  );
}
