/** What is handed in together: fetched at an address between two times, or brought to a place. */
import { Button, Modal, SegmentedControl, Select, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { problemOf } from "../api/problem";
import { useMakeManifest, useNetworkMap } from "../api/queries";
import type { Entry } from "../api/types";
import { faultsByField } from "../quote/request";
import { hrefOfOne } from "../routes";
import { fieldFaults } from "../states/FaultWords";
import { ProblemNotice } from "../states/Notices";

/** Kinds of places that take parcels over the counter or the ramp. */
const TAKING_KINDS = [
  "drop_off_point",
  "collection_point",
  "service_point",
  "sorting_centre",
  "depot",
  "office_of_exchange",
  "warehouse",
];

const TEXTS = ["name", "street", "city", "postcode", "country", "phone"] as const;
type CollectionForm = Record<(typeof TEXTS)[number] | "from" | "to", string>;

const EMPTY: CollectionForm = {
  name: "",
  street: "",
  city: "",
  postcode: "",
  country: "CN",
  phone: "",
  from: "",
  to: "",
};

function instant(local: string): string {
  return local === "" ? "" : new Date(local).toISOString();
}

/** The entry as the interface takes it. */
export function collectionEntry(form: CollectionForm): Entry {
  const address = {
    name: form.name.trim(),
    lines: form.street.trim() === "" ? [] : [form.street.trim()],
    city: form.city.trim(),
    country: form.country.trim().toUpperCase(),
    ...(form.postcode.trim() ? { postcode: form.postcode.trim() } : {}),
    ...(form.phone.trim() ? { phone: form.phone.trim() } : {}),
  };
  return { kind: "collection", address, from: instant(form.from), to: instant(form.to) } as Entry;
}

function CollectionFields({
  form,
  faults,
  onChange,
}: {
  form: CollectionForm;
  faults: ReturnType<typeof faultsByField>;
  onChange(form: CollectionForm): void;
}) {
  const { t } = useTranslation();
  const field = (name: keyof CollectionForm, type = "text") => (
    <TextInput
      key={name}
      type={type}
      label={t(`manifests.${name}`)}
      value={form[name]}
      error={fieldFaults(faults[name])}
      onChange={(event) => onChange({ ...form, [name]: event.currentTarget.value })}
    />
  );
  return (
    <div className="form-pair">
      {TEXTS.map((name) => field(name))}
      {field("from", "datetime-local")}
      {field("to", "datetime-local")}
    </div>
  );
}

function PlaceSelect({ value, onChange }: { value: string; onChange(value: string): void }) {
  const { t } = useTranslation();
  const { data } = useNetworkMap();
  const places = (data?.nodes ?? []).filter((node) => TAKING_KINDS.includes(node.kind));
  const order = (kind: string) => TAKING_KINDS.indexOf(kind);
  const sorted = [...places].sort(
    (a, b) => order(a.kind) - order(b.kind) || a.name.localeCompare(b.name),
  );
  return (
    <Select
      label={t("manifests.at")}
      placeholder={t("manifests.atHint")}
      data={sorted.map((node) => ({ value: node.key, label: `${node.name} (${node.country})` }))}
      value={value || null}
      onChange={(chosen) => onChange(chosen ?? "")}
      searchable
    />
  );
}

export function ManifestDialog({
  parcels,
  onClose,
}: {
  parcels: readonly string[];
  onClose(made: boolean): void;
}) {
  const { t } = useTranslation();
  const make = useMakeManifest();
  const [kind, setKind] = useState<"drop_off" | "collection">("drop_off");
  const [at, setAt] = useState("");
  const [form, setForm] = useState(EMPTY);
  const faults = make.error ? faultsByField(problemOf(make.error).faults) : {};
  const ready =
    kind === "drop_off" ? at !== "" : form.name !== "" && form.from !== "" && form.to !== "";
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const entry = kind === "drop_off" ? ({ kind, at } as Entry) : collectionEntry(form);
    make.mutate({ entry, parcels: [...parcels] });
  };
  const made = make.data;
  return (
    <Modal
      opened
      onClose={() => onClose(made !== undefined)}
      title={t("manifests.makeTitle", { count: parcels.length })}
      closeButtonProps={{ "aria-label": t("orders.close") }}
      centered
    >
      {made ? (
        <div className="dialog">
          <p role="status">{t("manifests.made", { id: made.manifest.id })}</p>
          <div className="dialog-actions">
            <Button
              component="a"
              href={hrefOfOne("manifests", made.manifest.id)}
              variant="default"
              onClick={() => onClose(true)}
            >
              {t("manifests.see")}
            </Button>
            <Button onClick={() => onClose(true)}>{t("orders.close")}</Button>
          </div>
        </div>
      ) : (
        <form className="dialog" onSubmit={submit}>
          <SegmentedControl
            aria-label={t("manifests.entry")}
            value={kind}
            onChange={(value) => setKind(value === "collection" ? "collection" : "drop_off")}
            data={(["drop_off", "collection"] as const).map((value) => ({
              value,
              label: t(`manifests.entryName.${value}`),
            }))}
            fullWidth
          />
          <p className="small">{t(`manifests.entryLead.${kind}`)}</p>
          {kind === "drop_off" ? (
            <PlaceSelect value={at} onChange={setAt} />
          ) : (
            <CollectionFields form={form} faults={faults} onChange={setForm} />
          )}
          {make.error && <ProblemNotice error={make.error} />}
          <div className="dialog-actions">
            <Button variant="default" onClick={() => onClose(false)}>
              {t("orders.cancel")}
            </Button>
            <Button type="submit" loading={make.isPending} disabled={!ready}>
              {t("manifests.make")}
            </Button>
          </div>
        </form>
      )}
    </Modal>
  );
}
