/** Prints the labels of some parcels into one file, and says honestly how far it has come. */
import { Button, Modal, SegmentedControl, TextInput } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Parcel } from "../api/types";
import { formatBytes } from "../format";
import { markHere } from "../start/seat";
import { ProblemNotice } from "../states/Notices";
import {
  type Dpi,
  fetchLabels,
  LABELS_MAX,
  type LabelFormat,
  type LabelProgress,
  type LabelWish,
} from "./labels";
import { numberOf } from "./number";

function Progress({ progress, seconds }: { progress: LabelProgress; seconds: number }) {
  const { t, i18n } = useTranslation();
  const bytes = (many: number) => formatBytes(many, i18n.language);
  if (progress.kind === "asked") {
    const text = t("labels.asked", { count: seconds });
    return (
      <div role="status">
        <p>{text}</p>
        <progress aria-label={text} />
      </div>
    );
  }
  const { done, total } = progress;
  const text =
    progress.kind === "labels"
      ? t("labels.drawn", { done, total: total ?? done })
      : total === null
        ? t("labels.received", { done: bytes(done) })
        : t("labels.receivedOf", { done: bytes(done), total: bytes(total) });
  return (
    <div role="status">
      <p>{text}</p>
      <progress
        value={total === null ? undefined : done}
        max={total ?? undefined}
        aria-label={text}
      />
    </div>
  );
}

/** Seconds since something began; 0 while it does not run. */
function useSeconds(runs: boolean): number {
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    setSeconds(0);
    if (!runs) return undefined;
    const timer = setInterval(() => setSeconds((before) => before + 1), 1_000);
    return () => clearInterval(timer);
  }, [runs]);
  return seconds;
}

interface Made {
  readonly address: string;
  readonly name: string;
  readonly bytes: number;
}

function usePrinting() {
  const [progress, setProgress] = useState<LabelProgress | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [made, setMade] = useState<Made | null>(null);
  const stop = useRef<AbortController | null>(null);
  // Labels name people: their address in this tab, and the request, end with the dialog.
  useEffect(() => () => (made ? URL.revokeObjectURL(made.address) : undefined), [made]);
  useEffect(() => () => stop.current?.abort(), []);
  const print = async (wish: LabelWish, name: string) => {
    const control = new AbortController();
    stop.current = control;
    setError(null);
    setMade(null);
    try {
      const file = await fetchLabels(wish, setProgress, control.signal);
      setMade({ address: URL.createObjectURL(file), name, bytes: file.size });
      markHere("printed");
    } catch (thrown) {
      if (!control.signal.aborted) setError(thrown);
    } finally {
      setProgress(null);
    }
  };
  return { progress, error, made, print, abort: () => stop.current?.abort() };
}

function Ready({ made }: { made: Made }) {
  const { t, i18n } = useTranslation();
  return (
    <div className="kept" role="status">
      <p>{t("labels.ready", { size: formatBytes(made.bytes, i18n.language) })}</p>
      <span className="page-actions">
        <Button component="a" href={made.address} target="_blank" data-autofocus>
          {t("labels.open")}
        </Button>
        <Button component="a" href={made.address} download={made.name} variant="default">
          {t("labels.save")}
        </Button>
      </span>
    </div>
  );
}

function Wishes({
  isOne,
  wish,
  onChange,
}: {
  isOne: boolean;
  wish: Omit<LabelWish, "parcels">;
  onChange(wish: Omit<LabelWish, "parcels">): void;
}) {
  const { t } = useTranslation();
  const formats = (isOne ? (["pdf", "zpl", "png"] as const) : (["pdf", "zpl"] as const)).map(
    (value) => ({ value, label: t(`labels.format.${value}`) }),
  );
  return (
    <>
      <SegmentedControl
        aria-label={t("labels.formatTitle")}
        data={formats}
        value={wish.format}
        onChange={(format) => onChange({ ...wish, format: format as LabelFormat })}
      />
      <p className="small">{t(`labels.formatLead.${wish.format}`)}</p>
      {wish.format !== "pdf" && (
        <SegmentedControl
          aria-label={t("labels.dpi")}
          data={[203, 300].map((dpi) => ({
            value: String(dpi),
            label: t("labels.dpiOf", { dpi }),
          }))}
          value={String(wish.dpi)}
          onChange={(dpi) => onChange({ ...wish, dpi: Number(dpi) as Dpi })}
        />
      )}
      {wish.format === "png" && (
        <TextInput
          label={t("labels.page")}
          description={t("labels.pageHint")}
          inputMode="numeric"
          value={String(wish.page)}
          onChange={(event) =>
            onChange({ ...wish, page: Math.max(1, Number(event.currentTarget.value) || 1) })
          }
        />
      )}
    </>
  );
}

export function LabelDialog({ parcels, onClose }: { parcels: readonly Parcel[]; onClose(): void }) {
  const { t } = useTranslation();
  const [wish, setWish] = useState<Omit<LabelWish, "parcels">>({
    format: "pdf",
    dpi: 203,
    page: 1,
  });
  const { progress, error, made, print, abort } = usePrinting();
  const seconds = useSeconds(progress !== null);
  const count = parcels.length;
  const [first] = parcels;
  const name = `${count === 1 && first ? numberOf(first) : `labels-${String(count)}`}.${wish.format}`;
  const start = () => void print({ ...wish, parcels: parcels.map((one) => one.id) }, name);
  return (
    <Modal
      opened
      onClose={onClose}
      title={t("labels.title", { count })}
      closeButtonProps={{ "aria-label": t("orders.close") }}
      centered
    >
      <div className="dialog">
        {!progress && !made && <Wishes isOne={count === 1} wish={wish} onChange={setWish} />}
        {count > LABELS_MAX && <p role="alert">{t("labels.tooMany", { most: LABELS_MAX })}</p>}
        {progress && <Progress progress={progress} seconds={seconds} />}
        {made && <Ready made={made} />}
        {error !== null && <ProblemNotice error={error} />}
        <div className="dialog-actions">
          <Button variant="default" onClick={progress ? abort : onClose}>
            {t(made ? "orders.close" : "orders.cancel")}
          </Button>
          {!made && (
            <Button loading={progress !== null} disabled={count > LABELS_MAX} onClick={start}>
              {t("labels.make")}
            </Button>
          )}
        </div>
      </div>
    </Modal>
  );
}
