/** One's own account: another password, and out everywhere. */
import { Button, PasswordInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { usePasswordChange, useSignOut } from "../api/people";
import { ProblemNotice } from "../states/Notices";

export function AccountPanel() {
  const { t } = useTranslation();
  const [current, setCurrent] = useState("");
  const [fresh, setFresh] = useState("");
  const change = usePasswordChange();
  const signOut = useSignOut();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const empty = () => {
      setCurrent("");
      setFresh("");
    };
    change.mutate({ current, new: fresh }, { onSuccess: empty });
  };
  return (
    <section className="list" aria-labelledby="own-account">
      <h2 id="own-account">{t("people.account")}</h2>
      <form className="team-form" onSubmit={submit}>
        <PasswordInput
          required
          label={t("people.currentPassword")}
          value={current}
          onChange={(event) => setCurrent(event.currentTarget.value)}
          autoComplete="current-password"
        />
        <PasswordInput
          required
          label={t("people.newPassword")}
          value={fresh}
          onChange={(event) => setFresh(event.currentTarget.value)}
          autoComplete="new-password"
        />
        <Button type="submit" variant="default" loading={change.isPending}>
          {t("people.changePassword")}
        </Button>
        <Button variant="default" onClick={() => signOut.mutate(true)} loading={signOut.isPending}>
          {t("people.signOutEverywhere")}
        </Button>
      </form>
      {change.error && <ProblemNotice error={change.error} />}
      {signOut.error && <ProblemNotice error={signOut.error} />}
      {change.isSuccess && <p role="status">{t("people.passwordChanged")}</p>}
    </section>
  );
}
