/** Where a file comes in: dropped or chosen, sent with its progress, then looked at on a page of its own. */
import { Button, FileButton } from "@mantine/core";
import { type DragEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useSendFile } from "../api/imports";
import type { ImportKind } from "../api/types";
import { formatBytes } from "../format";
import { FileIcon } from "../frame/icons";
import { goTo, hrefOf, hrefOfOne } from "../routes";
import { ProblemNotice } from "../states/Notices";

/** What the server can read; by names, for browsers know few of the types. */
const ENDINGS = ".csv,.tsv,.txt,.xlsx,.xlsm,text/csv,text/plain";

function DropZone({ kind, onFile }: { kind: ImportKind; onFile(file: File): void }) {
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
      <p>{t("imports.drop")}</p>
      <FileButton
        onChange={(file) => file && onFile(file)}
        accept={ENDINGS}
        inputProps={{ "aria-label": t(`imports.choose.${kind}`) }}
      >
        {(props) => (
          <Button {...props} variant="default">
            {t(`imports.choose.${kind}`)}
          </Button>
        )}
      </FileButton>
    </div>
  );
}

function Sending({ file, sent, onStop }: { file: File; sent: number; onStop(): void }) {
  const { t, i18n } = useTranslation();
  const bytes = (many: number) => formatBytes(many, i18n.language);
  const text =
    sent < file.size
      ? t("imports.sending", { name: file.name, sent: bytes(sent), size: bytes(file.size) })
      : t("imports.sent", { name: file.name });
  return (
    <div className="sending" role="status">
      <p>{text}</p>
      <progress value={sent} max={Math.max(file.size, 1)} aria-label={text} />
      <Button variant="default" size="xs" onClick={onStop}>
        {t("imports.stop")}
      </Button>
    </div>
  );
}

export function FileDoor({ kind }: { kind: ImportKind }) {
  const { t } = useTranslation();
  const sending = useSendFile();
  const [file, setFile] = useState<File | null>(null);
  const [sent, setSent] = useState(0);
  const stop = useRef<AbortController | null>(null);
  const start = (chosen: File) => {
    const control = new AbortController();
    stop.current = control;
    setFile(chosen);
    setSent(0);
    sending.mutate(
      {
        kind,
        file: chosen,
        // A second try of the same choice is the same request.
        idempotencyKey: crypto.randomUUID(),
        // What is sent includes a few bytes around the file.
        onProgress: (bytes) => setSent(Math.min(bytes, chosen.size)),
        signal: control.signal,
      },
      { onSuccess: (made) => goTo(hrefOfOne("imports", made.id)) },
    );
  };
  const reset = () => {
    stop.current?.abort();
    sending.reset();
    setFile(null);
  };
  return (
    <section className="import sheet" aria-labelledby="import-title">
      <div>
        <h2 id="import-title">{t(`imports.door.${kind}`)}</h2>
        <p className="small">
          {t("imports.doorLead")} <a href={hrefOf("imports", { kind })}>{t("imports.earlier")}</a>
        </p>
      </div>
      {file === null && <DropZone kind={kind} onFile={start} />}
      {file && sending.isPending && <Sending file={file} sent={sent} onStop={reset} />}
      {file && sending.error && (
        <>
          <ProblemNotice error={sending.error} onRetry={() => start(file)} />
          <Button variant="default" onClick={reset}>
            {t("imports.another")}
          </Button>
        </>
      )}
    </section>
  );
}
