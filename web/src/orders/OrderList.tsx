/** The orders, page by page; open ones are ticked and booked together. */
import { Button, Checkbox } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useOrders } from "../api/lists";
import type { Order, OrderState } from "../api/types";
import { formatDate, formatMoney } from "../format";
import { hrefOfOne, useRoute } from "../routes";
import { useMay } from "../session/may";
import { countryName } from "../states/countries";
import {
  findState,
  ListHead,
  PagedTable,
  SearchField,
  StateBadge,
  StateField,
} from "../states/Listing";
import { Nothing } from "../states/Notices";
import { SelectAll } from "../states/SelectAll";
import { type Selection, useSelection } from "../states/selection";
import { type Services, useServices } from "../states/services";
import { BookDialog } from "./BookDialog";

const STATES: readonly OrderState[] = ["open", "booked", "cancelled"];
const COLUMNS = [
  "reference",
  "state",
  "country",
  "service",
  "value",
  "lines",
  "placed",
  "actions",
] as const;
const NUMERIC = new Set<string>(["value", "lines", "placed", "actions"]);

interface RowProps {
  order: Order;
  selection: Selection<Order> | null;
  services: Services;
  onBook(): void;
}

function OrderRow({ order, selection, services, onBook }: RowProps) {
  const { t, i18n } = useTranslation();
  const open = order.state === "open";
  const { reference } = order;
  return (
    <tr>
      {selection && (
        <td>
          <Checkbox
            aria-label={t("orders.select", { reference })}
            checked={selection.has(order.id)}
            disabled={!open}
            onChange={() => selection.toggle(order)}
          />
        </td>
      )}
      <th scope="row" className="row-name">
        <a href={hrefOfOne("orders", order.id)}>{reference}</a>
      </th>
      <td>
        <StateBadge state={order.state}>{t(`orders.stateName.${order.state}`)}</StateBadge>
      </td>
      <td>{countryName(order.country, i18n.language)}</td>
      <td>{services.nameOf(order.service)}</td>
      <td className="numeric figure">{formatMoney(order.total, i18n.language)}</td>
      <td className="numeric figure">{order.lines}</td>
      <td className="numeric figure">{formatDate(order.placed_at, i18n.language)}</td>
      <td className="numeric">
        {open && selection && (
          <Button
            size="compact-sm"
            variant="default"
            onClick={onBook}
            aria-label={t("orders.bookOne", { reference })}
          >
            {t("orders.book")}
          </Button>
        )}
      </td>
    </tr>
  );
}

function SelectionBar({
  count,
  onBook,
  onClear,
}: {
  count: number;
  onBook(): void;
  onClear(): void;
}) {
  const { t } = useTranslation();
  if (count === 0) return null;
  return (
    <div className="selection-bar" role="status">
      <span>{t("orders.selected", { count })}</span>
      <span className="page-actions">
        <Button variant="subtle" onClick={onClear}>
          {t("state.clear")}
        </Button>
        <Button onClick={onBook}>{t("orders.bookSelected")}</Button>
      </span>
    </div>
  );
}

export function OrderList() {
  const { t } = useTranslation();
  const may = useMay();
  const { query } = useRoute();
  const states = STATES.map((value) => ({ value, label: t(`orders.stateName.${value}`) }));
  const q = query.get("q") ?? "";
  const state = findState(query.get("state"), states);
  const paging = useOrders({ q, state, cursor: query.get("cursor") ?? "" });
  const ticks = useSelection<Order>();
  const selection = may("orders:write") ? ticks : null;
  const services = useServices();
  const [booking, setBooking] = useState<readonly Order[] | null>(null);
  const open = paging.data?.items.filter((order) => order.state === "open") ?? [];
  const filtered = q !== "" || state !== null;
  return (
    <section className="list" aria-labelledby="order-list">
      <h2 id="order-list" className="visually-hidden">
        {t("orders.list")}
      </h2>
      <search className="list-filter">
        <SearchField label={t("orders.search")} />
        <StateField label={t("orders.state")} any={t("orders.anyState")} states={states} />
      </search>
      <SelectionBar
        count={ticks.rows.size}
        onBook={() => setBooking([...ticks.rows.values()])}
        onClear={ticks.clear}
      />
      <PagedTable
        paging={paging}
        label={t("orders.list")}
        empty={
          <Nothing title={t(filtered ? "orders.noMatch" : "orders.empty")}>
            <p>{t(filtered ? "orders.noMatchLead" : "orders.emptyLead")}</p>
          </Nothing>
        }
        head={
          <ListHead
            columns={COLUMNS.map((name) => [name, t(`orders.col.${name}`)])}
            numeric={NUMERIC}
            before={
              selection && (
                <SelectAll label={t("orders.selectAll")} rows={open} selection={selection} />
              )
            }
          />
        }
      >
        {(order: Order) => (
          <OrderRow
            key={order.id}
            order={order}
            selection={selection}
            services={services}
            onBook={() => setBooking([order])}
          />
        )}
      </PagedTable>
      {booking && (
        <BookDialog
          orders={booking.map((order) => order.id)}
          references={new Map(booking.map((order) => [order.id, order.reference]))}
          onClose={() => {
            setBooking(null);
            ticks.clear();
          }}
        />
      )}
    </section>
  );
}
