/** Inviting somebody: the address to hand on is shown once. */
import { Button, Select, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { useInvitations, useInvite, useWithdrawal } from "../api/people";
import type { Role } from "../api/types";
import { formatDate } from "../format";
import { ProblemNotice } from "../states/Notices";
import { ROLES, roleOf } from "./roles";
import { ShownOnce } from "./ShownOnce";

function OpenInvitations() {
  const { t, i18n } = useTranslation();
  const { data } = useInvitations();
  const withdrawal = useWithdrawal();
  if (!data || data.items.length === 0) return null;
  return (
    <>
      <h3>{t("team.open")}</h3>
      {withdrawal.error && <ProblemNotice error={withdrawal.error} />}
      <ul className="plain-list">
        {data.items.map((one) => (
          <li key={one.id}>
            <span>
              {one.email} · {t(`team.role.${one.role}`)} ·{" "}
              {t("team.until", { date: formatDate(one.expires_at, i18n.language, "full") })}
            </span>
            <Button
              size="xs"
              variant="default"
              aria-label={t("team.withdrawOf", { name: one.email })}
              onClick={() => withdrawal.mutate(one.id)}
            >
              {t("team.withdraw")}
            </Button>
          </li>
        ))}
      </ul>
    </>
  );
}

export function InvitePanel() {
  const { t } = useTranslation();
  const [email, setEmail] = useState("");
  const [role, setRole] = useState<Role>("seller");
  const invite = useInvite();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    invite.mutate({ email, role }, { onSuccess: () => setEmail("") });
  };
  const secret = invite.data?.secret;
  const isMailed = invite.data?.is_mailed === true;
  return (
    <section className="list" aria-labelledby="invite">
      <h2 id="invite">{t("team.invite")}</h2>
      <p className="small">{t("team.inviteLead")}</p>
      <form className="team-form" onSubmit={submit}>
        <TextInput
          required
          type="email"
          label={t("people.email")}
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
          autoComplete="off"
        />
        <Select
          label={t("team.roleTitle")}
          description={t(`team.roleLead.${role}`)}
          inputWrapperOrder={["label", "input", "description"]}
          data={ROLES.map((value) => ({ value, label: t(`team.role.${value}`) }))}
          value={role}
          onChange={(text) => setRole(roleOf(text) ?? role)}
          allowDeselect={false}
        />
        <Button type="submit" loading={invite.isPending}>
          {t("team.invite")}
        </Button>
      </form>
      {invite.error && <ProblemNotice error={invite.error} />}
      {isMailed && <p role="status">{t("team.mailed")}</p>}
      {secret && (
        <ShownOnce
          lead={t("team.handOn")}
          text={`${location.origin}${location.pathname}#/join/${secret}`}
        />
      )}
      <OpenInvitations />
    </section>
  );
}
