import type { LifeWords } from "../../../../api/samples.js";
import type { Texts } from "../../language/english.js";
import type { Formats } from "../../language/formats.js";
import { labelText } from "../../parts/label-text.js";

/** What happened to a sample at a moment, in the words of the page. */
export function lifeText(
  says: LifeWords,
  { texts, formats }: { readonly texts: Texts; readonly formats: Formats },
): string {
  const words = texts.samples.says;
  const statuses: Readonly<Record<string, string>> = texts.statuses;
  switch (says.kind) {
    case "order":
      return words.order(
        says.label === null ? "" : labelText(says.label),
        says.conditions.map(({ name, value }) => `${name}: ${value}`).join("; "),
      );
    case "version":
      return words.version(formats.count(says.revision));
    case "passed":
      return words.passed(formats.count(says.revision), formats.count(says.criteria));
    case "refused":
      return says.refusals
        .map(({ criterion, reason }) => `${texts.criteria[criterion] ?? criterion}: ${reason}`)
        .join("; ");
    case "status": {
      const { from, to, reason, meaning, labelFrom, labelTo, note } = says;
      return [
        words.status(statuses[from] ?? from, statuses[to] ?? to, meaning === "" ? reason : meaning),
        labelTo === null ? "" : words.label(labelText(labelFrom), labelText(labelTo)),
        note ?? "",
      ]
        .filter((part) => part !== "")
        .join("; ");
    }
    case "failed":
      return says.message;
    case "nothing":
      return "";
  }
}
