/** The sign-in ended in the middle of work: sign in again in place, and go on where it was left. */
import { Button } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { Session } from "../api/types";
import { SignInForm } from "./Gate";
import { keepSession } from "./session";

export default function SignInAgain({ was }: { was: Session }) {
  const { t } = useTranslation();
  const cache = useQueryClient();
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => title.current?.focus(), []);
  const leave = () => {
    cache.clear();
    keepSession(null);
  };
  return (
    <main id="content" className="key-gate">
      <h1 tabIndex={-1} ref={title}>
        {t("people.againTitle")}
      </h1>
      <p role="status">{t("people.ended")}</p>
      <p className="small">{t("people.againLead")}</p>
      <SignInForm known={was.email} />
      <Button variant="subtle" onClick={leave}>
        {t("people.leave")}
      </Button>
    </main>
  );
}
