/** What the server says is wrong, in the reader's language by its code; its own words, which name the value, stand one click behind. */
import type { TFunction } from "i18next";
import { type ReactNode, useId, useState } from "react";
import { useTranslation } from "react-i18next";

/** Anything that tells what is wrong by a stable code: a fault, a finding of the network's check. */
export interface Told {
  readonly code: string;
  readonly what: string;
  readonly mend: string;
}

export interface Words {
  readonly what: string;
  readonly mend: string;
  /** The server's own words, where others stand for them. */
  readonly own: string | null;
}

/** What is wrong and what to do, in one line. */
export function inOneLine({ what, mend }: { what: string; mend: string }): string {
  return mend === "" ? what : `${what} → ${mend}`;
}

/** The words for what was told: `find` gives the text of a key, and null where the language has none. */
export function wordsOf(told: Told, find: (key: string) => string | null): Words {
  const what = find(`fault.${told.code}.what`);
  if (what === null) return { what: told.what, mend: told.mend, own: null };
  return { what, mend: find(`fault.${told.code}.mend`) ?? "", own: inOneLine(told) };
}

/** What stands there for the moment until the texts are here: better than another language that then changes. */
const UNTOLD: Words = { what: "", mend: "", own: null };

/** Finds texts of the reader's language alone: English has none, for that is what the server speaks. */
function finder(t: TFunction<"faults">): (key: string) => string | null {
  return (key) => t(key, { defaultValue: "" }) || null;
}

export function useFaultWords(): (told: Told) => Words {
  const { t, i18n, ready } = useTranslation("faults");
  if (!ready && i18n.language !== "en") return () => UNTOLD;
  const find = finder(t);
  return (told) => wordsOf(told, find);
}

/** What to do about a problem as a whole, by its code; null where the language has no text for it. */
export function useProblemMend(): (code: string) => string | null {
  const { t, i18n, ready } = useTranslation("faults");
  if (!ready && i18n.language !== "en") return () => "";
  const find = finder(t);
  return (code) => find(`problem.${code}`);
}

/** The server's own words, in its language, once they are asked for. */
export function OwnWords({ text }: { text: string }) {
  const { t } = useTranslation();
  const id = useId();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <button
        type="button"
        className="text-button own-words"
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => setOpen(!isOpen)}
      >
        {t("state.ownWords")}
      </button>
      <span id={id} lang="en" className="small" hidden={!isOpen}>
        {text}
      </span>
    </>
  );
}

/** One fault in words, within whatever line it stands in. */
export function FaultWords({ told }: { told: Told }) {
  const { what, mend, own } = useFaultWords()(told);
  return (
    <>
      <span>{what}</span>
      {mend !== "" && <span className="mend">→ {mend}</span>}
      {own !== null && <OwnWords text={own} />}
    </>
  );
}

/** Faults of one field, for the place below it; undefined where there are none, so that the field is not marked. */
export function fieldFaults(faults: readonly Told[] | undefined): ReactNode {
  if (faults === undefined || faults.length === 0) return undefined;
  return faults.map((told) => (
    <span key={`${told.code} ${told.what}`} className="field-fault">
      <FaultWords told={told} />
    </span>
  ));
}
