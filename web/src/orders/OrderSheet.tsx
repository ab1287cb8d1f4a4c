/** The form of an order: one taken in by hand, or an open one changed on the version that was looked at. */
import { Button } from "@mantine/core";
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useReviseOrder, useTakeOrder } from "../api/orders";
import { problemOf } from "../api/problem";
import { useOrder } from "../api/queries";
import type { OrderDetail } from "../api/types";
import { hrefOf, hrefOfOne, leaveFor } from "../routes";
import { ProblemNotice, Waiting } from "../states/Notices";
import { Unsaved } from "../states/Unsaved";
import {
  draftOfForm,
  EMPTY_ORDER,
  formOfOrder,
  isSame,
  mergedForm,
  type OrderForm,
  placeFaults,
} from "./draft";
import { ClosedMeanwhile, Meanwhile } from "./Meanwhile";
import { OrderFields } from "./OrderFields";

/** The first field that is wrong takes the focus, once the answer that says so is drawn. */
function useFocusOnFault(error: unknown) {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (!error) return;
    const find = (what: string) => form.current?.querySelector<HTMLElement>(what);
    const wrong = find("[aria-invalid=true]");
    wrong?.focus();
    (wrong ?? find(".problem"))?.scrollIntoView({ block: "center" });
  }, [error]);
  return form;
}

interface SheetProps {
  form: OrderForm;
  isNew: boolean;
  isChanged: boolean;
  isPending: boolean;
  isBlocked?: boolean;
  error: unknown;
  /** What stands above the fields besides what is wrong. */
  children?: ReactNode;
  back: string;
  onChange(form: OrderForm): void;
  onSave(): void;
}

function FormSheet(props: SheetProps) {
  const { form, isNew, isChanged, isPending, isBlocked = false, error, children } = props;
  const { t } = useTranslation();
  const faults = placeFaults(error ? (problemOf(error).faults ?? []) : [], form);
  const box = useFocusOnFault(error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!isBlocked) props.onSave();
  };
  return (
    <form className="order-form" onSubmit={submit} ref={box} aria-label={t("order.form.title")}>
      <Unsaved isChanged={isChanged} />
      {children}
      {error != null && <ProblemNotice error={error} faults={faults.rest} />}
      <OrderFields form={form} faults={faults} isNew={isNew} onChange={props.onChange} />
      <div className="page-actions">
        <Button type="submit" loading={isPending} disabled={isBlocked || (!isNew && !isChanged)}>
          {t(isNew ? "order.form.take" : "product.save")}
        </Button>
        <Button component="a" href={props.back} variant="default">
          {t("orders.cancel")}
        </Button>
        {!isNew && !isChanged && <span className="small">{t("order.form.same")}</span>}
      </div>
    </form>
  );
}

/** The title of a form that came up within its area takes the focus. */
function FormTop({ back, title }: { back: { href: string; text: string }; title: string }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <div className="page-top">
      <a href={back.href}>{back.text}</a>
      <h1 tabIndex={-1} ref={heading}>
        {title}
      </h1>
    </div>
  );
}

export function NewOrder() {
  const { t } = useTranslation();
  const [form, setForm] = useState(EMPTY_ORDER);
  const take = useTakeOrder();
  const back = hrefOf("orders");
  return (
    <div className="list-page">
      <FormTop back={{ href: back, text: t("order.back") }} title={t("orders.new")} />
      <FormSheet
        form={form}
        isNew
        isChanged={!isSame(form, EMPTY_ORDER)}
        isPending={take.isPending}
        error={take.error}
        back={back}
        onChange={setForm}
        onSave={() =>
          take.mutate(draftOfForm(form), { onSuccess: (id) => leaveFor(hrefOfOne("orders", id)) })
        }
      />
    </div>
  );
}

/** What a change begins with: the order as it was looked at. */
interface Base {
  readonly version: number;
  readonly form: OrderForm;
}

const baseOf = (detail: OrderDetail): Base => ({
  version: detail.version,
  form: formOfOrder(detail),
});

function ChangeSheet({ detail, onReload }: { detail: OrderDetail; onReload(): void }) {
  const { id, state } = detail.order;
  const [base, setBase] = useState(() => baseOf(detail));
  const [form, setForm] = useState(base.form);
  const revise = useReviseOrder(id);
  const back = hrefOfOne("orders", id);
  // One's own change comes back as well: it is nobody else's.
  const isMine = revise.isPending || revise.isSuccess;
  const isNewer = !isMine && detail.version > base.version;
  const isClosed = !isMine && state !== "open";
  const isConflict = revise.error !== null && problemOf(revise.error).code === "state_conflict";
  const goOn = (theirs: Base, mine: OrderForm) => {
    setBase(theirs);
    setForm(mine);
    revise.reset();
  };
  const save = () => {
    const order = draftOfForm(form, detail.order.placed_at);
    const settled = { onSuccess: () => leaveFor(back), onError: onReload };
    revise.mutate({ version: base.version, order }, settled);
  };
  const theirs = baseOf(detail);
  return (
    <FormSheet
      form={form}
      isNew={false}
      isChanged={!isSame(form, base.form) && !revise.isSuccess}
      isPending={revise.isPending}
      isBlocked={isNewer || isClosed}
      error={isConflict && (isNewer || isClosed) ? null : revise.error}
      back={back}
      onChange={setForm}
      onSave={save}
    >
      {isClosed && <ClosedMeanwhile state={state} href={back} />}
      {isNewer && !isClosed && (
        <Meanwhile
          was={base.form}
          theirs={theirs.form}
          mine={form}
          onTakeTheirs={() => goOn(theirs, theirs.form)}
          onMerge={() => goOn(theirs, mergedForm(base.form, theirs.form, form))}
        />
      )}
    </FormSheet>
  );
}

export function ChangeOrder({ id }: { id: string }) {
  const { t } = useTranslation();
  const { data, error, isPending, refetch } = useOrder(id);
  const reference = data?.order.reference ?? id;
  return (
    <div className="list-page">
      <FormTop
        back={{ href: hrefOfOne("orders", id), text: t("order.form.backTo", { reference }) }}
        title={t("order.form.changeOf", { reference })}
      />
      {isPending && <Waiting rows={6} />}
      {error && <ProblemNotice error={error} onRetry={() => void refetch()} />}
      {data && <ChangeSheet detail={data} onReload={() => void refetch()} />}
    </div>
  );
}
