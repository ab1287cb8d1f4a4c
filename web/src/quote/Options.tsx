/** The operator's view: the Pareto set at cost, as a table and as marks of cost against days. */

import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { QuotedRoute } from "../api/types";
import { formatDate, formatMoney, formatShare } from "../format";
import { ScrollBox } from "../states/ScrollBox";
import { CostScatter } from "./CostScatter";
import { localName } from "./OfferCards";
import { type Sort, type SortColumn, sortedIndices } from "./ranking";

interface Props {
  options: readonly QuotedRoute[];
  chosen: number | null;
  onChoose(index: number): void;
}

const SORTED: readonly SortColumn[] = ["price", "p50", "p90", "loss"];

function SortHeader({
  column,
  sort,
  onSort,
}: {
  column: SortColumn;
  sort: Sort;
  onSort(sort: Sort): void;
}) {
  const { t } = useTranslation();
  const active = sort.column === column;
  const name = t(`quote.col.${column}`);
  return (
    <th
      scope="col"
      className="numeric"
      aria-sort={active ? (sort.descending ? "descending" : "ascending") : "none"}
    >
      <button
        type="button"
        className="sorter"
        aria-label={t("quote.sortBy", { column: name })}
        onClick={() => onSort({ column, descending: active && !sort.descending })}
      >
        {name} <span aria-hidden="true">{active ? (sort.descending ? "↓" : "↑") : "↕"}</span>
      </button>
    </th>
  );
}

function OptionRow({
  route,
  index,
  chosen,
  onChoose,
}: {
  route: QuotedRoute;
  index: number;
  chosen: boolean;
  onChoose(): void;
}) {
  const { t, i18n } = useTranslation();
  const language = i18n.language;
  const lines = route.lines.map((line) => localName(language, line.name, line.name_zh)).join(" · ");
  const hands = route.operators
    .map((one) => localName(language, one.name, one.name_zh))
    .join(" → ");
  return (
    <tr data-chosen={chosen || undefined}>
      <td className="figure">
        <button
          type="button"
          className="option-number"
          aria-pressed={chosen}
          aria-label={t("quote.show", { name: t("quote.optionName", { number: index + 1 }) })}
          onClick={onChoose}
        >
          {index + 1}
        </button>
      </td>
      <td>
        <span className="option-lines">{lines || hands}</span>
        {lines && <small>{hands}</small>}
      </td>
      <td className="numeric figure">{formatMoney(route.price, language)}</td>
      <td className="numeric figure">{formatDate(route.p50.date, language)}</td>
      <td className="numeric figure">{formatDate(route.p90.date, language)}</td>
      <td className="numeric figure">{formatShare(route.loss, language)}</td>
      <td>{route.services.join(", ") || t("state.none")}</td>
    </tr>
  );
}

export function Options({ options, chosen, onChoose }: Props) {
  const { t } = useTranslation();
  const [sort, setSort] = useState<Sort>({ column: "price", descending: false });
  if (options.length === 0) return <p className="small">{t("quote.optionsNone")}</p>;
  return (
    <div className="options">
      <ScrollBox className="sheet" label={t("quote.options")}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t("quote.col.number")}</th>
              <th scope="col">{t("quote.col.route")}</th>
              {SORTED.map((column) => (
                <SortHeader key={column} column={column} sort={sort} onSort={setSort} />
              ))}
              <th scope="col">{t("quote.col.services")}</th>
            </tr>
          </thead>
          <tbody>
            {sortedIndices(options, sort).map((index) => {
              const route = options[index];
              return (
                route && (
                  <OptionRow
                    key={index}
                    route={route}
                    index={index}
                    chosen={index === chosen}
                    onChoose={() => onChoose(index)}
                  />
                )
              );
            })}
          </tbody>
        </table>
      </ScrollBox>
      <CostScatter options={options} chosen={chosen} onChoose={onChoose} />
    </div>
  );
}
