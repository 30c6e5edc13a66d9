import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { agentsThatImportEachOther, circles, importsToTheRight } from "./import-rules.js";
import { readSource, ROOT, sourceFiles } from "./source-files.js";

const files = sourceFiles();
const MOST_LINES = 300;
const MOST_FILES = 25;
/** Rooms of interchangeable siblings, one file for each name. */
const SIBLINGS: readonly string[] = [
  "graphs/recipes/published",
  "agents/generator/strategies",
  "agents/planner/decompositions",
  "tools/curation/filters",
];
/** Files above 300 lines, each with its reason. */
const LONG_FILES: Readonly<Record<string, string>> = {
  "cli/language/english.ts": "every text of one language stands in one file",
  "cli/language/korean.ts": "every text of one language stands in one file",
  "studio/web/src/language/english.ts": "every text of one language stands in one file",
  "studio/web/src/language/korean.ts": "every text of one language stands in one file",
  "index.ts": "the public API, every name listed by hand",
};

describe("architecture", () => {
  it("imports only from the own folder and from the left", () => {
    expect(importsToTheRight(files)).toEqual([]);
  });

  it("has no circle of imports, type imports too", () => {
    expect(circles(files)).toEqual([]);
  });

  it("would notice an import to the right, a circle and a type import in a circle", () => {
    const wrong = [
      readSource("tools/a.ts", 'import { b } from "../agents/b.js";'),
      readSource(
        "agents/b.ts",
        'import type { A } from "../tools/a.js"; export const later = () => import("./c.js");',
      ),
      readSource("agents/c.ts", 'export type X = import("./b.js").Y;'),
    ];
    expect(importsToTheRight(wrong)).toHaveLength(1);
    expect(circles(wrong).length).toBeGreaterThanOrEqual(2);
  });

  it("lets no built-in agent import another", () => {
    expect(agentsThatImportEachOther(files)).toEqual([]);
  });

  it("keeps schema/ free of everything but zod", () => {
    const packages = files
      .filter((file) => file.path.startsWith("schema/"))
      .flatMap((file) => file.packages.map((name) => `${file.path}: ${name}`))
      .filter((line) => !line.endsWith(": zod"));
    expect(packages).toEqual([]);
  });

  it("imports only files that exist", () => {
    const missing = files.flatMap((file) =>
      file.imports
        .filter((target) => !existsSync(join(ROOT, target)))
        .map((target) => `${file.path} -> ${target}`),
    );
    expect(missing).toEqual([]);
  });

  it("has no file above 300 lines without a stated reason", () => {
    expect(
      files
        .filter((file) => file.lines > MOST_LINES && !LONG_FILES[file.path])
        .map((file) => `${file.path}: ${file.lines}`),
    ).toEqual([]);
    expect(
      Object.keys(LONG_FILES).filter(
        (path) => !files.some((file) => file.path === path && file.lines > MOST_LINES),
      ),
    ).toEqual([]);
  });

  it("has no room of more than 25 files, recipes and strategies apart", () => {
    const rooms = new Map<string, number>();
    for (const { path } of files) {
      const room = path.slice(0, Math.max(0, path.lastIndexOf("/")));
      rooms.set(room, (rooms.get(room) ?? 0) + 1);
    }
    expect(
      [...rooms]
        .filter(([room, count]) => count > MOST_FILES && !SIBLINGS.includes(room))
        .map(([room, count]) => `${room}: ${count}`),
    ).toEqual([]);
    expect(SIBLINGS.filter((room) => !rooms.has(room))).toEqual([]);
  });

  it("has no barrel inside", () => {
    expect(
      files
        .filter((file) => file.path.includes("/") && file.path.endsWith("/index.ts"))
        .map((file) => file.path),
    ).toEqual([]);
  });

  it("keeps agents and recipes out of the embedded model", () => {
    const recipes = existsSync(join(ROOT, "graphs/recipes/published"))
      ? readdirSync(join(ROOT, "graphs/recipes/published")).map((name) =>
          name.replace(/\.ts$/u, ""),
        )
      : [];
    const names = [
      "planner",
      "generator",
      "critic",
      "labeler",
      "labeller",
      "curator",
      "evaluator",
      "reviewer",
      ...recipes,
    ];
    const pattern = new RegExp(`\\b(${names.join("|")})s?\\b`, "iu");
    const named = files
      .filter((file) => file.path.startsWith("tools/models/embedded/"))
      .flatMap((file) =>
        file.text
          .split("\n")
          .map((line, index) => ({ line, at: `${file.path}:${index + 1}` }))
          .filter(({ line }) => pattern.test(line))
          .map(({ at }) => at),
      );
    expect(files.some((file) => file.path.startsWith("tools/models/embedded/"))).toBe(true);
    expect(named).toEqual([]);
  });

  it("writes to the console only from the command line", () => {
    expect(
      files
        .filter(
          (file) =>
            !file.path.startsWith("cli/") &&
            /\bconsole\.(log|error|warn|info)\(/u.test(
              file.text.replace(/^\s*(\*|\/\/).*$/gmu, ""),
            ),
        )
        .map((file) => file.path),
    ).toEqual([]);
  });

  it("names no path of a machine", () => {
    expect(
      files
        .filter((file) => /["'`\s]\/(work|root|home\/[a-z]+)\//u.test(file.text))
        .map((file) => file.path),
    ).toEqual([]);
  });
});
