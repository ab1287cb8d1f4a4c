/** One order: who gets what, what it is worth, its parcels, what may be done with it, and what was done. */
import { Button } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useOrder } from "../api/queries";
import type { Address, OrderDetail, OrderLine, Parcel } from "../api/types";
import { formatDate, formatMass, formatMoney } from "../format";
import { CancelDialog } from "../parcels/CancelDialog";
import { LabelDialog } from "../parcels/LabelDialog";
import { numberOf } from "../parcels/number";
import { hrefOf, hrefOfOne } from "../routes";
import { useMay } from "../session/may";
import { countryName } from "../states/countries";
import { StateBadge } from "../states/Listing";
import { Nothing, ProblemNotice, Waiting } from "../states/Notices";
import { Sheet } from "../states/Sheet";
import { useServices } from "../states/services";
import { History } from "../team/History";
import { BookDialog } from "./BookDialog";
import { CancelOrderDialog } from "./CancelOrderDialog";
import { lineTotal } from "./worth";

function AddressText({ address }: { address: Address }) {
  const { t, i18n } = useTranslation();
  const place = [address.postcode, address.city, address.region].filter(Boolean).join(" ");
  const country = countryName(address.country ?? "", i18n.language);
  const told = [address.name, address.company, ...(address.lines ?? []), place, country];
  return (
    <>
      <address className="address">
        {told
          .filter((line): line is string => Boolean(line))
          .map((line, index) => (
            <span key={`${String(index)} ${line}`}>{line}</span>
          ))}
      </address>
      <dl className="facts">
        {(["phone", "email", "tax_id"] as const).map((name) =>
          address[name] ? (
            <div key={name}>
              <dt>{t(`order.address.${name}`)}</dt>
              <dd className="figure">{address[name]}</dd>
            </div>
          ) : null,
        )}
      </dl>
    </>
  );
}

function Party({ id, title, address }: { id: string; title: string; address: Address | null }) {
  const { t } = useTranslation();
  return (
    <section className="sheet order-part" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {address ? <AddressText address={address} /> : <p className="small">{t("order.erased")}</p>}
    </section>
  );
}

