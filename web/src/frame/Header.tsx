/** The name, the areas, and what belongs to the reader: language, light, key or sign-in. */
import {
  ActionIcon,
  Button,
  Popover,
  Stack,
  useComputedColorScheme,
  useMantineColorScheme,
} from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Session } from "../api/types";
import { LANGUAGES } from "../i18n";
import { AREAS, type Area, hrefOf } from "../routes";
import { keyMode, writeKey } from "../session/key";
import { CompassRose } from "./CompassRose";
import { KeyIcon, MoonIcon, SunIcon } from "./icons";
import { SessionMenu } from "./SessionMenu";

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

/** The areas that somebody may open: what a key may do is not told, then all of them. */
function areasOf({ apiKey, session }: Who): readonly Area[] {
  if (apiKey !== null || session === null) return AREAS;
  const may = (scope: string) => session.scopes.some((one) => one === scope);
  const needed: Record<Exclude<Area, "team">, string> = {
    quote: "quotes:read",
    orders: "orders:read",
    parcels: "parcels:read",
    exceptions: "parcels:read",
  };
  return AREAS.filter((area) => area === "team" || may(needed[area]));
}

export function Header({ area, apiKey, session }: { area: Area } & Who) {
  const { t } = useTranslation();
  const isIn = apiKey !== null || session !== null;
  return (
    <header className="frame-header">
      <a className="wordmark" href={hrefOf("quote")}>
        <CompassRose size={34} />
        <span>
          <strong translate="no">Portolan</strong>
          <small>{t("app.tagline")}</small>
        </span>
      </a>
      {isIn && (
        <nav aria-label={t("app.areas")} className="areas">
          {areasOf({ apiKey, session }).map((one) => (
            <a key={one} href={hrefOf(one)} aria-current={one === area ? "page" : undefined}>
              {t(`app.area.${one}`)}
            </a>
          ))}
        </nav>
      )}
      <div className="frame-tools">
        <LanguagePicker />
        <SchemeToggle />
        {apiKey !== null && <KeyMenu apiKey={apiKey} />}
        {apiKey === null && session !== null && <SessionMenu session={session} />}
      </div>
    </header>
  );
}
