/** The name, the areas, and what belongs to the reader: language, light, key or sign-in. */
import {
  ActionIcon,
  Button,
  Popover,
  Stack,
  useComputedColorScheme,
  useMantineColorScheme,
} from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Session } from "../api/types";
import { LANGUAGES } from "../i18n";
import { LiveMark } from "../live/LiveMark";
import { type Area, hrefOf } from "../routes";
import { keyMode, writeKey } from "../session/key";
import { mayOf } from "../session/may";
import { CompassRose } from "./CompassRose";
import { ChevronIcon, KeyIcon, MoonIcon, SunIcon } from "./icons";
import { entryOf, menuOf } from "./menu";

const SessionMenu = lazy(() => import("./SessionMenu"));
const NoticeBell = lazy(() => import("../live/NoticeBell"));

function LanguagePicker() {
  const { t, i18n } = useTranslation();
  return (
    <fieldset className="languages">
      <legend className="visually-hidden">{t("app.language")}</legend>
      {LANGUAGES.map((language) => (
        <button
          key={language}
          type="button"
          lang={language === "zh" ? "zh-Hans" : language}
          aria-pressed={i18n.language === language}
          onClick={() => void i18n.changeLanguage(language)}
        >
          {t(`app.languageName.${language}`)}
        </button>
      ))}
    </fieldset>
  );
}

function SchemeToggle() {
  const { t } = useTranslation();
  const { setColorScheme } = useMantineColorScheme();
  const dark = useComputedColorScheme("light") === "dark";
  return (
    <ActionIcon
      variant="subtle"
      color="ink"
      size="lg"
      aria-label={t(dark ? "app.scheme.toLight" : "app.scheme.toDark")}
      onClick={() => setColorScheme(dark ? "light" : "dark")}
    >
      {dark ? <SunIcon /> : <MoonIcon />}
    </ActionIcon>
  );
}

function KeyMenu({ apiKey }: { apiKey: string }) {
  const { t } = useTranslation();
  const mode = keyMode(apiKey);
  return (
    <Popover position="bottom-end" width={260} shadow="md" trapFocus>
      <Popover.Target>
        <button
          type="button"
          className={`key-badge ${mode}`}
          aria-label={`${t("key.menu")}: ${t(`key.mode.${mode}`)}`}
        >
          <KeyIcon />
          <span>{t(`key.mode.${mode}`)}</span>
        </button>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap="sm">
          <p className="small">{t(`key.modeLead.${mode}`)}</p>
          <Button variant="default" size="sm" onClick={() => writeKey(null)}>
            {t("key.forget")}
          </Button>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}

interface Who {
  apiKey: string | null;
  session: Session | null;
}

/** The areas in a row; on a phone behind a button that names where one is. */
function Menu({ area, areas }: { area: Area; areas: readonly Area[] }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const entry = entryOf(area);
  const close = () => setOpen(false);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the key closes what the button opens
    <div className="menu" onKeyDown={(event) => event.key === "Escape" && close()}>
      <button
        type="button"
        className="menu-button"
        aria-expanded={open}
        aria-controls="areas"
        onClick={() => setOpen(!open)}
      >
        <span className="visually-hidden">{t("app.menu")} </span>
        {t(`app.area.${entry}`)}
        <ChevronIcon />
      </button>
      <nav aria-label={t("app.areas")} className="areas" id="areas" data-open={open || undefined}>
        {areas.map((one) => (
          <a
            key={one}
            href={hrefOf(one)}
            aria-current={one === entry ? "page" : undefined}
            onClick={close}
          >
            {t(`app.area.${one}`)}
          </a>
        ))}
      </nav>
    </div>
  );
}

export function Header({ area, apiKey, session }: { area: Area } & Who) {
  const { t } = useTranslation();
  const isIn = apiKey !== null || session !== null;
  return (
    <header className="frame-header">
      <a className="wordmark" href="#/">
        <CompassRose size={34} />
        <span>
          <strong translate="no">Portolan</strong>
          <small>{t("app.tagline")}</small>
        </span>
      </a>
      {isIn && <Menu area={area} areas={menuOf(mayOf(apiKey, session))} />}
      <div className="frame-tools">
        {isIn && <LiveMark />}
        <Suspense fallback={null}>{isIn && <NoticeBell />}</Suspense>
        <LanguagePicker />
        <SchemeToggle />
        {apiKey !== null && <KeyMenu apiKey={apiKey} />}
        <Suspense fallback={null}>
          {apiKey === null && session !== null && <SessionMenu session={session} />}
        </Suspense>
      </div>
    </header>
  );
}
