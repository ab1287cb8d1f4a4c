/** Keeps what is shown in step with the server, and says so where it cannot. */
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useMay } from "../session/may";
import { type LineState, openLine } from "./line";

export function LiveMark() {
  const { t } = useTranslation();
  const cache = useQueryClient();
  const may = useMay();
  const mayListen = may("orders:read");
  const [state, setState] = useState<LineState>("opening");
  useEffect(() => {
    if (!mayListen) return undefined;
    return openLine(cache, setState);
  }, [cache, mayListen]);
  return (
    <span role="status" className="live-mark" data-state={state}>
      {state === "lost" && <span title={t("live.lostLead")}>{t("live.lost")}</span>}
    </span>
  );
}
