/** The bell: how many notices are new, the notices, and that they were read. */
import { Button, Popover } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useNotices, useReadNotices } from "../api/notices";
import type { Notice } from "../api/types";
import { formatInstant } from "../format";
import { BellIcon } from "../frame/icons";
import { hrefOf } from "../routes";
import { readKey } from "../session/key";
import { ProblemNotice } from "../states/Notices";
import { hrefOfObject } from "../team/objects";

/** The number on the bell; more than this is many. */
const COUNTED = 99;

function NoticeItem({ notice }: { notice: Notice }) {
  const { t, i18n } = useTranslation();
  const { kind, details, object } = notice;
  const exception = details["exception"] ?? details["kind"] ?? "";
  const text = t(`notices.kind.${kind}`, {
    ...details,
    exception: t(`exceptions.kind.${exception}`, { defaultValue: exception }),
    defaultValue: kind,
  });
  const page = kind === "member_joined" ? hrefOf("team") : hrefOfObject(object);
  return (
    <li data-new={!notice.is_read || undefined}>
      {page === null ? text : <a href={page}>{text}</a>}
      <time className="small figure" dateTime={notice.at}>
        {formatInstant(notice.at, i18n.language)}
      </time>
    </li>
  );
}

export default function NoticeBell() {
  const { t } = useTranslation();
  const { data } = useNotices();
  const read = useReadNotices();
  if (!data) return null;
  const [newest] = data.items;
  const label = t("notices.bell", { count: data.unread });
  return (
    <Popover position="bottom-end" width={340} shadow="md" trapFocus>
      <Popover.Target>
        <button type="button" className="bell" aria-label={label}>
          <BellIcon />
          {data.unread > 0 && (
            <span className="bell-count figure">
              {data.unread > COUNTED ? `${String(COUNTED)}+` : data.unread}
            </span>
          )}
        </button>
      </Popover.Target>
      <Popover.Dropdown>
        <div className="notices">
          <h2>{t("notices.title")}</h2>
          {data.items.length === 0 && <p className="small">{t("notices.empty")}</p>}
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls is reached by keyboard */}
          <ul tabIndex={0} aria-label={t("notices.title")}>
            {data.items.map((notice) => (
              <NoticeItem key={notice.id} notice={notice} />
            ))}
          </ul>
          {newest && data.unread > 0 && readKey() === null && (
            <Button
              size="xs"
              variant="default"
              loading={read.isPending}
              onClick={() => read.mutate(newest.id)}
            >
              {t("notices.readAll")}
            </Button>
          )}
          {read.error && <ProblemNotice error={read.error} />}
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
