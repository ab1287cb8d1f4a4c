/** Takes an API key instead of a sign-in. */
import { Button, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { isKey, writeKey } from "./key";

export function KeyForm({ refused }: { refused: boolean }) {
  const { t } = useTranslation();
  const [text, setText] = useState("");
  const [wrong, setWrong] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isKey(text)) writeKey(text);
    else setWrong(true);
  };
  return (
    <form onSubmit={submit} className="key-form">
      <h2>{t("key.title")}</h2>
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
      <Button type="submit" variant="default">
        {t("key.use")}
      </Button>
    </form>
  );
}
