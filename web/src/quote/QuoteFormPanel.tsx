/** The parcel in the reader's words: where from, where to, what it is. */
import { ActionIcon, Button, MultiSelect, Select, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { SwapIcon } from "../frame/icons";
import { fieldFaults } from "../states/FaultWords";
import { PlaceField } from "./PlaceField";
import { BATTERIES, type faultsByField, GOODS, missingFields, type QuoteForm } from "./request";

interface Props {
  form: QuoteForm;
  faults: ReturnType<typeof faultsByField>;
  busy: boolean;
  onChange(form: QuoteForm): void;
  onSubmit(form: QuoteForm): void;
}

const RARE_FIELDS = ["hs", "size", "battery", "ready", "tier", "entry", "currency"] as const;

function RareFields({
  form,
  faults,
  set,
}: {
  form: QuoteForm;
  faults: Props["faults"];
  set(change: Partial<QuoteForm>): void;
}) {
  const { t } = useTranslation();
  const choices = (prefix: string, names: readonly string[]) =>
    names.map((name) => ({ value: name, label: t(`${prefix}.${name}`) }));
  return (
    <div className="form-rare">
      <TextInput
        label={t("quote.form.hs")}
        placeholder={t("quote.form.hsHint")}
        value={form.hs}
        error={fieldFaults(faults["items"])}
        onChange={(event) => set({ hs: event.currentTarget.value })}
      />
      <TextInput
        label={t("quote.form.size")}
        placeholder={t("quote.form.sizeExample")}
        value={form.size}
        error={fieldFaults(faults["size"])}
        onChange={(event) => set({ size: event.currentTarget.value })}
      />
      <Select
        label={t("quote.form.battery")}
        placeholder={t("quote.form.noBattery")}
        data={choices("battery", BATTERIES)}
        value={form.battery || null}
        error={fieldFaults(faults["battery"])}
        onChange={(value) => set({ battery: value ?? "" })}
        clearable
      />
      <TextInput
        type="datetime-local"
        label={t("quote.form.ready")}
        description={t("quote.form.readyHint")}
        value={form.ready}
        error={fieldFaults(faults["ready"])}
        onChange={(event) => set({ ready: event.currentTarget.value })}
      />
      <Select
        label={t("quote.form.tier")}
        placeholder={t("quote.form.tierOwn")}
        data={choices("quote.tier", ["developing", "mature"])}
        value={form.tier || null}
        error={fieldFaults(faults["tier"])}
        onChange={(value) => set({ tier: value ?? "" })}
        clearable
      />
      <Select
        label={t("quote.form.entry")}
        placeholder={t("quote.entry.any")}
        data={choices("quote.entry", ["collection", "drop_off"])}
        value={form.entry || null}
        error={fieldFaults(faults["entry"])}
        onChange={(value) => set({ entry: value ?? "" })}
        clearable
      />
      <TextInput
        label={t("quote.form.currency")}
        placeholder={t("quote.form.currencyHint")}
        value={form.currency}
        error={fieldFaults(faults["currency"])}
        onChange={(event) => set({ currency: event.currentTarget.value })}
        maxLength={12}
      />
    </div>
  );
}

export function QuoteFormPanel({ form, faults, busy, onChange, onSubmit }: Props) {
  const { t } = useTranslation();
  const [tried, setTried] = useState(false);
  const missing = missingFields(form);
  const set = (change: Partial<QuoteForm>) => onChange({ ...form, ...change });
  const errorOf = (name: keyof QuoteForm) => {
    const empty = tried && missing.some((one) => one === name);
    return empty ? t("quote.form.missing") : fieldFaults(faults[name]);
  };
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setTried(true);
    const first = missing[0];
    if (first === undefined) onSubmit(form);
    else event.currentTarget.querySelector<HTMLElement>(`[data-field="${first}"] input`)?.focus();
  };
  const rareOpen = RARE_FIELDS.some((name) => form[name] !== "" || faults[name] !== undefined);
  return (
    <form
      className="quote-form sheet"
      onSubmit={submit}
      noValidate
      aria-label={t("quote.form.title")}
    >
      <div className="form-ends">
        <div data-field="from">
          <PlaceField
            label={t("quote.form.from")}
            example={t("quote.form.fromExample")}
            value={form.from}
            error={errorOf("from")}
            onChange={(from) => set({ from })}
          />
        </div>
        <ActionIcon
          variant="subtle"
          size="lg"
          className="swap"
          aria-label={t("quote.form.swap")}
          onClick={() => set({ from: form.to, to: form.from })}
        >
          <SwapIcon />
        </ActionIcon>
        <div data-field="to">
          <PlaceField
            label={t("quote.form.to")}
            example={t("quote.form.toExample")}
            value={form.to}
            error={errorOf("to")}
            onChange={(to) => set({ to })}
          />
        </div>
      </div>
      <div className="form-pair">
        <div data-field="weight">
          <TextInput
            label={t("quote.form.weight")}
            placeholder={t("quote.form.weightExample")}
            value={form.weight}
            error={errorOf("weight")}
            onChange={(event) => set({ weight: event.currentTarget.value })}
            required
            withAsterisk={false}
          />
        </div>
        <TextInput
          label={t("quote.form.value")}
          placeholder={t("quote.form.valueExample")}
          value={form.value}
          error={errorOf("value")}
          onChange={(event) => set({ value: event.currentTarget.value })}
        />
      </div>
      <MultiSelect
        label={t("quote.form.goods")}
        placeholder={form.goods.length === 0 ? t("quote.form.goodsHint") : ""}
        data={GOODS.map((name) => ({ value: name, label: t(`goods.${name}`) }))}
        value={form.goods}
        error={errorOf("goods")}
        onChange={(goods) => set({ goods })}
        searchable
        clearable
        hidePickedOptions
      />
      <details open={rareOpen || undefined}>
        <summary>{t("quote.form.more")}</summary>
        <RareFields form={form} faults={faults} set={set} />
      </details>
      <Button type="submit" size="md" fullWidth loading={busy}>
        {t("quote.form.submit")}
      </Button>
    </form>
  );
}
