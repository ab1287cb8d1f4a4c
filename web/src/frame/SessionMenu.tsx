/** Who is signed in, for whom, with live or test data; and the way out. */
import { Button, Popover, Select, Stack } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useSignOut, useSwitch } from "../api/people";
import type { Session } from "../api/types";
import { ProblemNotice } from "../states/Notices";

export default function SessionMenu({ session }: { session: Session }) {
  const { t } = useTranslation();
  const change = useSwitch();
  const signOut = useSignOut();
  const { mode, organisation, memberships } = session;
  const other = mode === "live" ? "test" : "live";
  const places = memberships.map(({ organisation: one }) => ({ value: one.id, label: one.name }));
  return (
    <Popover position="bottom-end" width={280} shadow="md" trapFocus>
      <Popover.Target>
        <button
          type="button"
          className={`key-badge ${mode}`}
          aria-label={`${t("people.account")}: ${session.name}, ${t(`people.mode.${mode}`)}`}
        >
          <span className="session-name">{session.name || session.email}</span>
          <small>{t(`people.mode.${mode}`)}</small>
        </button>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap="sm">
          <p className="small">
            {organisation.name} · {t(`team.role.${session.role}`)}
          </p>
          {places.length > 1 && (
            <Select
              label={t("people.organisation")}
              data={places}
              value={organisation.id}
              onChange={(id) => id && change.mutate({ organisation: id })}
              comboboxProps={{ withinPortal: false }}
              allowDeselect={false}
            />
          )}
          <p className="small">{t(`people.modeLead.${mode}`)}</p>
          <Button
            variant="default"
            size="sm"
            loading={change.isPending}
            onClick={() => change.mutate({ mode: other })}
          >
            {t(`people.switchTo.${other}`)}
          </Button>
          {change.error && <ProblemNotice error={change.error} />}
          <Button size="sm" loading={signOut.isPending} onClick={() => signOut.mutate(false)}>
            {t("people.signOut")}
          </Button>
          {signOut.error && <ProblemNotice error={signOut.error} />}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
