/** Candidates of an HS code for a description: proposed, never applied by themselves. */
import { Button, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useHsCandidates } from "../api/products";
import { ProblemNotice, Waiting } from "../states/Notices";

const TYPING_PAUSE_MS = 300;

export function HsCandidateList({
  description,
  chosen,
  onChoose,
}: {
  description: string;
  chosen: string;
  onChoose(code: string): void;
}) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const [text, setText] = useState<string | null>(null);
  const [asked] = useDebouncedValue(text ?? description, TYPING_PAUSE_MS);
  const { data, error, isFetching } = useHsCandidates(asked, open);
  if (!open) {
    return (
      <Button variant="subtle" size="xs" onClick={() => setOpen(true)}>
        {t("hs.open")}
      </Button>
    );
  }
  return (
    <div className="hs-candidates">
      <TextInput
        type="search"
        label={t("hs.words")}
        description={t("hs.lead")}
        value={text ?? description}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      {isFetching && <Waiting rows={3} />}
      {error && <ProblemNotice error={error} />}
      {data?.items.length === 0 && <p>{t("hs.none")}</p>}
      {data && data.items.length > 0 && (
        <>
          <ul className="plain" aria-label={t("hs.list")}>
            {data.items.map((one) => (
              <li key={one.hs_code}>
                <Button
                  size="compact-sm"
                  variant={one.hs_code === chosen ? "filled" : "default"}
                  aria-pressed={one.hs_code === chosen}
                  onClick={() => onChoose(one.hs_code)}
                >
                  {one.hs_code}
                </Button>
                <div>
                  <span lang="en">{one.description}</span>
                  <p className="small" lang="en">
                    {one.within.join(" › ")}
                  </p>
                  <p className="small">{t("hs.foundBy", { words: one.found_by.join(", ") })}</p>
                </div>
              </li>
            ))}
          </ul>
          <p className="small">{t("hs.edition", { edition: data.edition })}</p>
        </>
      )}
    </div>
  );
}
