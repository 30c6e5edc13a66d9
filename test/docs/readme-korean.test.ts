import {
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
  mkdirSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT } from "../helpers/built-package.js";
import { CommandLine } from "../helpers/command-line.js";
import { startNode } from "../helpers/run-process.js";

const korean = readFileSync(join(ROOT, "README.ko.md"), "utf8");
const english = readFileSync(join(ROOT, "README.md"), "utf8");
const blocks = (text: string, language: string): string[] =>
  [...text.matchAll(/^```(\w+)[^\n]*\n(.*?)^```$/gmsu)]
    .filter(([, name]) => name === language)
    .map(([, , body]) => body!.trimEnd());
const commands = (text: string): string[] =>
  blocks(text, "sh")
    .flatMap((block) => block.split("\n"))
    .map((line) => line.replace(/\s+#.*$/u, "").trim());
/** An output without its figures, which differ from run to run. */
const withoutFigures = (text: string): string => text.replace(/\d+(?:\.\d+)?/gu, "0");

describe("README.ko.md", () => {
  const cli = new CommandLine();
  // A project that has the package installed.
  const project = mkdtempSync(join(tmpdir(), "datawright-readme-"));
  mkdirSync(join(project, "node_modules"));
  symlinkSync(ROOT, join(project, "node_modules", "datawright"), "dir");
  afterAll(() => {
    cli.remove();
    rmSync(project, { recursive: true, force: true });
  });

  it("is linked from the first lines of README.md, and links to files that exist", () => {
    expect(english.split("\n").slice(0, 5).join("\n")).toContain("(README.ko.md)");
    const links = [...korean.matchAll(/\]\(([^)#:]+)\)/gu)].map((match) => match[1]!);
    expect(links.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });

  it("has commands that README.md has, or that run and print what it shows", async () => {
    const known = new Set([...commands(english), "npm i datawright"]);
    expect(commands(korean).slice(0, 2)).toEqual(["npm ci && npm run demo", "npm ci && npm test"]);
    let printed = "";
    for (const command of commands(korean).filter((line) => !known.has(line))) {
      const words = command.split(" ");
      expect(words.slice(0, 2)).toEqual(["npx", "datawright"]);
      const done = await cli.runIn(project, ...words.slice(2));
      expect([command, done.code]).toEqual([command, 0]);
      printed += done.stdout;
    }
    const lines = new Set(withoutFigures(printed).split("\n"));
    const shown = blocks(korean, "text").flatMap((block) => withoutFigures(block).split("\n"));
    expect(shown.length).toBeGreaterThan(8);
    expect(shown.filter((line) => line !== "…" && !lines.has(line))).toEqual([]);
  });

  it("shows code that runs in a fresh project", async () => {
    const [code, ...more] = blocks(korean, "js");
    expect(more).toEqual([]);
    writeFileSync(join(project, "quickstart.mjs"), code!);
    const { finished } = startNode([join(project, "quickstart.mjs")], {
      cwd: project,
      env: { DATAWRIGHT_HOME: cli.home },
    });
    expect((await finished).stdout).toMatch(/^6 accepted, \d+ refused; see /u);
  });
});
