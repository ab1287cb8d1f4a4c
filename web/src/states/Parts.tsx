/** Parts of an area that have addresses of their own: links, not tabs, for each is a page. */
import { useTranslation } from "react-i18next";

interface Part {
  readonly href: string;
  readonly title: string;
  readonly isHere: boolean;
  /** How much work stands there, if it is worth a number. */
  readonly count?: number | undefined;
}

export function Parts({ parts }: { parts: readonly Part[] }) {
  const { t } = useTranslation();
  return (
    <nav className="parts" aria-label={t("state.parts")}>
      {parts.map(({ href, title, isHere, count }) => (
        <a key={href} href={href} aria-current={isHere ? "page" : undefined}>
          {title}
          {count !== undefined && count > 0 && <span className="parts-count figure">{count}</span>}
        </a>
      ))}
    </nav>
  );
}