function Facts({ detail }: { detail: OrderDetail }) {
  const { t, i18n } = useTranslation();
  const services = useServices();
  const { order } = detail;
  const facts = [
    ["placed", formatDate(order.placed_at, i18n.language, "full")],
    ["came", formatDate(order.created_at, i18n.language, "full")],
    ["service", order.service ? services.nameOf(order.service) : t("order.noWish")],
    ["undeliverable", t(`order.undeliverableTo.${detail.undeliverable}`)],
    ...(detail.collect_on_delivery
      ? [["collect", formatMoney(detail.collect_on_delivery, i18n.language)] as const]
      : []),
    ...(detail.note ? [["note", detail.note] as const] : []),
  ] as const;
  return (
    <section className="sheet order-part" aria-labelledby="order-facts">
      <h2 id="order-facts">{t("order.facts")}</h2>
      <dl className="facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{t(`order.fact.${name}`)}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function LineRow({ line }: { line: OrderLine }) {
  const { i18n } = useTranslation();
  return (
    <tr>
      <th scope="row" className="row-name">
        <a href={hrefOfOne("products", line.sku)}>{line.sku}</a>
      </th>
      <td className="numeric figure">{line.quantity}</td>
      <td className="numeric figure">{formatMoney(line.unit_price, i18n.language)}</td>
      <td className="numeric figure">{formatMoney(lineTotal(line), i18n.language)}</td>
    </tr>
  );
}

function Lines({ detail }: { detail: OrderDetail }) {
  const { t, i18n } = useTranslation();
  return (
    <section className="list" aria-labelledby="order-lines">
      <h2 id="order-lines">{t("order.lines")}</h2>
      <Sheet
        label={t("order.lines")}
        columns={[
          { title: t("order.line.sku") },
          { title: t("order.line.quantity"), isNumeric: true },
          { title: t("order.line.price"), isNumeric: true },
          { title: t("order.line.total"), isNumeric: true },
        ]}
      >
        {detail.lines.map((line, index) => (
          <LineRow key={`${line.sku} ${String(index)}`} line={line} />
        ))}
        <tr className="sum">
          <th scope="row">{t("order.sum")}</th>
          <td />
          <td />
          <td className="numeric figure">{formatMoney(detail.order.total, i18n.language)}</td>
        </tr>
      </Sheet>
    </section>
  );
}

function ParcelRow({ parcel, onCancel }: { parcel: Parcel; onCancel(): void }) {
  const { t, i18n } = useTranslation();
  const may = useMay();
  const services = useServices();
  const number = numberOf(parcel);
  return (
    <tr>
      <th scope="row" className="row-name figure">
        <a href={hrefOfOne("parcels", parcel.id)}>{number}</a>
      </th>
      <td>
        <StateBadge state={parcel.state}>{t(`parcels.stateName.${parcel.state}`)}</StateBadge>
      </td>
      <td>{services.nameOf(parcel.service)}</td>
      <td>{parcel.items.map((item) => `${String(item.quantity)} × ${item.sku}`).join(", ")}</td>
      <td className="numeric figure">{formatMass(parcel.mass_grams, i18n.language)}</td>
      <td className="numeric figure">
        <a href={hrefOf("parcels", { part: "price" }, parcel.id)}>
          {formatMoney(parcel.price, i18n.language)}
        </a>
      </td>
      <td className="numeric figure">{formatDate(parcel.promised_on, i18n.language, "full")}</td>
      <td>
        {parcel.state === "booked" && may("parcels:write") && (
          <Button size="compact-sm" variant="subtle" onClick={onCancel}>
            {t("parcels.cancelOf", { number })}
          </Button>
        )}
      </td>
    </tr>
  );
}

function Parcels({ detail }: { detail: OrderDetail }) {
  const { t } = useTranslation();
  const [cancelling, setCancelling] = useState<Parcel | null>(null);
  const numeric = new Set(["mass", "price", "promised"]);
  const columns = (
    ["number", "state", "service", "items", "mass", "price", "promised", "actions"] as const
  ).map((name) => ({ title: t(`parcels.col.${name}`), isNumeric: numeric.has(name) }));
  return (
    <section className="list" aria-labelledby="order-parcels">
      <h2 id="order-parcels">{t("order.parcels")}</h2>
      {detail.parcels.length === 0 ? (
        <Nothing title={t("order.noParcels")}>
          <p>{t(`order.noParcelsLead.${detail.order.state}`)}</p>
        </Nothing>
      ) : (
        <Sheet label={t("order.parcels")} columns={columns}>
          {detail.parcels.map((parcel) => (
            <ParcelRow key={parcel.id} parcel={parcel} onCancel={() => setCancelling(parcel)} />
          ))}
        </Sheet>
      )}
      {cancelling && <CancelDialog parcel={cancelling} onClose={() => setCancelling(null)} />}
    </section>
  );
}

/** Nothing of it is under way: what left its seller comes back by the carrier, not by cancelling. */
function mayBeCancelled({ order, parcels }: OrderDetail): boolean {
  const isHere = (parcel: Parcel) => parcel.state === "booked" || parcel.state === "cancelled";
  return order.state !== "cancelled" && parcels.every(isHere);
}

function Actions({ detail }: { detail: OrderDetail }) {
  const { t } = useTranslation();
  const may = useMay();
  const [doing, setDoing] = useState<"book" | "label" | "cancel" | null>(null);
  const { order } = detail;
  const mayWrite = may("orders:write");
  const isOpen = order.state === "open";
  const labelled = detail.parcels.filter((parcel) => parcel.state !== "cancelled");
  return (
    <div className="page-actions">
      {isOpen && mayWrite && <Button onClick={() => setDoing("book")}>{t("orders.book")}</Button>}
      {isOpen && mayWrite && detail.recipient && (
        <Button
          component="a"
          href={hrefOf("orders", { part: "change" }, order.id)}
          variant="default"
        >
          {t("order.form.change")}
        </Button>
      )}
      {labelled.length > 0 && (
        <Button variant="default" onClick={() => setDoing("label")}>
          {t("labels.print", { count: labelled.length })}
        </Button>
      )}
      {mayWrite && mayBeCancelled(detail) && (
        <Button variant="subtle" onClick={() => setDoing("cancel")}>
          {t("order.cancel.do")}
        </Button>
      )}
      {doing === "book" && (
        <BookDialog
          orders={[order.id]}
          references={new Map([[order.id, order.reference]])}
          onClose={() => setDoing(null)}
        />
      )}
      {doing === "cancel" && <CancelOrderDialog detail={detail} onClose={() => setDoing(null)} />}
      {doing === "label" && <LabelDialog parcels={labelled} onClose={() => setDoing(null)} />}
    </div>
  );
}

function OrderSheets({ detail }: { detail: OrderDetail }) {
  const { t } = useTranslation();
  const may = useMay();
  return (
    <>
      <Actions detail={detail} />
      <div className="order-parts">
        <Party
          id="order-recipient"
          title={t("order.recipient")}
          address={detail.recipient ?? null}
        />
        {detail.ship_from && (
          <Party id="order-sender" title={t("order.sender")} address={detail.ship_from} />
        )}
        <Facts detail={detail} />
      </div>
      <Lines detail={detail} />
      <Parcels detail={detail} />
      {may("audit:read") && (
        <History objects={[detail.order.id, ...detail.parcels.map((parcel) => parcel.id)]} />
      )}
    </>
  );
}

export function OrderView({ id }: { id: string }) {
  const { t } = useTranslation();
  const { data, error, isPending, refetch } = useOrder(id);
  return (
    <div className="list-page">
      <div className="page-top">
        <a href={hrefOf("orders")}>{t("order.back")}</a>
        <h1 tabIndex={-1}>{data?.order.reference ?? id}</h1>
        {data && (
          <StateBadge state={data.order.state}>
            {t(`orders.stateName.${data.order.state}`)}
          </StateBadge>
        )}
      </div>
      {isPending && <Waiting rows={6} />}
      {error && <ProblemNotice error={error} onRetry={() => void refetch()} />}
      {data && <OrderSheets detail={data} />}
    </div>
  );
}
