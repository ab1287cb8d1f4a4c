/** Orders: a file comes in above, the orders stand below and are booked from there. */
import { Button, Checkbox } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useOrders } from "../api/queries";
import type { Order, OrderState } from "../api/types";
import { formatDate, formatMoney } from "../format";
import { countryName } from "../states/countries";
import { ListFilter, PagedTable, StateBadge } from "../states/Listing";
import { Nothing } from "../states/Notices";
import { type Selection, useSelection } from "../states/selection";
import { type Services, useServices } from "../states/services";
import { BookDialog } from "./BookDialog";
import { ImportPanel } from "./ImportPanel";

const STATES: readonly OrderState[] = ["open", "booked", "cancelled"];
const TYPING_PAUSE_MS = 250;

interface RowProps {
  order: Order;
  selection: Selection;
  services: Services;
  onBook(): void;
}

function OrderRow({ order, selection, services, onBook }: RowProps) {
  const { t, i18n } = useTranslation();
  const open = order.state === "open";
  const { reference } = order;
  return (
    <tr>
      <td>
        <Checkbox
          aria-label={t("orders.select", { reference })}
          checked={selection.ids.has(order.id)}
          disabled={!open}
          onChange={() => selection.toggle(order.id)}
        />
      </td>
      <th scope="row" className="row-name">
        {reference}
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
        {open && (
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

function OrderHead({ open, selection }: { open: readonly string[]; selection: Selection }) {
  const { t } = useTranslation();
  const chosen = open.filter((id) => selection.ids.has(id)).length;
  const numeric = ["value", "lines", "placed", "actions"] as const;
  return (
    <tr>
      <th scope="col">
        <Checkbox
          aria-label={t("orders.selectAll")}
          checked={chosen > 0 && chosen === open.length}
          indeterminate={chosen > 0 && chosen < open.length}
          disabled={open.length === 0}
          onChange={() => selection.toggleAll(open)}
        />
      </th>
      {(["reference", "state", "country", "service"] as const).map((name) => (
        <th key={name} scope="col">
          {t(`orders.col.${name}`)}
        </th>
      ))}
      {numeric.map((name) => (
        <th key={name} scope="col" className="numeric">
          {t(`orders.col.${name}`)}
        </th>
      ))}
    </tr>
  );
}

function SelectionBar({ selection, onBook }: { selection: Selection; onBook(): void }) {
  const { t } = useTranslation();
  if (selection.ids.size === 0) return null;
  return (
    <div className="selection-bar" role="status">
      <span>{t("orders.selected", { count: selection.ids.size })}</span>
      <Button onClick={onBook}>{t("orders.bookSelected")}</Button>
    </div>
  );
}

function OrderList() {
  const { t } = useTranslation();
  const [search, setSearch] = useState("");
  const [asked] = useDebouncedValue(search.trim(), TYPING_PAUSE_MS);
  const [state, setState] = useState<OrderState | null>(null);
  const paging = useOrders(asked, state);
  const selection = useSelection();
  const services = useServices();
  const [booking, setBooking] = useState<readonly string[] | null>(null);
  const orders = paging.data?.pages.flatMap((page) => page.items) ?? [];
  const open = orders.filter((order) => order.state === "open").map((order) => order.id);
  const filtered = asked !== "" || state !== null;
  const empty =
    orders.length > 0 ? null : (
      <Nothing title={t(filtered ? "orders.noMatch" : "orders.empty")}>
        <p>{t(filtered ? "orders.noMatchLead" : "orders.emptyLead")}</p>
      </Nothing>
    );
  return (
    <section className="list" aria-labelledby="order-list">
      <h2 id="order-list">{t("orders.list")}</h2>
      <ListFilter<OrderState>
        search={search}
        searchLabel={t("orders.search")}
        state={state}
        stateLabel={t("orders.state")}
        anyState={t("orders.anyState")}
        states={STATES.map((value) => ({ value, label: t(`orders.stateName.${value}`) }))}
        onSearch={setSearch}
        onState={setState}
      />
      <SelectionBar selection={selection} onBook={() => setBooking([...selection.ids])} />
      <PagedTable
        paging={paging}
        label={t("orders.list")}
        empty={empty}
        head={<OrderHead open={open} selection={selection} />}
      >
        {orders.map((order) => (
          <OrderRow
            key={order.id}
            order={order}
            selection={selection}
            services={services}
            onBook={() => setBooking([order.id])}
          />
        ))}
      </PagedTable>
      {booking && (
        <BookDialog
          orders={booking}
          references={new Map(orders.map((order) => [order.id, order.reference]))}
          onClose={() => {
            setBooking(null);
            selection.clear();
          }}
        />
      )}
    </section>
  );
}

export function OrdersPage() {
  const { t } = useTranslation();
  return (
    <div className="list-page">
      <h1 tabIndex={-1}>{t("orders.title")}</h1>
      <ImportPanel />
      <OrderList />
    </div>
  );
}
