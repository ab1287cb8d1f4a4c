/** The members with their roles; the last owner cannot be changed, which the server says. */
import { Button, Select } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useMemberRemoval, useMembers, useRoleChange } from "../api/people";
import type { Member } from "../api/types";
import { formatDate } from "../format";
import { Nothing, ProblemNotice, Waiting } from "../states/Notices";
import { Sheet } from "../states/Sheet";
import { ROLES, roleOf } from "./roles";

interface RowProps {
  member: Member;
  mayChange: boolean;
  isMe: boolean;
}

function MemberRow({ member, mayChange, isMe }: RowProps) {
  const { t, i18n } = useTranslation();
  const change = useRoleChange();
  const removal = useMemberRemoval();
  const error = change.error ?? removal.error;
  const data = ROLES.map((value) => ({ value, label: t(`team.role.${value}`) }));
  const give = (text: string | null) => {
    const role = roleOf(text);
    if (role && role !== member.role) change.mutate({ id: member.account, role });
  };
  return (
    <tr>
      <th scope="row" className="row-name">
        {member.name || member.email} {isMe && <span className="small">{t("team.you")}</span>}
        {error && <ProblemNotice error={error} />}
      </th>
      <td>{member.email}</td>
      <td>
        {mayChange ? (
          <Select
            aria-label={t("team.roleOf", { name: member.name || member.email })}
            data={data}
            value={member.role}
            onChange={give}
            disabled={change.isPending}
            allowDeselect={false}
            miw={150}
          />
        ) : (
          t(`team.role.${member.role}`)
        )}
      </td>
      <td className="numeric figure">{formatDate(member.since, i18n.language, "full")}</td>
      <td>
        {mayChange && (
          <Button
            size="xs"
            variant="default"
            loading={removal.isPending}
            aria-label={t("team.removeOf", { name: member.name || member.email })}
            onClick={() => removal.mutate(member.account)}
          >
            {t("team.remove")}
          </Button>
        )}
      </td>
    </tr>
  );
}

export function MemberList({ mayChange, me }: { mayChange: boolean; me: string | undefined }) {
  const { t } = useTranslation();
  const { data, error, isPending, refetch } = useMembers();
  const columns = [
    { title: t("people.name") },
    { title: t("people.email") },
    { title: t("team.roleTitle") },
    { title: t("team.since"), isNumeric: true },
    { title: t("team.actions") },
  ];
  return (
    <section className="list" aria-labelledby="member-list">
      <h2 id="member-list">{t("team.members")}</h2>
      {isPending && <Waiting rows={3} />}
      {error && <ProblemNotice error={error} onRetry={() => void refetch()} />}
      {data?.items.length === 0 && <Nothing title={t("team.nobody")} />}
      {data && data.items.length > 0 && (
        <Sheet label={t("team.members")} columns={columns}>
          {data.items.map((member) => (
            <MemberRow
              key={member.account}
              member={member}
              mayChange={mayChange}
              isMe={member.account === me}
            />
          ))}
        </Sheet>
      )}
    </section>
  );
}
