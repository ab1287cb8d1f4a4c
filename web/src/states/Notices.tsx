/** The states besides success: waiting, nothing there, and a problem with what to do about it. */
import { Button, Skeleton } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { problemOf } from "../api/problem";
import type { Fault } from "../api/types";

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

export function FaultList({ faults }: { faults: readonly Fault[] }) {
  const { t } = useTranslation();
  return (
    <ul className="faults">
      {faults.map((fault) => (
        <li key={`${fault.line ?? ""} ${fault.field} ${fault.code} ${fault.what}`}>
          {fault.line != null && (
            <span className="fault-line">{t("state.line", { line: fault.line })}</span>
          )}
          {fault.field !== "" && <code>{fault.field}</code>}
          <span>{fault.what}</span>
          {fault.mend !== "" && <span className="mend">→ {fault.mend}</span>}
        </li>
      ))}
    </ul>
  );
}

/** A problem in the reader's language as far as its code is known, with the server's own detail. */
export function ProblemNotice({
  error,
  onRetry,
}: {
  error: unknown;
  onRetry?: (() => void) | undefined;
}) {
  const { t, i18n } = useTranslation();
  const problem = problemOf(error);
  const known = `problems.${problem.code}`;
  return (
    <div role="alert" className="problem">
      <p className="problem-title">{i18n.exists(known) ? t(known) : problem.title}</p>
      {problem.detail !== "" && <p>{problem.detail}</p>}
      {problem.faults && <FaultList faults={problem.faults} />}
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
