/** The states besides success: waiting, nothing there, and a problem with what to do about it. */
import { Button, Skeleton } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { problemOf } from "../api/problem";
import type { Fault, Problem } from "../api/types";
import { FaultWords, OwnWords, useProblemMend } from "./FaultWords";

export function Waiting({ rows = 4, height = 36 }: { rows?: number; height?: number }) {
  const { t } = useTranslation();
  return (
    <div role="status" aria-label={t("state.loading")} className="waiting">
      {Array.from({ length: rows }, (_, row) => `row-${row}`).map((row) => (
        <Skeleton key={row} height={height} radius="sm" />
      ))}
    </div>
  );
}

export function Nothing({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="nothing">
      <p className="nothing-title">{title}</p>
      {children}
    </div>
  );
}

/** A field by the name that the pages give it; a path that has none as it is. */
function FieldName({ field }: { field: string }) {
  const { t } = useTranslation();
  if (field === "") return null;
  const name = t(`imports.field.${field}`, { defaultValue: "" });
  return name === "" ? <code>{field}</code> : <b className="fault-field">{name}</b>;
}

export function FaultList({ faults }: { faults: readonly Fault[] }) {
  const { t } = useTranslation();
  return (
    <ul className="faults">
      {faults.map((fault) => (
        <li key={`${fault.line ?? ""} ${fault.field} ${fault.code} ${fault.what}`}>
          {fault.line != null && (
            <span className="fault-line">{t("state.line", { line: fault.line })}</span>
          )}
          <FieldName field={fault.field} />
          <FaultWords told={fault} />
        </li>
      ))}
    </ul>
  );
}

/** What a problem is, and what to do: the server's detail, or the reader's language with that behind it. */
export function ProblemWords({ problem, areBelow }: { problem: Problem; areBelow?: boolean }) {
  const { t, i18n } = useTranslation();
  const known = `problems.${problem.code}`;
  const told = useProblemMend()(problem.code);
  const mend = areBelow ? t("state.faultsBelow") : told;
  return (
    <>
      <p className="problem-title">{i18n.exists(known) ? t(known) : problem.title}</p>
      {mend === null && problem.detail !== "" && <p>{problem.detail}</p>}
      {mend !== null && (
        <p className="problem-mend">
          {mend} {problem.detail !== "" && !areBelow && <OwnWords text={problem.detail} />}
        </p>
      )}
    </>
  );
}

/** A problem with its faults; `faults` are those to show here, where the others stand at their fields. */
export function ProblemNotice({
  error,
  faults,
  onRetry,
}: {
  error: unknown;
  faults?: readonly Fault[] | undefined;
  onRetry?: (() => void) | undefined;
}) {
  const { t } = useTranslation();
  const problem = problemOf(error);
  const all = problem.faults ?? [];
  const shown = faults ?? all;
  return (
    <div role="alert" className="problem">
      <ProblemWords problem={problem} areBelow={shown.length < all.length} />
      {shown.length > 0 && <FaultList faults={shown} />}
      {onRetry && (
        <Button variant="default" size="xs" onClick={onRetry}>
          {t("state.retry")}
        </Button>
      )}
    </div>
  );
}

/** Says that a figure follows from a rule, not from a publication. */
export function EstimatedMark() {
  const { t } = useTranslation();
  return (
    <span className="estimated" title={t("state.estimatedWhy")}>
      {t("state.estimated")}
    </span>
  );
}
