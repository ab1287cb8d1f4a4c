/** Asks before what was typed is lost: by a link, by back and forward, by closing the tab. */
import { Button, Modal } from "@mantine/core";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { holdRoute, leaveFor } from "../routes";

/** Stands beside a form; while something in it is not saved, whoever goes elsewhere is asked. */
export function Unsaved({ isChanged }: { isChanged: boolean }) {
  const { t } = useTranslation();
  const [wanted, setWanted] = useState<string | null>(null);
  useEffect(() => {
    if (!isChanged) return undefined;
    const release = holdRoute(setWanted);
    const stay = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", stay);
    return () => {
      release();
      window.removeEventListener("beforeunload", stay);
    };
  }, [isChanged]);
  if (wanted === null) return null;
  return (
    <Modal
      opened
      onClose={() => setWanted(null)}
      title={t("state.unsaved")}
      closeButtonProps={{ "aria-label": t("orders.close") }}
      centered
    >
      <div className="dialog">
        <p>{t("state.unsavedLead")}</p>
        <div className="dialog-actions">
          <Button variant="default" onClick={() => setWanted(null)} data-autofocus>
            {t("state.stay")}
          </Button>
          <Button className="danger" onClick={() => leaveFor(wanted)}>
            {t("state.leave")}
          </Button>
        </div>
      </div>
    </Modal>
  );
}
