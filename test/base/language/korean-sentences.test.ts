import ts from "typescript";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { KOREAN_SENTENCES } from "../../../base/language/korean-sentences.js";
import { ROOT, sourceFiles } from "../../architecture/source-files.js";

/** Every text of a source as it is put together, with "{}" for its values. */
function textsOf(path: string): string[] {
  const file = ts.createSourceFile(
    path,
    readFileSync(join(ROOT, path), "utf8"),
    ts.ScriptTarget.Latest,
  );
  const found: string[] = [];
  const whole = (node: ts.Node): string => {
    if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return node.text;
    if (ts.isTemplateExpression(node))
      return node.head.text + node.templateSpans.map(({ literal }) => `{}${literal.text}`).join("");
    if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken)
      return whole(node.left) + whole(node.right);
    return "{}";
  };
  const visit = (node: ts.Node): void => {
    const text = whole(node);
    if (text.replaceAll("{}", "") !== "") found.push(text);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

const said = sourceFiles()
  .map(({ path }) => path)
  .filter((path) => !path.includes("/language/"))
  .flatMap(textsOf)
  .join("\n");
/** Put together from words that stand apart. */
const COMPOSED = [
  "the number {0} must be at most {1}",
  "no model is called {0}; did you mean {1}?",
  "there is no exporter {0}",
];
const places = (sentence: string): string[] =>
  [...sentence.matchAll(/\{(\d)(?:\|[^}]+)?\}/gu)].map((match) => match[1]!);

describe("sentences in Korean", () => {
  it("are sentences that the code says", () => {
    const unsaid = KOREAN_SENTENCES.map(([from]) => from).filter(
      (from) =>
        !COMPOSED.includes(from) &&
        from
          .split(/ and \{\d\}|\{\d\}|; /u)
          .some((words) => words.trim() !== "" && !said.includes(words.trim())),
    );
    expect(unsaid).toEqual([]);
  });

  it("have the values of the English ones, which stand in order", () => {
    for (const [from, to] of KOREAN_SENTENCES) {
      expect(places(from)).toEqual(places(from).map((_, index) => String(index)));
      expect([...new Set(places(to))].sort()).toEqual(places(from));
    }
  });

  it("stand there once, and in Korean", () => {
    const english = KOREAN_SENTENCES.map(([from]) => from);
    expect(new Set(english).size).toBe(english.length);
    expect(
      KOREAN_SENTENCES.map(([, to]) => to).filter((to) => !/[가-힣]/u.test(to) && to !== "map"),
    ).toEqual([]);
  });
});
