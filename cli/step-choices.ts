import { parse } from "yaml";
import { DatawrightError } from "../base/errors.js";
import type { SlotChoice } from "../base/slots/slot-choice.js";

const NAME = /^\s*([^\s,(){}[\]=]+)\s*/u;
const EXAMPLE = 'for example --filters "heuristics,learning-dynamics(confidenceThreshold=.2)"';

/**
 * Reads steps as a flag names them: `heuristics,pvi(folds=3, threshold=class-mean)`. The value of a
 * setting is a YAML scalar, or a list or map in flow form.
 *
 * @throws USAGE for a step or a setting that has not this form
 */
export function stepChoices(flag: string, text: string): SlotChoice[] {
  const wrong = (what: string): DatawrightError =>
    new DatawrightError({ code: "USAGE", message: `${flag} ${text}: ${what}`, hint: EXAMPLE });
  return parts(text, wrong).flatMap((part): SlotChoice[] => {
    if (part.trim() === "" || part.trim() === "none") return [];
    const name = NAME.exec(part);
    if (name === null) throw wrong(`${JSON.stringify(part.trim())} is no name of a step`);
    const rest = part.slice(name[0].length).trim();
    if (rest === "") return [name[1]!];
    if (!rest.startsWith("(") || !rest.endsWith(")"))
      throw wrong(`expected "(" and settings behind ${name[1]}, got ${JSON.stringify(rest)}`);
    const settings = parts(rest.slice(1, -1), wrong).filter((setting) => setting.trim() !== "");
    return [{ name: name[1]!, ...Object.fromEntries(settings.map((one) => setting(one, wrong))) }];
  });
}

function setting(text: string, wrong: (what: string) => DatawrightError): [string, unknown] {
  const equals = text.indexOf("=");
  const key = text.slice(0, Math.max(0, equals)).trim();
  if (equals < 1 || !/^[A-Za-z][\w-]*$/u.test(key) || key === "name")
    throw wrong(`${JSON.stringify(text.trim())} is not of the form SETTING=VALUE`);
  try {
    return [key, parse(text.slice(equals + 1)) as unknown];
  } catch {
    throw wrong(`the value of ${key} cannot be read: ${text.slice(equals + 1).trim()}`);
  }
}

/** Parts between commas that stand in no bracket and in no quotes. */
function parts(text: string, wrong: (what: string) => DatawrightError): string[] {
  const found = [""];
  let depth = 0;
  let quote: string | null = null;
  for (const character of text) {
    if (quote !== null) quote = character === quote ? null : quote;
    else if (character === '"' || character === "'") quote = character;
    else if ("([{".includes(character)) depth += 1;
    else if (")]}".includes(character)) depth -= 1;
    if (depth < 0) throw wrong("a bracket is closed that was not opened");
    if (character === "," && depth === 0 && quote === null) found.push("");
    else found[found.length - 1] += character;
  }
  if (depth > 0 || quote !== null) throw wrong("a bracket or a quote is not closed");
  return found;
}
