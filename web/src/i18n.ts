/** English and Chinese; every visible text stands in `locales/`; `told` is generated from the files of
 * texts of the buyer's page. Only the language that is read is loaded. */
import i18next, { type BackendModule } from "i18next";
import { initReactI18next } from "react-i18next";

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

const TEXTS: Record<string, () => Promise<{ default: object }>> = {
  "en translation": () => import("./locales/en.json"),
  "zh translation": () => import("./locales/zh.json"),
  "en told": () => import("./locales/told.en.json"),
  "zh told": () => import("./locales/told.zh.json"),
  // What is wrong is told in English by the server itself; other languages have it by its code, once it is needed.
  "en faults": async () => ({ default: {} }),
  "zh faults": () => import("./locales/faults.zh.json"),
};

const ownTexts: BackendModule = {
  type: "backend",
  init: () => undefined,
  read: (language, namespace, tell) => {
    const load = TEXTS[`${language} ${namespace}`];
    if (!load) {
      tell(new Error(`no texts: ${language} ${namespace}`), false);
      return;
    }
    load().then(
      (texts) => tell(null, texts.default as Record<string, unknown>),
      (error: unknown) => tell(error as Error, false),
    );
  },
};

/** Starts translation; resolves once the first text can be shown. */
export async function startTranslation(): Promise<void> {
  const language = firstLanguage(localStorage.getItem(STORED_AS), navigator.languages);
  i18next.on("languageChanged", (chosen) => {
    localStorage.setItem(STORED_AS, chosen);
    wearLanguage(chosen);
  });
  await i18next
    .use(ownTexts)
    .use(initReactI18next)
    .init({
      lng: language,
      // Both languages have every text, which a test sees to.
      fallbackLng: false,
      ns: ["translation", "told"],
      defaultNS: "translation",
      interpolation: { escapeValue: false },
      react: { useSuspense: false },
    });
}
