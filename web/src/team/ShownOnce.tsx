/** A secret that is told this once, with a button that copies it. */
import { Button, CopyButton } from "@mantine/core";
import { useTranslation } from "react-i18next";

export function ShownOnce({ lead, text }: { lead: string; text: string }) {
  const { t } = useTranslation();
  return (
    <div className="shown-once" role="status">
      <p>{lead}</p>
      <code translate="no">{text}</code>
      <CopyButton value={text}>
        {({ copied, copy }) => (
          <Button size="xs" variant="default" onClick={copy}>
            {copied ? t("team.copied") : t("team.copy")}
          </Button>
        )}
      </CopyButton>
    </div>
  );
}
