/** Languages in which the command line and the report speak to people. */
export const LANGUAGES = ["en", "ko"] as const;
export type Language = (typeof LANGUAGES)[number];

/**
 * The language that an environment asks for: of LC_ALL, LC_MESSAGES and LANG the first that is set
 * decides, as POSIX has it. English where it names no other that is spoken here.
 */
export function languageOfEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
): Language {
  const locale =
    ["LC_ALL", "LC_MESSAGES", "LANG"]
      .map((name) => environment[name])
      .find((value) => value !== undefined && value !== "") ?? "";
  const [name] = locale.toLowerCase().split(/[_.@-]/u);
  return LANGUAGES.find((language) => language === name) ?? "en";
}
