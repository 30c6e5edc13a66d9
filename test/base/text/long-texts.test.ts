import { setImmediate as nextTurn } from "node:timers/promises";
import fc from "fast-check";
import stringWidth from "string-width";
import { caseFold } from "../../../base/text/case-fold.js";
import { displayWidth, truncateDisplay } from "../../../base/text/display-width.js";
import { cleanHtml } from "../../../base/text/html.js";
import { normalForm } from "../../../base/text/normal-form.js";
import { sentences } from "../../../base/text/sentences.js";
import { words } from "../../../base/text/words.js";
import { surfaceTokens } from "../../../tools/models/embedded/surface-tokens.js";

const LENGTH = 200_000;
const long = (part: string): string => part.repeat(LENGTH / part.length);

/** Each took from half a minute to hours, or the stack: more than a test may take. */
const CASES: readonly (readonly [string, () => unknown])[] = [
  ["columns of letters", () => displayWidth(long("a"))],
  ["columns of Hangul words", () => displayWidth(long("늦어요 "))],
  ["a cell of a table", () => truncateDisplay(long("| "), 40)],
  ["comments without an end", () => cleanHtml(long("<!--"))],
  ["scripts without an end", () => cleanHtml(long("<script "))],
  ["accents on one letter", () => caseFold(`a${long("\u0301\u0316")}`)],
  ["nothing but abbreviations", () => sentences(long("a. "))],
  ["more words than a call has arguments", () => words(`${long("a ")}快`)],
  ["a text without spaces", () => surfaceTokens(long("快递太慢了"))],
];

describe("texts of 200 kB", () => {
  it.each(CASES)("%s", async (_name, work) => {
    expect(work()).toBeDefined();
    await nextTurn(); // the time limit of a test is looked at between turns only
  });
});

const parts =
  "a|Mr. |e.g. |B.|. |! |\n|  |<b>|</b>|<!--|-->|<script>|</script >|<style|>|&amp;|가|快|👨‍👩‍👧|\u001b[31m|\u0301";
const text = fc
  .array(fc.constantFrom(...parts.split("|")), { maxLength: 80 })
  .map((chosen) => chosen.join(""));
const check = <T>(old: (text: string) => T, now: (text: string) => T): void =>
  fc.assert(fc.property(text, (given) => void expect(now(given)).toEqual(old(given))));

describe("ordinary texts are read as by the plain definition", () => {
  it("sentences", () => {
    const segmenter = new Intl.Segmenter("en", { granularity: "sentence" });
    const abbreviation = /(?:^|[\s(])(?:mr|e\.g|[a-z])\.\s*$/i;
    check((given) => {
      const found: string[] = [];
      let pending = "";
      for (const { segment } of segmenter.segment(given)) {
        pending += segment;
        if (abbreviation.test(pending) && !/\n\s*$/.test(pending)) continue;
        found.push(pending.trim());
        pending = "";
      }
      return [...found, pending.trim()].filter((sentence) => sentence !== "");
    }, sentences);
  });
  it("comments, scripts and style sheets", () => {
    const comments = /<!--[\s\S]*?-->/g;
    const hidden = /<(script|style)\b[^>]*>[\s\S]*?<\/\1\s*>/gi;
    check(
      (given) => {
        let parts = 0;
        const count = (): string => {
          parts++;
          return " ";
        };
        const visible = given.replace(comments, count).replace(hidden, count);
        // With the parts gone, what is left has only tags and references of its own.
        return parts + cleanHtml(visible).tags;
      },
      (given) => cleanHtml(given).tags,
    );
  });
  it("columns, of texts longer than one piece too", () => {
    check(
      (given) => stringWidth(given.repeat(40)),
      (given) => displayWidth(given.repeat(40)),
    );
  });
  it("normal forms", () => {
    check(
      (given) => given.normalize("NFC"),
      (given) => normalForm(given, "NFC"),
    );
  });
});
