/** A file of orders: dropped or chosen, tried without keeping anything, then accepted. */
import { Button, FileButton, Select } from "@mantine/core";
import { type DragEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { problemOf } from "../api/problem";
import { useImport } from "../api/queries";
import type { ImportReport } from "../api/types";
import { FileIcon } from "../frame/icons";
import { FaultList, ProblemNotice, Waiting } from "../states/Notices";
import { FateTable } from "./FateTable";

/** What spreadsheets on the markets served write; the server knows more by the same names. */
const ENCODINGS = [
  "utf-8",
  "gb18030",
  "gbk",
  "big5",
  "shift_jis",
  "euc-kr",
  "windows-1251",
  "windows-1252",
  "utf-16le",
  "utf-16be",
];

function DropZone({ onFile }: { onFile(file: File): void }) {
  const { t } = useTranslation();
  const [over, setOver] = useState(false);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const file = event.dataTransfer.files[0];
    if (file) onFile(file);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is for the mouse; the button inside does the same
    <div
      className="drop-zone"
      data-over={over || undefined}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <FileIcon />
      <p>{t("orders.drop")}</p>
      <FileButton
        onChange={(file) => file && onFile(file)}
        accept=".csv,.txt,text/csv,text/plain"
        inputProps={{ "aria-label": t("orders.choose") }}
      >
        {(props) => (
          <Button {...props} variant="default">
            {t("orders.choose")}
          </Button>
        )}
      </FileButton>
    </div>
  );
}

function EncodingChoice({
  read,
  asked,
  value,
  onChange,
}: {
  read: string | null;
  asked: boolean;
  value: string;
  onChange(value: string): void;
}) {
  const { t } = useTranslation();
  return (
    <Select
      className="encoding"
      label={t(asked ? "orders.encodingAsk" : "orders.encoding")}
      description={read === null ? undefined : t("orders.encodingRead", { encoding: read })}
      placeholder={t("orders.encodingDetect")}
      data={ENCODINGS}
      value={value || null}
      onChange={(chosen) => onChange(chosen ?? "")}
      searchable
      clearable
    />
  );
}

function Counts({ report }: { report: ImportReport }) {
  const { t } = useTranslation();
  return (
    <dl className="counts">
      {(["orders", "accepted", "unchanged", "rejected"] as const).map((name) => (
        <div key={name} data-fate={name}>
          <dt>{t(`orders.count.${name}`)}</dt>
          <dd className="figure">{report[name]}</dd>
        </div>
      ))}
    </dl>
  );
}

function Decision({
  report,
  busy,
  onAccept,
  onDiscard,
}: {
  report: ImportReport;
  busy: boolean;
  onAccept(partial: boolean): void;
  onDiscard(): void;
}) {
  const { t } = useTranslation();
  const clean = report.rejected === 0;
  const count = report.accepted;
  return (
    <>
      {count === 0 && <p>{t("orders.nothingNew")}</p>}
      {!clean && <p>{t("orders.mendFirst")}</p>}
      <div className="decision">
        {count > 0 && (
          <Button
            loading={busy}
            onClick={() => onAccept(!clean)}
            variant={clean ? "filled" : "default"}
          >
            {t(clean ? "orders.acceptAll" : "orders.acceptGood", { count })}
          </Button>
        )}
        <Button variant="subtle" disabled={busy} onClick={onDiscard}>
          {t("orders.discard")}
        </Button>
      </div>
    </>
  );
}

function useImportFlow() {
  const trial = useImport();
  const keep = useImport();
  const [file, setFile] = useState<File | null>(null);
  const [encoding, setEncoding] = useState("");
  const reset = () => {
    setFile(null);
    setEncoding("");
    trial.reset();
    keep.reset();
  };
  const tryOut = (chosen: File, as: string) => {
    setFile(chosen);
    setEncoding(as);
    keep.reset();
    trial.mutate({ file: chosen, encoding: as, dryRun: true, partial: false });
  };
  const accept = (partial: boolean) => {
    if (!file) return;
    // What was shown is what is kept: the encoding found in the trial is said outright.
    const read = encoding || (trial.data?.encoding ?? "");
    keep.mutate({ file, encoding: read, dryRun: false, partial });
  };
  return { trial, keep, file, encoding, reset, tryOut, accept };
}

function Kept({ report, onAnother }: { report: ImportReport; onAnother(): void }) {
  const { t } = useTranslation();
  return (
    <div className="kept" role="status">
      <p>{report.applied ? t("orders.kept", { count: report.accepted }) : t("orders.keptNone")}</p>
      <Button variant="default" onClick={onAnother}>
        {t("orders.another")}
      </Button>
    </div>
  );
}

function Preview({
  flow,
  report,
}: {
  flow: ReturnType<typeof useImportFlow>;
  report: ImportReport;
}) {
  const { t } = useTranslation();
  const { trial, keep, file } = flow;
  return (
    <>
      <h3>{t("orders.previewTitle", { name: file?.name ?? "" })}</h3>
      <div className="preview-head">
        <Counts report={report} />
        <EncodingChoice
          read={report.encoding}
          asked={report.warnings.some((fault) => fault.code.startsWith("encoding"))}
          value={flow.encoding}
          onChange={(as) => file && flow.tryOut(file, as)}
        />
      </div>
      {report.warnings.length > 0 && (
        <div className="problem">
          <p className="problem-title">{t("orders.fileFaults")}</p>
          <FaultList faults={report.warnings} />
        </div>
      )}
      {keep.error && <ProblemNotice error={keep.error} />}
      <Decision
        report={report}
        busy={keep.isPending || trial.isPending}
        onAccept={flow.accept}
        onDiscard={flow.reset}
      />
      <FateTable report={report} />
    </>
  );
}

export function ImportPanel() {
  const { t } = useTranslation();
  const flow = useImportFlow();
  const { trial, keep, file } = flow;
  const panel = useRef<HTMLElement>(null);
  const unreadable = trial.error !== null && problemOf(trial.error).code === "file_unreadable";
  const report = keep.data?.applied === false ? keep.data : trial.data;
  return (
    <section className="import sheet" aria-labelledby="import-title" ref={panel}>
      <div>
        <h2 id="import-title">{t("orders.upload")}</h2>
        <p className="small">{t("orders.uploadLead")}</p>
      </div>
      {file === null && <DropZone onFile={(chosen) => flow.tryOut(chosen, "")} />}
      {trial.isPending && (
        <>
          <p className="small">{t("orders.checking", { name: file?.name ?? "" })}</p>
          <Waiting rows={3} />
        </>
      )}
      {trial.error && (
        <>
          <ProblemNotice
            error={trial.error}
            onRetry={() => file && flow.tryOut(file, flow.encoding)}
          />
          <div className="decision">
            {unreadable && (
              <EncodingChoice
                read={null}
                asked
                value={flow.encoding}
                onChange={(as) => file && flow.tryOut(file, as)}
              />
            )}
            <Button variant="default" onClick={flow.reset}>
              {t("orders.another")}
            </Button>
          </div>
        </>
      )}
      {keep.data?.applied && <Kept report={keep.data} onAnother={flow.reset} />}
      {report && !trial.isPending && !keep.data?.applied && <Preview flow={flow} report={report} />}
    </section>
  );
}
