/** Opens a label in a new tab; its bytes need the key, so they are fetched and handed over. */
import { Button } from "@mantine/core";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { fetchLabel } from "../api/queries";
import { markHere } from "../start/seat";
import { ProblemNotice } from "../states/Notices";

export function LabelButton({ id, number }: { id: string; number: string }) {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const [address, setAddress] = useState<string | null>(null);
  const [blocked, setBlocked] = useState(false);
  // A label names a person: its address in this tab ends with the row.
  useEffect(() => () => (address ? URL.revokeObjectURL(address) : undefined), [address]);
  const open = async () => {
    // The tab is opened within the click, or the browser would block it; it gets its page later.
    const tab = window.open("", "_blank");
    setBusy(true);
    setError(null);
    try {
      const made = URL.createObjectURL(await fetchLabel(id));
      setAddress(made);
      markHere("printed");
      setBlocked(tab === null);
      tab?.location.replace(made);
    } catch (thrown) {
      tab?.close();
      setError(thrown);
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <Button
        size="compact-sm"
        variant="default"
        loading={busy}
        onClick={() => void open()}
        aria-label={t("parcels.labelOf", { number })}
      >
        {t("parcels.label")}
      </Button>
      {blocked && address && (
        <span className="small">
          {t("parcels.labelBlocked")}{" "}
          <a href={address} target="_blank" rel="noreferrer">
            {t("parcels.labelOpen")}
          </a>
        </span>
      )}
      {error !== null && <ProblemNotice error={error} />}
    </>
  );
}
