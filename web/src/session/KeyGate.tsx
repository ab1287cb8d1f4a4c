/** Asks for a key where there is none, and lets everything else wait behind it. */
import { Button, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { CompassRose } from "../frame/CompassRose";
import { isKey, writeKey } from "./key";

export function KeyGate({ refused }: { refused: boolean }) {
  const { t } = useTranslation();
  const [text, setText] = useState("");
  const [wrong, setWrong] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isKey(text)) writeKey(text);
    else setWrong(true);
  };
  return (
    <main id="content" className="key-gate">
      <CompassRose size={220} className="gate-rose" />
      <form onSubmit={submit}>
        <h1>{t("key.title")}</h1>
        {refused && (
          <p role="alert" className="refused-key">
            {t("key.refused")}
          </p>
        )}
        <p>{t("key.lead")}</p>
        <TextInput
          type="password"
          label={t("key.label")}
          placeholder={t("key.placeholder")}
          description={t("key.hint")}
          error={wrong && !isKey(text) ? t("key.shape") : undefined}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          autoComplete="off"
          spellCheck={false}
        />
        <Button type="submit">{t("key.use")}</Button>
      </form>
    </main>
  );
}
