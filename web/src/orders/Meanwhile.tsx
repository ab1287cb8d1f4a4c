/** Two people and one order: what the other changed meanwhile, beside what is typed here; nothing typed is lost. */
import { Button } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { OrderState } from "../api/types";
import { formatDate } from "../format";
import { countryName } from "../states/countries";
import { Sheet } from "../states/Sheet";
import { useServices } from "../states/services";
import { clashesOf, type OrderForm } from "./draft";

/** A part's name and its text as a person reads them. */
function useParts() {
  const { t, i18n } = useTranslation();
  const services = useServices();
  const named: Record<string, string> = {
    placed_at: t("order.fact.placed"),
    service: t("order.form.service"),
    undeliverable: t("order.fact.undeliverable"),
    collect_on_delivery: t("order.fact.collect"),
    note: t("order.fact.note"),
    ship_from: t("order.sender"),
    lines: t("order.lines"),
  };
  const nameOf = (part: string) => {
    const field = part.split(".")[1];
    if (field === undefined) return named[part] ?? part;
    return `${t("order.recipient")}: ${t(`order.address.${field}`)}`;
  };
  const textOf = (part: string, text: string) => {
    if (text === "") return t("state.none");
    if (part === "service") return services.nameOf(text);
    if (part === "undeliverable") return t(`order.undeliverableTo.${text}`);
    if (part === "recipient.country") return countryName(text, i18n.language);
    if (part === "placed_at") return formatDate(text, i18n.language, "full");
    return text;
  };
  return { nameOf, textOf };
}

interface MeanwhileProps {
  was: OrderForm;
  theirs: OrderForm;
  mine: OrderForm;
  onTakeTheirs(): void;
  onMerge(): void;
}

export function Meanwhile({ was, theirs, mine, onTakeTheirs, onMerge }: MeanwhileProps) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const { nameOf, textOf } = useParts();
  const clashes = clashesOf(was, theirs, mine);
  const columns = (["part", "theirs", "mine"] as const).map((name) => ({
    title: t(`order.meanwhile.col.${name}`),
  }));
  return (
    <section className="meanwhile" aria-labelledby="meanwhile">
      <div role="alert">
        <h2 id="meanwhile">{t("order.meanwhile.title")}</h2>
        <p>{t("order.meanwhile.lead")}</p>
      </div>
      {isOpen && clashes.length === 0 && <p>{t("order.meanwhile.nothing")}</p>}
      {isOpen && clashes.length > 0 && (
        <Sheet label={t("order.meanwhile.look")} columns={columns}>
          {clashes.map(({ part, theirs: there, mine: here, isBoth }) => (
            <tr key={part}>
              <th scope="row">
                {nameOf(part)} {isBoth && <span className="mark">{t("order.meanwhile.both")}</span>}
              </th>
              <td className="told-lines" data-column={t("order.meanwhile.col.theirs")}>
                {textOf(part, there)}
              </td>
              <td className="told-lines" data-column={t("order.meanwhile.col.mine")}>
                {textOf(part, here)}
              </td>
            </tr>
          ))}
        </Sheet>
      )}
      <div className="page-actions">
        {!isOpen && (
          <Button variant="default" onClick={() => setOpen(true)}>
            {t("order.meanwhile.look")}
          </Button>
        )}
        <Button onClick={onMerge}>{t("order.meanwhile.merge")}</Button>
        <Button variant="subtle" onClick={onTakeTheirs}>
          {t("order.meanwhile.take")}
        </Button>
      </div>
    </section>
  );
}

/** The order was booked or cancelled: what is typed stays to be read, but cannot be saved. */
export function ClosedMeanwhile({ state, href }: { state: OrderState; href: string }) {
  const { t } = useTranslation();
  return (
    <div className="meanwhile" role="alert">
      <h2>{t(`order.closed.${state}`)}</h2>
      <p>{t(`order.closed.lead.${state}`)}</p>
      <a href={href}>{t("order.closed.look")}</a>
    </div>
  );
}
