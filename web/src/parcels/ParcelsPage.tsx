/** Parcels: numbers, promises and labels; booked ones go on a manifest. */
import { Button, Checkbox } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useOpenExceptions, useParcels } from "../api/queries";
import type { Parcel, ParcelState } from "../api/types";
import { formatDate, formatMass, formatMoney } from "../format";
import { hrefOf, useRoute } from "../routes";
import { countryName } from "../states/countries";
import { ListFilter, PagedTable, StateBadge } from "../states/Listing";
import { Nothing } from "../states/Notices";
import { type Selection, useSelection } from "../states/selection";
import { type Services, useServices } from "../states/services";
import { ExceptionMark } from "../tracking/Marks";
import { ParcelView } from "../tracking/ParcelView";
import { CancelDialog } from "./CancelDialog";
import { LabelButton } from "./LabelButton";
import { ManifestDialog } from "./ManifestDialog";
import { ManifestList } from "./ManifestList";

const STATES: readonly ParcelState[] = [
  "booked",
  "handed_in",
  "in_transit",
  "at_customs",
  "out_for_delivery",
  "available_for_pickup",
  "delivered",
  "returning",
  "returned",
  "disposed",
  "lost",
  "cancelled",
];
const TYPING_PAUSE_MS = 250;

/** What is printed on the label, else our own id. */
export function numberOf(parcel: Parcel): string {
  return parcel.identifiers[0]?.value ?? parcel.id;
}

function ParcelRow({
  parcel,
  selection,
  services,
  exceptions,
  onCancel,
}: {
  parcel: Parcel;
  selection: Selection;
  services: Services;
  exceptions: readonly string[];
  onCancel(): void;
}) {
  const { t, i18n } = useTranslation();
  const number = numberOf(parcel);
  const booked = parcel.state === "booked";
  return (
    <tr>
      <td>
        <Checkbox
          aria-label={t("parcels.select", { number })}
          checked={selection.ids.has(parcel.id)}
          disabled={!booked}
          onChange={() => selection.toggle(parcel.id)}
        />
      </td>
      <th scope="row" className="row-name figure">
        <a
          href={hrefOf("parcels", { parcel: parcel.id })}
          aria-label={t("tracking.open", { number })}
        >
          {number}
        </a>{" "}
        {parcel.mode === "test" && <small className="test-mark">{t("parcels.test")}</small>}
      </th>
      <td>{parcel.reference}</td>
      <td>{services.nameOf(parcel.service)}</td>
      <td>
        <div className="state-marks">
          <StateBadge state={parcel.state}>{t(`parcels.stateName.${parcel.state}`)}</StateBadge>
          {exceptions.map((kind) => (
            <ExceptionMark key={kind} kind={kind} />
          ))}
        </div>
      </td>
      <td>{countryName(parcel.country, i18n.language)}</td>
      <td className="numeric figure">{formatMass(parcel.mass_grams, i18n.language)}</td>
      <td className="numeric figure">{formatMoney(parcel.price, i18n.language)}</td>
      <td className="numeric figure">{formatDate(parcel.promised_on, i18n.language, "full")}</td>
      <td>
        <div className="row-actions">
          {parcel.state !== "cancelled" && <LabelButton id={parcel.id} number={number} />}
          {booked && (
            <Button
              size="compact-sm"
              variant="subtle"
              onClick={onCancel}
              aria-label={t("parcels.cancelOf", { number })}
            >
              {t("parcels.cancel")}
            </Button>
          )}
        </div>
      </td>
    </tr>
  );
}

function ParcelHead({ booked, selection }: { booked: readonly string[]; selection: Selection }) {
  const { t } = useTranslation();
  const chosen = booked.filter((id) => selection.ids.has(id)).length;
  const columns = [
    "number",
    "reference",
    "service",
    "state",
    "country",
    "mass",
    "price",
    "promised",
    "actions",
  ] as const;
  const numeric = new Set<string>(["mass", "price", "promised"]);
  return (
    <tr>
      <th scope="col">
        <Checkbox
          aria-label={t("parcels.selectAll")}
          checked={chosen > 0 && chosen === booked.length}
          indeterminate={chosen > 0 && chosen < booked.length}
          disabled={booked.length === 0}
          onChange={() => selection.toggleAll(booked)}
        />
      </th>
      {columns.map((name) => (
        <th key={name} scope="col" className={numeric.has(name) ? "numeric" : undefined}>
          {t(`parcels.col.${name}`)}
        </th>
      ))}
    </tr>
  );
}

