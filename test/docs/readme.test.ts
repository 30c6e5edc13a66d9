import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Command } from "commander";
import { buildProgram } from "../../cli/program.js";
import { ERROR_CODES } from "../../base/error-codes.js";
import { ROOT } from "../helpers/built-package.js";
import { blocksOf, documentationPages, readPage as read } from "../helpers/page-blocks.js";

const readme = read("README.md");
const commandPage = read("docs/command-line.md");
const pages = documentationPages();

/** Every command line in a text: in blocks of shell, and in line as code. */
function commandLines(text: string): string[] {
  const blocks = [...text.matchAll(/```sh\n(.*?)```/gsu)].flatMap((match) => match[1]!.split("\n"));
  const inline = [...text.matchAll(/`([^`\n]+)`/gu)].map((match) => match[1]!);
  return [...blocks, ...inline]
    .map((line) => line.replace(/\s+#.*$/u, "").trim())
    .filter((line) => /^datawright /u.test(line));
}

function flagsOf(command: Command): string[] {
  return command.options
    .flatMap((option) => [option.long, option.short])
    .filter((flag): flag is string => typeof flag === "string");
}

describe("the README and the pages", () => {
  it("show files of examples/ as they are", () => {
    const shown = pages
      .flatMap((page) => blocksOf(page))
      .filter(({ comment }) => comment?.key === "file")
      .map(({ comment, text }) => ({ path: comment!.value, text: text.trimEnd() }));
    expect(shown.length).toBeGreaterThanOrEqual(7);
    for (const { path, text } of shown)
      expect({ path, text }).toEqual({ path, text: read(path).trimEnd() });
  });

  it("are short enough to be read: the README has at most 180 lines", () => {
    expect(readme.split("\n").length).toBeLessThanOrEqual(181);
  });

  it("give the two commands on its first screen, and .ci/run calls the second as it is", () => {
    const screen = readme.split("\n").slice(0, 35);
    expect(screen).toContain("npm ci && npm run demo");
    expect(screen).toContain("npm ci && npm test");
    expect(read(".ci/run").split("\n")).toContain("npm ci && npm test");
  });

  it("link to files and headings that exist", () => {
    const anchors = (page: string): string[] =>
      [...read(page).matchAll(/^#+ (.*)$/gmu)].map(([, title]) =>
        title!
          .toLowerCase()
          .replaceAll(/[^\p{L}\p{N} _-]/gu, "")
          .replaceAll(" ", "-"),
      );
    const broken = pages.flatMap((page) =>
      [...read(page).matchAll(/\]\(([^)\s:]+)\)/gu)].flatMap(([, link]) => {
        const [path, anchor] = link!.split("#") as [string, string?];
        const target = path === "" ? page : join(dirname(page), path);
        const found =
          existsSync(join(ROOT, target)) &&
          (anchor === undefined || anchors(target).includes(anchor));
        return found ? [] : [`${page}: ${link!}`];
      }),
    );
    expect(broken).toEqual([]);
  });

  it("have an index from which every page is reached", () => {
    const linked = [...read("docs/README.md").matchAll(/\]\(([^)#\s:]+)\)/gu)].map(
      ([, path]) => `docs/${path!}`,
    );
    const below = pages.filter((page) => !/README(?:\.\w+)?\.md$/u.test(page));
    expect(below.filter((page) => !linked.includes(page))).toEqual([]);
  });

  it("name every command and no other", () => {
    const program = buildProgram();
    const names = program.commands.flatMap((command) =>
      command.commands.length > 0
        ? command.commands.map((inner) => `${command.name()} ${inner.name()}`)
        : [command.name()],
    );
    const table = /\| command \|.*?\n\n/su.exec(commandPage)![0];
    const below = program.commands.flatMap(({ commands }) => commands.map((one) => one.name()));
    const shown = [
      ...table.matchAll(new RegExp(`\`([a-z]+(?: (?:${below.join("|")}))?)(?: [^\`]*)?\``, "gu")),
    ]
      .map((match) => match[1]!)
      .filter((name) => !["openai"].includes(name));
    expect([...new Set(shown)].sort()).toEqual(names.sort());
  });

  it("call commands with flags that they have", () => {
    const program = buildProgram();
    const lines = commandLines(pages.map(read).join("\n"));
    expect(lines.length).toBeGreaterThan(5);
    for (const line of lines) {
      const words = line.split(/\s+/u).slice(1);
      if (words[0] === "COMMAND") continue;
      const named = program.commands.find((one) => one.name() === words[0]);
      expect(`${line}: ${named?.name()}`).toBe(`${line}: ${words[0]}`);
      const command = named!.commands.find((one) => one.name() === words[1]) ?? named!;
      for (const flag of words.filter((word) => word.startsWith("-")))
        expect([...flagsOf(command), "--help"]).toContain(flag);
    }
  });

  it("have the exit codes that errors have", () => {
    const shown = [...commandPage.matchAll(/^\| (\d+) \|/gmu)].map((match) => Number(match[1]));
    expect(shown).toEqual([0, 1, 2, 3, 4, 130]);
    for (const { exit } of Object.values(ERROR_CODES)) expect(shown).toContain(exit);
  });
});
