import { DatawrightError } from "../base/errors.js";
import { didYouMean } from "../base/text/nearest-name.js";
import { PEOPLE_FORMATS, type PeopleFormat } from "../tools/annotation/people-files.js";

/**
 * The form of the rows for people that `--format` names.
 * @throws USAGE with the nearest name
 */
export function peopleFormat(flag: string): PeopleFormat {
  const format = PEOPLE_FORMATS.find((name) => name === flag);
  if (format !== undefined) return format;
  throw new DatawrightError({
    code: "USAGE",
    message:
      `--format ${flag} is none of ` +
      `${PEOPLE_FORMATS.join(", ")}${didYouMean(flag, PEOPLE_FORMATS)}`,
  });
}