function EmptyParcels({ filtered }: { filtered: boolean }) {
  const { t } = useTranslation();
  if (filtered) {
    return (
      <Nothing title={t("parcels.noMatch")}>
        <p>{t("parcels.noMatchLead")}</p>
      </Nothing>
    );
  }
  return (
    <Nothing title={t("parcels.empty")}>
      <p>{t("parcels.emptyLead")}</p>
      <Button component="a" href={hrefOf("orders")} variant="default">
        {t("parcels.toOrders")}
      </Button>
    </Nothing>
  );
}

/** The kinds of the open exceptions by parcel; without an answer the list does without. */
function useExceptionsOf(): ReadonlyMap<string, readonly string[]> {
  const { data } = useOpenExceptions(null);
  const kinds = new Map<string, string[]>();
  for (const { parcel, kind } of data?.pages.flatMap((page) => page.items) ?? [])
    kinds.set(parcel, [...(kinds.get(parcel) ?? []), kind]);
  return kinds;
}

function ParcelList() {
  const { t } = useTranslation();
  const [search, setSearch] = useState("");
  const [asked] = useDebouncedValue(search.trim(), TYPING_PAUSE_MS);
  const [state, setState] = useState<ParcelState | null>(null);
  const paging = useParcels(asked, state);
  const selection = useSelection();
  const services = useServices();
  const exceptions = useExceptionsOf();
  const [cancelling, setCancelling] = useState<Parcel | null>(null);
  const [manifesting, setManifesting] = useState(false);
  const parcels = paging.data?.pages.flatMap((page) => page.items) ?? [];
  const booked = parcels.filter((one) => one.state === "booked").map((one) => one.id);
  const filtered = asked !== "" || state !== null;
  return (
    <section className="list" aria-labelledby="parcel-list">
      <h2 id="parcel-list" className="visually-hidden">
        {t("parcels.list")}
      </h2>
      <ListFilter<ParcelState>
        search={search}
        searchLabel={t("parcels.search")}
        state={state}
        stateLabel={t("parcels.state")}
        anyState={t("parcels.anyState")}
        states={STATES.map((value) => ({ value, label: t(`parcels.stateName.${value}`) }))}
        onSearch={setSearch}
        onState={setState}
      />
      {selection.ids.size > 0 && (
        <div className="selection-bar" role="status">
          <span>{t("parcels.selected", { count: selection.ids.size })}</span>
          <Button onClick={() => setManifesting(true)}>{t("parcels.toManifest")}</Button>
        </div>
      )}
      <PagedTable
        paging={paging}
        label={t("parcels.list")}
        empty={parcels.length > 0 ? null : <EmptyParcels filtered={filtered} />}
        head={<ParcelHead booked={booked} selection={selection} />}
      >
        {parcels.map((parcel) => (
          <ParcelRow
            key={parcel.id}
            parcel={parcel}
            selection={selection}
            services={services}
            exceptions={exceptions.get(parcel.id) ?? []}
            onCancel={() => setCancelling(parcel)}
          />
        ))}
      </PagedTable>
      {cancelling && <CancelDialog parcel={cancelling} onClose={() => setCancelling(null)} />}
      {manifesting && (
        <ManifestDialog
          parcels={[...selection.ids]}
          onClose={(made) => {
            setManifesting(false);
            if (made) selection.clear();
          }}
        />
      )}
    </section>
  );
}

export function ParcelsPage() {
  const { t } = useTranslation();
  const followed = useRoute().query.get("parcel");
  if (followed) return <ParcelView key={followed} id={followed} />;
  return (
    <div className="list-page">
      <h1 tabIndex={-1}>{t("parcels.title")}</h1>
      <ParcelList />
      <ManifestList />
    </div>
  );
}
