import { LANGUAGES, languageOfEnvironment, type Language } from "../../base/language/language.js";

/**
 * The language of a process: that of `--lang`, else of its environment. Looked up before the
 * arguments are parsed, since the help is in it too; a language that is not spoken is refused there.
 */
export function chosenLanguage(
  words: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Language {
  const end = words.indexOf("--");
  const options = end === -1 ? words : words.slice(0, end);
  const named = options
    .map((word, index) =>
      word === "--lang" ? options[index + 1] : /^--lang=(.*)$/su.exec(word)?.[1],
    )
    .findLast((value) => value !== undefined);
  return LANGUAGES.find((language) => language === named) ?? languageOfEnvironment(environment);
}
