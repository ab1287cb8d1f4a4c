/** English and Chinese; every visible text stands in `locales/`; `told` is generated from the files of
 * texts of the buyer's page. */
import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import en from "./locales/en.json";
import toldEn from "./locales/told.en.json";
import toldZh from "./locales/told.zh.json";
import zh from "./locales/zh.json";

export const LANGUAGES = ["en", "zh"] as const;
export type Language = (typeof LANGUAGES)[number];

const STORED_AS = "portolan.language";

/** The language chosen before, else the browser's, else English. */
export function firstLanguage(stored: string | null, preferred: readonly string[]): Language {
  const wishes = [stored ?? "", ...preferred].map((wish) => wish.slice(0, 2).toLowerCase());
  for (const wish of wishes) {
    const known = LANGUAGES.find((language) => language === wish);
    if (known) return known;
  }
  return "en";
}

function wearLanguage(language: string): void {
  document.documentElement.lang = language === "zh" ? "zh-Hans" : language;
}

/** Starts translation; resolves once the first text can be shown. */
export async function startTranslation(): Promise<void> {
  const language = firstLanguage(localStorage.getItem(STORED_AS), navigator.languages);
  i18next.on("languageChanged", (chosen) => {
    localStorage.setItem(STORED_AS, chosen);
    wearLanguage(chosen);
  });
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: "en",
    resources: { en: { translation: en, told: toldEn }, zh: { translation: zh, told: toldZh } },
    interpolation: { escapeValue: false },
  });
}
