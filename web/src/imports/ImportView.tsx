/** One import: read, mapped, checked, mended and kept; every state says what it is and what to do. */
import { Button } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useDiscard, useImport, useKeep } from "../api/imports";
import type { Import, ImportCounts } from "../api/types";
import { formatInstant } from "../format";
import { goTo, hrefOf, hrefWith, useRoute } from "../routes";
import { StateBadge } from "../states/Listing";
import { FaultList, ProblemNotice, Waiting } from "../states/Notices";
import { ReadingForm } from "./ReadingForm";
import { RowTable } from "./RowTable";

function AtWork({ one }: { one: Import }) {
  const { t, i18n } = useTranslation();
  const done = one.progress?.done ?? 0;
  const total = one.progress?.total ?? undefined;
  const count = (many: number) => new Intl.NumberFormat(i18n.language).format(many);
  const text =
    total === undefined
      ? t(`imports.work.${one.state}`, { done: count(done) })
      : t(`imports.workOf.${one.state}`, { done: count(done), total: count(total) });
  return (
    <div className="sending" role="status">
      <p>{text}</p>
      <progress value={total === undefined ? undefined : done} max={total} aria-label={text} />
    </div>
  );
}

/** Counts by the fate of the rows behind them, which are one click away. */
const FATE_OF = {
  rows: null,
  items: null,
  accepted: "accepted",
  unchanged: "unchanged",
  rejected: "rejected",
} as const;

function Counts({ counts }: { counts: ImportCounts }) {
  const { t, i18n } = useTranslation();
  const route = useRoute();
  const count = (many: number) => new Intl.NumberFormat(i18n.language).format(many);
  return (
    <dl className="counts">
      {(["rows", "items", "accepted", "unchanged", "rejected"] as const).map((name) => (
        <div key={name} data-fate={counts[name] > 0 ? name : undefined}>
          <dt>{t(`imports.count.${name}`)}</dt>
          <dd className="figure">
            <a href={hrefWith(route, { fate: FATE_OF[name], cursor: null })}>
              {count(counts[name])}
            </a>
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Decision({ one, counts }: { one: Import; counts: ImportCounts }) {
  const { t } = useTranslation();
  const keep = useKeep(one.id);
  const clean = counts.rejected === 0;
  const count = counts.accepted;
  return (
    <div className="import-decision">
      {count === 0 && <p>{t("imports.nothingNew")}</p>}
      {!clean && <p>{t("imports.mendFirst", { count: counts.rejected })}</p>}
      {keep.error && <ProblemNotice error={keep.error} />}
      <div className="page-actions">
        {count > 0 && (
          <Button
            loading={keep.isPending}
            onClick={() => keep.mutate({ revision: one.revision, partial: !clean })}
          >
            {t(clean ? "imports.keepAll" : "imports.keepGood", { count })}
          </Button>
        )}
      </div>
    </div>
  );
}

function Kept({ one }: { one: Import }) {
  const { t } = useTranslation();
  const cache = useQueryClient();
  const { kept } = one;
  useEffect(() => {
    void cache.invalidateQueries({ queryKey: [one.kind] });
    void cache.invalidateQueries({ queryKey: ["gaps"] });
  }, [cache, one.kind]);
  if (!kept) return null;
  return (
    <div className="kept" role="status">
      <p>
        {t(`imports.kept.${one.kind}`, { count: kept.created + kept.updated })}{" "}
        <span className="small">
          {t("imports.keptDetail", {
            created: kept.created,
            updated: kept.updated,
            unchanged: kept.unchanged,
            rejected: kept.rejected,
          })}
        </span>
      </p>
      <Button component="a" href={hrefOf(one.kind)} variant="default">
        {t(`imports.see.${one.kind}`)}
      </Button>
    </div>
  );
}

function Warnings({ one }: { one: Import }) {
  const { t } = useTranslation();
  if (one.warnings.length === 0) return null;
  return (
    <details className="import-warnings">
      <summary>{t("imports.warnings", { count: one.warnings.length })}</summary>
      <FaultList faults={one.warnings} />
    </details>
  );
}

function Checked({ one }: { one: Import }) {
  const { t } = useTranslation();
  const { survey, counts } = one;
  return (
    <>
      {survey && (
        <p>
          {survey.layout
            ? t("imports.layout", { name: survey.layout.name })
            : t("imports.layoutNone")}{" "}
          {survey.is_remembered && t("imports.remembered")}
        </p>
      )}
      <Kept one={one} />
      {counts && <Counts counts={counts} />}
      <Warnings one={one} />
      {counts && <Decision one={one} counts={counts} />}
      <details>
        <summary>{t("imports.reading")}</summary>
        <ReadingForm key={one.revision} one={one} />
      </details>
    </>
  );
}

function Discard({ one }: { one: Import }) {
  const { t } = useTranslation();
  const discard = useDiscard(one.id);
  const leave = () =>
    discard.mutate(undefined, { onSuccess: () => goTo(hrefOf("imports", { kind: one.kind })) });
  return (
    <>
      <Button variant="subtle" loading={discard.isPending} onClick={leave}>
        {t("imports.discard")}
      </Button>
      {discard.error && <ProblemNotice error={discard.error} />}
    </>
  );
}

function Step({ one }: { one: Import }) {
  const { t } = useTranslation();
  switch (one.state) {
    case "reading":
    case "keeping":
      return <AtWork one={one} />;
    case "unreadable":
      return (
        <>
          <div className="problem" role="alert">
            <p className="problem-title">{t("imports.unreadable")}</p>
            <FaultList faults={one.faults} />
          </div>
          <ReadingForm key={one.revision} one={{ ...one, faults: [] }} />
        </>
      );
    case "mapping":
      return (
        <>
          <h2>{t("imports.mapTitle")}</h2>
          <p>{t("imports.mapLead")}</p>
          <ReadingForm key={one.revision} one={one} />
        </>
      );
    case "checked":
      return <Checked one={one} />;
    default:
      return <Kept one={one} />;
  }
}

/** The rows stay where they are while a mend is read in: whoever works down a list loses no place. */
function useSteadyRows(one: Import | undefined): Import | null {
  const last = useRef<Import | null>(null);
  if (one?.state === "checked") last.current = one;
  else if (one?.state !== "reading") last.current = null;
  return last.current;
}

export function ImportView({ id }: { id: string }) {
  const { t, i18n } = useTranslation();
  const { data: one, error, isPending, refetch } = useImport(id);
  const rows = useSteadyRows(one);
  const isOpen = one && one.state !== "kept" && one.state !== "keeping";
  return (
    <div className="list-page">
      <div className="page-top">
        <a href={hrefOf("imports", { kind: one?.kind ?? null })}>{t("imports.all")}</a>
        <h1 tabIndex={-1}>{one?.name || id}</h1>
        {one && (
          <p className="page-actions">
            <StateBadge state={one.state}>{t(`imports.state.${one.state}`)}</StateBadge>
            {isOpen && (
              <span className="small">
                {t("imports.forgotten", { date: formatInstant(one.expires_at, i18n.language) })}
              </span>
            )}
            {isOpen && <Discard one={one} />}
          </p>
        )}
      </div>
      {isPending && <Waiting rows={5} />}
      {error && <ProblemNotice error={error} onRetry={() => void refetch()} />}
      {one && <Step one={one} />}
      {rows && <RowTable one={rows} mayMend={one?.state === "checked"} />}
    </div>
  );
}
