import type { Language } from "../../../base/language/language.js";
import type { Report } from "../../../schema/report.js";
import { englishReport, type ReportTexts } from "./english.js";
import { koreanReport } from "./korean.js";

export type { ReportTexts };
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
