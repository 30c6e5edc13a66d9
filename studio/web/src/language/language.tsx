import { createContext, useContext, useMemo, useState, type ReactNode } from "react";
import { keepPreference, readPreference } from "../frame/preference.js";
import { english, type Texts } from "./english.js";
import { formatsOf, type Formats } from "./formats.js";
import { korean } from "./korean.js";

const SPOKEN = ["en", "ko"] as const;
export type Language = (typeof SPOKEN)[number];
const TEXTS: Readonly<Record<Language, Texts>> = { en: english, ko: korean };

/** What was chosen on the page, else what the command speaks, else what the browser prefers. */
function firstLanguage(): Language {
  const told = document.documentElement.dataset["language"];
  return (
    readPreference("language", SPOKEN) ??
    SPOKEN.find((language) => language === told) ??
    SPOKEN.find((language) => navigator.language.toLowerCase().startsWith(language)) ??
    "en"
  );
}

/** Says so on the page before anything is drawn or asked for: requests name the page's language. */
function spokenNow(language: Language): Language {
  document.documentElement.lang = language;
  return language;
}

interface Spoken {
  readonly language: Language;
  readonly texts: Texts;
  readonly formats: Formats;
  readonly speak: (language: Language) => void;
}

const SpokenContext = createContext<Spoken>({
  language: "en",
  texts: english,
  formats: formatsOf("en"),
  speak: () => undefined,
});

export function LanguageProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const [language, setLanguage] = useState(() => spokenNow(firstLanguage()));
  const spoken = useMemo<Spoken>(
    () => ({
      language,
      texts: TEXTS[language],
      formats: formatsOf(language),
      speak: (chosen) => {
        keepPreference("language", chosen);
        setLanguage(spokenNow(chosen));
      },
    }),
    [language],
  );
  return <SpokenContext value={spoken}>{children}</SpokenContext>;
}

/** The texts of the page in the reader's language, and how numbers are written in it. */
export function useLanguage(): Spoken {
  return useContext(SpokenContext);
}
