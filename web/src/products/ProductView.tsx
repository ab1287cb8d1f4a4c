/** One product: its form, or what it is where it may not be changed; and a new one. */
import { Button, MultiSelect, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { problemOf } from "../api/problem";
import { useGaps, useProduct, useSaveProduct } from "../api/products";
import { faultsByField, GOODS } from "../quote/request";
import { goTo, hrefOf, hrefOfOne } from "../routes";
import { fieldFaults } from "../states/FaultWords";
import { ProblemNotice, Waiting } from "../states/Notices";
import { draftOfForm, formOfGap, formOfProduct, originOf, type ProductForm } from "./draft";
import { HsCandidateList } from "./HsCandidateList";

type TextName = Exclude<keyof ProductForm, "goods">;

interface FieldsProps {
  form: ProductForm;
  isNew: boolean;
  mayWrite: boolean;
  faults: ReturnType<typeof faultsByField>;
  onChange(form: ProductForm): void;
}

const REQUIRED = new Set<TextName>([
  "sku",
  "description_en",
  "mass",
  "size",
  "hs_code",
  "origin",
  "value",
]);

function Fields({ form, isNew, mayWrite, faults, onChange }: FieldsProps) {
  const { t } = useTranslation();
  const text = (name: TextName, clean: (text: string) => string = (same) => same) => (
    <TextInput
      required={REQUIRED.has(name)}
      label={t(`product.${name}`)}
      description={t(`product.hint.${name}`)}
      error={fieldFaults(faults[name])}
      value={form[name]}
      onChange={(event) => onChange({ ...form, [name]: clean(event.currentTarget.value) })}
      readOnly={!mayWrite || (name === "sku" && !isNew)}
      spellCheck={name.startsWith("description")}
    />
  );
  return (
    <div className="product-fields">
      {text("sku")}
      {text("description_en")}
      {text("description_local")}
      {text("mass")}
      {text("size")}
      {text("value")}
      {text("origin", originOf)}
      <MultiSelect
        label={t("product.goods")}
        description={t("product.hint.goods")}
        error={fieldFaults(faults["goods"])}
        data={GOODS.map((value) => ({ value, label: t(`goods.${value}`) }))}
        value={[...form.goods]}
        onChange={(goods) => onChange({ ...form, goods })}
        readOnly={!mayWrite}
        searchable
        clearable={mayWrite}
      />
      {text("battery")}
      <div className="hs-field">
        {text("hs_code")}
        {mayWrite && (
          <HsCandidateList
            description={form.description_en}
            chosen={form.hs_code}
            onChoose={(hs_code) => onChange({ ...form, hs_code })}
          />
        )}
      </div>
    </div>
  );
}

function ProductFormSheet({
  first,
  isNew,
  mayWrite,
}: {
  first: ProductForm;
  isNew: boolean;
  mayWrite: boolean;
}) {
  const { t } = useTranslation();
  const [form, setForm] = useState(first);
  const save = useSaveProduct();
  const told = save.error ? problemOf(save.error).faults : undefined;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const toIt = () => isNew && goTo(hrefOfOne("products", form.sku.trim()));
    save.mutate(draftOfForm(form), { onSuccess: toIt });
  };
  return (
    <form className="sheet product-form" onSubmit={submit}>
      <Fields
        form={form}
        isNew={isNew}
        mayWrite={mayWrite}
        faults={faultsByField(told)}
        onChange={setForm}
      />
      {save.error && <ProblemNotice error={save.error} />}
      {save.isSuccess && (
        <p className="kept" role="status">
          {t("product.saved")}
        </p>
      )}
      {mayWrite && (
        <div className="page-actions">
          <Button type="submit" loading={save.isPending}>
            {t("product.save")}
          </Button>
          <Button component="a" href={hrefOf("products")} variant="default">
            {t("product.back")}
          </Button>
        </div>
      )}
    </form>
  );
}

export function ProductView({ sku, mayWrite }: { sku: string; mayWrite: boolean }) {
  const { t } = useTranslation();
  const { data, error, isPending, refetch } = useProduct(sku);
  const isAbsent = error !== null && problemOf(error).status === 404;
  return (
    <div className="list-page">
      <div className="page-top">
        <a href={hrefOf("products")}>{t("product.back")}</a>
        <h1 tabIndex={-1}>{sku}</h1>
      </div>
      {isPending && <Waiting rows={6} />}
      {error && <ProblemNotice error={error} onRetry={() => void refetch()} />}
      {isAbsent && mayWrite && (
        <Button component="a" href={hrefOf("products", { new: "1", sku })}>
          {t("product.make")}
        </Button>
      )}
      {data && <ProductFormSheet first={formOfProduct(data)} isNew={false} mayWrite={mayWrite} />}
    </div>
  );
}

/** A product to be made; what orders that wait for it say of it stands there already. */
export function NewProduct({ sku }: { sku: string }) {
  const { t } = useTranslation();
  const gaps = useGaps();
  const gap = gaps.data?.items.find((one) => one.sku === sku);
  const isReady = sku === "" || !gaps.isPending;
  return (
    <div className="list-page">
      <div className="page-top">
        <a href={hrefOf("products", { tab: gap ? "gaps" : null })}>{t("product.back")}</a>
        <h1 tabIndex={-1}>{sku === "" ? t("products.new") : t("product.newOf", { sku })}</h1>
        {gap && <p>{t("gaps.holdsUp", { count: gap.orders_waiting })}</p>}
      </div>
      {isReady ? (
        <ProductFormSheet first={formOfGap(sku, gap?.known ?? {})} isNew mayWrite />
      ) : (
        <Waiting rows={6} />
      )}
    </div>
  );
}
