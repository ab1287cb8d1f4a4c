/** Status and exceptions as marks: a word, never a colour alone. */
import { useTranslation } from "react-i18next";

/** Where a parcel stands, in the words of the buyer's page. */
export function StatusMark({ status }: { status: string }) {
  const { t } = useTranslation();
  return (
    <span className="status-mark" data-status={status}>
      {t(`status.${status}`, { ns: "told", defaultValue: status })}
    </span>
  );
}

export function ExceptionMark({ kind }: { kind: string }) {
  const { t } = useTranslation();
  return (
    <span className="exception-mark">{t(`exceptions.kind.${kind}`, { defaultValue: kind })}</span>
  );
}
