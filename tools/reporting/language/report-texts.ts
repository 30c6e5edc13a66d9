import type { Language } from "../../../base/language/language.js";
import type { Report } from "../../../schema/report.js";
import { englishReport } from "./english.js";
import { koreanReport } from "./korean.js";

/** Everything that report.html says by itself: the same keys in every language. */
export type ReportTexts = typeof englishReport;

const TEXTS: Readonly<Record<Language, ReportTexts>> = { en: englishReport, ko: koreanReport };

export function reportTexts(language: Language): ReportTexts {
  return TEXTS[language];
}

/** What a reason means; for one that the language does not know what the report says of it. */
export function meaningOfReason(
  { reason, meaning }: Pick<Report["funnel"][number], "reason" | "meaning">,
  language: Language,
): string {
  const known: Readonly<Record<string, string>> = TEXTS[language].reasons;
  return language === "en" || !Object.hasOwn(known, reason) ? meaning : known[reason]!;
}
