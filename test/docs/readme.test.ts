import { existsSync, readFileSync } from "node:fs";
import type { Command } from "commander";
import { buildProgram } from "../../cli/program.js";
import { ERROR_CODES } from "../../base/error-codes.js";

const root = new URL("../../", import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), "utf8");
const readme = read("README.md");
const snippets = [...readme.matchAll(/<!-- file: (\S+) -->\n```\w+\n(.*?)\n```/gsu)].map(
  (match) => ({ path: match[1]!, text: match[2]! }),
);

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

describe("README", () => {
  it("shows files of examples/ as they are", () => {
    expect(snippets.length).toBeGreaterThanOrEqual(7);
    for (const { path, text } of snippets)
      expect({ path, text }).toEqual({ path, text: read(path).trimEnd() });
  });

  it("has no other code than those files and shell commands", () => {
    const without = readme.replace(/<!-- file: \S+ -->\n```\w+\n.*?\n```/gsu, "");
    expect(
      [...without.matchAll(/^```(\w+)$/gmu)]
        .map((match) => match[1])
        .filter((language) => language !== "sh"),
    ).toEqual([]);
  });

  it("gives the two commands on its first screen, and .ci/run calls the second as it is", () => {
    const screen = readme.split("\n").slice(0, 35);
    expect(screen).toContain("npm ci && npm run demo");
    expect(screen).toContain("npm ci && npm test");
    expect(read(".ci/run").split("\n")).toContain("npm ci && npm test");
  });

  it("links to files that exist", () => {
    const links = [...readme.matchAll(/\]\(([^)#:]+)\)/gu)].map((match) => match[1]!);
    expect(links.length).toBeGreaterThan(4);
    expect(links.filter((path) => !existsSync(new URL(path, root)))).toEqual([]);
  });

  it("names every command and no other", () => {
    const program = buildProgram();
    const names = program.commands.flatMap((command) =>
      command.commands.length > 0
        ? command.commands.map((inner) => `${command.name()} ${inner.name()}`)
        : [command.name()],
    );
    const table = /\| command \|.*?\n\n/su.exec(readme)![0];
    const shown = [...table.matchAll(/`([a-z]+(?: prune)?)(?: [^`]*)?`/gu)]
      .map((match) => match[1]!)
      .filter((name) => !["openai"].includes(name));
    expect([...new Set(shown)].sort()).toEqual(names.sort());
  });

  it("calls commands with flags that they have, here and in the other pages", () => {
    const program = buildProgram();
    const pages = [
      readme,
      ...["models.md", "agents.md", "run-folder.md"].map((name) => read(`docs/${name}`)),
    ].join("\n");
    const lines = commandLines(pages);
    expect(lines.length).toBeGreaterThan(5);
    for (const line of lines) {
      const words = line.split(/\s+/u).slice(1);
      if (words[0] === "COMMAND") continue;
      const command = program.commands.find((one) => one.name() === words[0]);
      expect(`${line}: ${command?.name()}`).toBe(`${line}: ${words[0]}`);
      for (const flag of words.filter((word) => word.startsWith("-")))
        expect([...flagsOf(command!), "--help"]).toContain(flag);
    }
  });

  it("has the exit codes that errors have", () => {
    const shown = [...readme.matchAll(/^\| (\d+) \|/gmu)].map((match) => Number(match[1]));
    expect(shown).toEqual([0, 1, 2, 3, 4, 130]);
    for (const { exit } of Object.values(ERROR_CODES)) expect(shown).toContain(exit);
  });
});
