import { buildProgram } from "../../../cli/program.js";
import { english } from "../../../cli/language/english.js";
import { korean } from "../../../cli/language/korean.js";
import { KOREAN_HELP } from "../../../cli/language/korean-help.js";
import { englishReport } from "../../../tools/reporting/language/english.js";
import { koreanReport } from "../../../tools/reporting/language/korean.js";
import type { Command } from "commander";

/** Paths of all texts, with how many values each takes. */
function keysOf(texts: object, path = ""): string[] {
  return Object.entries(texts).flatMap(([name, value]: [string, unknown]) =>
    typeof value === "object" && value !== null && !(value instanceof RegExp)
      ? keysOf(value, `${path}${name}.`)
      : [`${path}${name}${typeof value === "function" ? "()" : ""}`],
  );
}

/** Keys of all commands and options, as the Korean help names them. */
function helpKeys(command: Command, name = ""): { key: string; general: string }[] {
  return [
    { key: name === "" ? command.name() : name, general: "" },
    ...command.options.map(({ long }) => ({ key: `${name} ${long}`.trim(), general: long! })),
    ...command.commands.flatMap((inner) => helpKeys(inner, `${name} ${inner.name()}`.trim())),
  ];
}

describe("texts", () => {
  it("have the same keys in every language", () => {
    expect(keysOf(korean).sort()).toEqual(keysOf(english).sort());
    expect(keysOf(koreanReport).sort()).toEqual(keysOf(englishReport).sort());
  });

  it("are Korean where they are no code", () => {
    const same = (a: object, b: object, path = ""): string[] =>
      Object.entries(a).flatMap(([name, value]: [string, unknown]) => {
        const other = (b as Record<string, unknown>)[name];
        if (typeof value === "object" && value !== null && !(value instanceof RegExp))
          return same(value, other as object, `${path}${name}.`);
        return typeof value === "string" && value === other ? [`${path}${name}`] : [];
      });
    expect(same(english, korean)).toEqual(["words.yesNo"]);
    expect(same(englishReport, koreanReport)).toEqual([]);
  });

  it("have a Korean line for every command and option, and for no other", () => {
    const keys = helpKeys(buildProgram());
    const known = (key: string): boolean => Object.hasOwn(KOREAN_HELP, key);
    expect(keys.filter(({ key, general }) => !known(key) && !known(general))).toEqual([]);
    const used = new Set(["--help", ...keys.flatMap(({ key, general }) => [key, general])]);
    expect(Object.keys(KOREAN_HELP).filter((key) => !used.has(key))).toEqual([]);
  });
});
