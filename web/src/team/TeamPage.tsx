/** Who works here and with which rights: members, invitations, keys, one's own account, who did what. */
import { useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import { readSession, watchSession } from "../session/session";
import { AccountPanel } from "./AccountPanel";
import { AuditList } from "./AuditList";
import { InvitePanel } from "./InvitePanel";
import { KeyList } from "./KeyList";
import { MemberList } from "./MemberList";

export function TeamPage() {
  const { t } = useTranslation();
  const session = useSyncExternalStore(watchSession, readSession);
  // What a key may do is not told: then the server says.
  const may = (scope: string) => !session || session.scopes.some((one) => one === scope);
  return (
    <div className="list-page">
      <h1 tabIndex={-1}>{t("team.title")}</h1>
      {may("team:read") && <MemberList mayChange={may("team:write")} me={session?.account} />}
      {may("team:write") && <InvitePanel />}
      {may("keys:read") && <KeyList mayChange={may("keys:write")} />}
      {session && <AccountPanel />}
      {may("audit:read") && <AuditList />}
    </div>
  );
}
