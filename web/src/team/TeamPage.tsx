/** Who works here and with which rights: members, invitations, keys, one's own account, who did what. */
import { useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import { hrefOf, useRoute } from "../routes";
import { useMay } from "../session/may";
import { readSession, watchSession } from "../session/session";
import { Parts } from "../states/Parts";
import { AccountPanel } from "./AccountPanel";
import { AuditList } from "./AuditList";
import { InvitePanel } from "./InvitePanel";
import { KeyList } from "./KeyList";
import { MailPanel } from "./MailPanel";
import { MemberList } from "./MemberList";

const TABS = ["members", "keys", "audit", "account"] as const;
type Tab = (typeof TABS)[number];

export default function TeamPage() {
  const { t } = useTranslation();
  const session = useSyncExternalStore(watchSession, readSession);
  const may = useMay();
  const { query } = useRoute();
  const open: Record<Tab, boolean> = {
    members: may("team:read"),
    keys: may("keys:read"),
    audit: may("audit:read"),
    account: Boolean(session),
  };
  const tabs = TABS.filter((tab) => open[tab]);
  const here = tabs.find((tab) => tab === query.get("tab")) ?? tabs[0];
  return (
    <div className="list-page">
      <div className="page-top">
        <h1 tabIndex={-1}>{t("team.title")}</h1>
        <Parts
          parts={tabs.map((tab) => ({
            href: hrefOf("team", { tab }),
            title: t(`team.tab.${tab}`),
            isHere: tab === here,
          }))}
        />
      </div>
      {here === "members" && <MemberList mayChange={may("team:write")} me={session?.account} />}
      {here === "members" && may("team:write") && <InvitePanel />}
      {here === "keys" && <KeyList mayChange={may("keys:write")} />}
      {here === "audit" && <AuditList />}
      {here === "account" && <AccountPanel />}
      {here === "account" && <MailPanel />}
    </div>
  );
}
