import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./built-package.js";

/** A fenced block of a page, with the marks behind its language: ```ts run file=a.ts */
export interface PageBlock {
  readonly page: string;
  readonly line: number;
  readonly language: string;
  /** `run`, `task`, `part`, `output`, `file`, `exit` … with the value behind `=`, or "". */
  readonly marks: ReadonlyMap<string, string>;
  readonly text: string;
  /** Of the comment before it: `<!-- file: PATH -->`, `<!-- over: TASK -->`. */
  readonly comment: { readonly key: string; readonly value: string } | null;
}

const FENCE = /(?:<!-- (\w+): (\S+) -->\n)?^```(\w*)([^\n]*)\n([\s\S]*?)^```$/gmu;

/** Every page of the documentation: the README first, then those below docs/. */
export function documentationPages(): readonly string[] {
  const below = (folder: string): string[] =>
    readdirSync(join(ROOT, folder))
      .filter((name) => name.endsWith(".md"))
      .sort()
      .map((name) => `${folder}/${name}`);
  return ["README.md", ...below("docs"), ...below("docs/cookbook")];
}

export function readPage(page: string): string {
  return readFileSync(join(ROOT, page), "utf8");
}

/** The fenced blocks of a page, in order. */
export function blocksOf(page: string): readonly PageBlock[] {
  const text = readPage(page);
  return [...text.matchAll(FENCE)].map((match) => {
    const [, key, value, language, rest, body] = match;
    return {
      page,
      line: text.slice(0, match.index).split("\n").length + (key === undefined ? 0 : 1),
      language: language!,
      marks: new Map(
        rest!
          .trim()
          .split(/\s+/u)
          .filter((mark) => mark !== "")
          .map((mark) => mark.split("=", 2) as [string, string | undefined])
          .map(([name, given]) => [name, given ?? ""]),
      ),
      text: body!,
      comment: key === undefined ? null : { key, value: value! },
    };
  });
}
