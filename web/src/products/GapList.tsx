/** What is missing of products, as work to do: what it holds up first. */
import { useTranslation } from "react-i18next";
import { useGaps } from "../api/products";
import type { ProductGap } from "../api/types";
import { formatDate, formatMoney } from "../format";
import { hrefOf } from "../routes";
import { useMay } from "../session/may";
import { Nothing, ProblemNotice, Waiting } from "../states/Notices";
import { Sheet } from "../states/Sheet";

function GapRow({ gap, mayWrite }: { gap: ProductGap; mayWrite: boolean }) {
  const { t, i18n } = useTranslation();
  const missing = gap.missing.map((field) => t(`imports.field.${field}`, { defaultValue: field }));
  return (
    <tr>
      <th scope="row" className="row-name">
        {mayWrite ? (
          <a href={hrefOf("products", { new: "1", sku: gap.sku })}>{gap.sku}</a>
        ) : (
          gap.sku
        )}
      </th>
      <td className="wide">{missing.join(", ")}</td>
      <td className="numeric figure">{gap.orders_waiting}</td>
      <td className="numeric figure">
        {gap.value_waiting.map((money) => formatMoney(money, i18n.language)).join(" + ")}
      </td>
      <td className="numeric figure">{formatDate(gap.seen_at, i18n.language, "full")}</td>
    </tr>
  );
}

export function GapList() {
  const { t } = useTranslation();
  const may = useMay();
  const { data, error, isPending, refetch } = useGaps();
  // What holds up most stands first.
  const gaps = [...(data?.items ?? [])].sort((a, b) => b.orders_waiting - a.orders_waiting);
  const numeric = new Set(["orders", "value", "seen"]);
  const columns = (["sku", "missing", "orders", "value", "seen"] as const).map((name) => ({
    title: t(`gaps.col.${name}`),
    isNumeric: numeric.has(name),
  }));
  return (
    <section className="list" aria-labelledby="gap-list">
      <h2 id="gap-list" className="visually-hidden">
        {t("gaps.title")}
      </h2>
      <p>{t("gaps.lead")}</p>
      {isPending && <Waiting rows={4} />}
      {error && <ProblemNotice error={error} onRetry={() => void refetch()} />}
      {data && gaps.length === 0 && (
        <Nothing title={t("gaps.empty")}>
          <p>{t("gaps.emptyLead")}</p>
        </Nothing>
      )}
      {gaps.length > 0 && (
        <Sheet label={t("gaps.title")} columns={columns}>
          {gaps.map((gap) => (
            <GapRow key={gap.sku} gap={gap} mayWrite={may("products:write")} />
          ))}
        </Sheet>
      )}
    </section>
  );
}
