/** The parcels, page by page; those ticked over all pages get their labels, or go on a manifest, together. */
import { Button, Checkbox } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { readParcels, useParcels } from "../api/lists";
import { useExceptionKinds } from "../api/queries";
import type { Parcel, ParcelState } from "../api/types";
import { formatDate, formatMass, formatMoney } from "../format";
import { hrefOf, hrefOfOne, useRoute } from "../routes";
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
import { Nothing, ProblemNotice } from "../states/Notices";
import { SelectAll } from "../states/SelectAll";
import { type Selection, useSelection } from "../states/selection";
import { type Services, useServices } from "../states/services";
import { ExceptionMark } from "../tracking/Marks";
import { CancelDialog } from "./CancelDialog";
import { LabelButton } from "./LabelButton";
import { LabelDialog } from "./LabelDialog";
import { LABELS_MAX } from "./labels";
import { ManifestDialog } from "./ManifestDialog";
import { numberOf } from "./number";

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
function ParcelRow({
  parcel,
  selection,
  services,
  exceptions,
  mayChange,
  onCancel,
}: {
  parcel: Parcel;
  selection: Selection<Parcel>;
  services: Services;
  exceptions: readonly string[];
  mayChange: boolean;
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
          checked={selection.has(parcel.id)}
          disabled={parcel.state === "cancelled"}
          onChange={() => selection.toggle(parcel)}
        />
      </td>
      <th scope="row" className="row-name figure">
        <a href={hrefOfOne("parcels", parcel.id)} aria-label={t("tracking.open", { number })}>
          {number}
        </a>{" "}
        {parcel.mode === "test" && <small className="test-mark">{t("parcels.test")}</small>}
      </th>
      <td>
        <a href={hrefOfOne("orders", parcel.order)}>{parcel.reference}</a>
      </td>
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
      <td className="numeric figure">
        <a href={hrefOf("parcels", { part: "price" }, parcel.id)}>
          {formatMoney(parcel.price, i18n.language)}
        </a>
      </td>
      <td className="numeric figure">{formatDate(parcel.promised_on, i18n.language, "full")}</td>
      <td>
        <div className="row-actions">
          {parcel.state !== "cancelled" && <LabelButton id={parcel.id} number={number} />}
          {booked && mayChange && (
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

const COLUMNS = [
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
const NUMERIC = new Set<string>(["mass", "price", "promised"]);

interface Filter {
  readonly q: string;
  readonly state: ParcelState | null;
}

/** Ticks everything that the filter leaves, as far as one file of labels goes. */
function AllMatching({ filter, selection }: { filter: Filter; selection: Selection<Parcel> }) {
  const { t } = useTranslation();
  const [read, setRead] = useState<number | null>(null);
  const [error, setError] = useState<unknown>(null);
  const choose = async () => {
    setError(null);
    setRead(0);
    try {
      const all = await readParcels(filter, LABELS_MAX, setRead);
      selection.set(all.filter((parcel) => parcel.state !== "cancelled"));
    } catch (thrown) {
      setError(thrown);
    } finally {
      setRead(null);
    }
  };
  return (
    <>
      <Button variant="subtle" onClick={() => void choose()} disabled={read !== null}>
        {read === null
          ? t("parcels.allMatching", { most: LABELS_MAX })
          : t("parcels.reading", { count: read })}
      </Button>
      {error !== null && <ProblemNotice error={error} />}
    </>
  );
}

function SelectionBar({
  filter,
  selection,
  onLabels,
  onManifest,
}: {
  filter: Filter;
  selection: Selection<Parcel>;
  onLabels(): void;
  onManifest(): void;
}) {
  const { t } = useTranslation();
  const may = useMay();
  const rows = [...selection.rows.values()];
  const booked = rows.filter((parcel) => parcel.state === "booked").length;
  if (rows.length === 0) return null;
  return (
    <div className="selection-bar" role="status">
      <span>{t("parcels.selected", { count: rows.length })}</span>
      <span className="page-actions">
        <AllMatching filter={filter} selection={selection} />
        <Button variant="subtle" onClick={selection.clear}>
          {t("state.clear")}
        </Button>
        <Button variant="default" onClick={onLabels}>
          {t("labels.print", { count: rows.length })}
        </Button>
        {may("parcels:write") && (
          <Button onClick={onManifest} disabled={booked === 0}>
            {t("parcels.toManifest")}
          </Button>
        )}
      </span>
    </div>
  );
}

type Doing = { readonly kind: "labels" | "manifest" } | { readonly kind: "cancel"; parcel: Parcel };

function Dialogs({
  doing,
  selection,
  onDone,
}: {
  doing: Doing | null;
  selection: Selection<Parcel>;
  onDone(): void;
}) {
  if (doing === null) return null;
  if (doing.kind === "cancel") return <CancelDialog parcel={doing.parcel} onClose={onDone} />;
  const rows = [...selection.rows.values()];
  if (doing.kind === "labels") return <LabelDialog parcels={rows} onClose={onDone} />;
  return (
    <ManifestDialog
      parcels={rows.filter((parcel) => parcel.state === "booked").map((parcel) => parcel.id)}
      onClose={(made) => {
        onDone();
        if (made) selection.clear();
      }}
    />
  );
}

export function ParcelList() {
  const { t } = useTranslation();
  const may = useMay();
  const { query } = useRoute();
  const states = STATES.map((value) => ({ value, label: t(`parcels.stateName.${value}`) }));
  const filter: Filter = {
    q: query.get("q") ?? "",
    state: findState(query.get("state"), states),
  };
  const paging = useParcels({ ...filter, cursor: query.get("cursor") ?? "" });
  const selection = useSelection<Parcel>();
  const services = useServices();
  const exceptions = useExceptionKinds();
  const [doing, setDoing] = useState<Doing | null>(null);
  const shown = paging.data?.items.filter((parcel) => parcel.state !== "cancelled") ?? [];
  return (
    <section className="list" aria-labelledby="parcel-list">
      <h2 id="parcel-list" className="visually-hidden">
        {t("parcels.list")}
      </h2>
      <search className="list-filter">
        <SearchField label={t("parcels.search")} />
        <StateField label={t("parcels.state")} any={t("parcels.anyState")} states={states} />
      </search>
      <SelectionBar
        filter={filter}
        selection={selection}
        onLabels={() => setDoing({ kind: "labels" })}
        onManifest={() => setDoing({ kind: "manifest" })}
      />
      <PagedTable
        paging={paging}
        label={t("parcels.list")}
        empty={<EmptyParcels filtered={filter.q !== "" || filter.state !== null} />}
        head={
          <ListHead
            columns={COLUMNS.map((name) => [name, t(`parcels.col.${name}`)])}
            numeric={NUMERIC}
            before={<SelectAll label={t("parcels.selectAll")} rows={shown} selection={selection} />}
          />
        }
      >
        {(parcel: Parcel) => (
          <ParcelRow
            key={parcel.id}
            parcel={parcel}
            selection={selection}
            services={services}
            exceptions={exceptions.get(parcel.id) ?? []}
            mayChange={may("parcels:write")}
            onCancel={() => setDoing({ kind: "cancel", parcel })}
          />
        )}
      </PagedTable>
      <Dialogs doing={doing} selection={selection} onDone={() => setDoing(null)} />
    </section>
  );
}
