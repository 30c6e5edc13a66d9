import { spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { CommandLine } from "../helpers/command-line.js";
import { builtPackage, ROOT } from "../helpers/built-package.js";
import { startOpenAiServer, type OpenAiServer } from "../helpers/openai-server.js";
import { typed } from "../helpers/typed.js";

const CTRL_C = "\u0003";
const cli = new CommandLine();
const { main } = builtPackage();
const hasScript =
  spawnSync("script", ["--version"], { encoding: "utf8" }).stdout?.includes("util-linux") ?? false;
if (!hasScript)
  process.stderr.write("skipped: the tests on a terminal need `script` of util-linux\n");
let server: OpenAiServer;
beforeAll(async () => {
  server = await startOpenAiServer();
});
afterAll(async () => {
  await server.stop();
  cli.remove();
});

/** Runs a command on a terminal of its own and answers each question when it is asked. */
function onTerminal(
  args: readonly string[],
  answers: readonly (readonly [question: RegExp, answer: string])[] = [],
  cwd = ROOT,
): Promise<{ code: number | null; raw: string; text: string }> {
  const { NODE_OPTIONS: _options, NODE_V8_COVERAGE: _coverage, ...env } = process.env;
  const line = [process.execPath, main, ...args].map((word) => `'${word}'`).join(" ");
  const child = spawn("script", ["-qec", `stty cols 80; ${line}`, "/dev/null"], {
    cwd,
    env: { ...env, DATAWRIGHT_HOME: cli.home, SHELL: "/bin/sh" },
    stdio: ["pipe", "pipe", "inherit"],
  });
  const left = [...answers];
  let [raw, unread] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
    raw += chunk;
    unread += chunk;
    while (left[0] && left[0][0].test(stripVTControlCharacters(unread))) {
      unread = "";
      child.stdin.write(`${left.shift()![1]}\n`);
    }
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) =>
      resolve({ code, raw, text: stripVTControlCharacters(raw).replaceAll("\r\n", "\n") }),
    );
  });
}

(hasScript ? describe : describe.skip)("on a terminal", () => {
  it("a run shows lines that are redrawn, and ends with its folder", async () => {
    const { code, raw, text } = await onTerminal([
      "run",
      "examples/support-tickets/task.yaml",
      "--target",
      "16",
    ]);
    expect(code).toBe(0);
    expect(raw).toContain("\r\u001b[J");
    expect(raw).toMatch(/\d+ calls, \d+ running/u);
    expect(raw).toMatch(/\d+\/16 accepted, \d+ refused/u);
    expect(text).toContain("curated: ");
    expect(existsSync(join(text.trimEnd().split("\n").at(-1)!, "report.html"))).toBe(true);
  });

  it("a run that may cost money asks first, and no is no", async () => {
    const asked = server.count;
    const { code, text } = await onTerminal(
      ["run", "examples/local-llm/task.yaml", "--base-url", server.url],
      [[/Start\? \[y\/N\]/u, "n"]],
    );
    expect(text).toMatch(
      /openai:qwen2\.5: this may cost money\nmodel calls +about \d+; \d+ tokens in, \d+ out\ncost +unknown: .*\ntime +about /u,
    );
    expect({ code, asked: server.count - asked }).toEqual({ code: 2, asked: 0 });
  });

  it("review asks about each sample", async () => {
    const { runId, inReview } = await cli.json<{ runId: string; inReview: number }>(
      ...typed`run examples/local-llm/task.yaml --base-url ${server.url} --yes --target 20 --set curate.reviewBelow=0.9`,
    );
    expect(inReview).toBeGreaterThan(2);
    const { code, text } = await onTerminal(
      ["review", runId],
      [
        [/1\/\d+ [^]*> $/u, "maybe"],
        [/"maybe" is none of[^]*> $/u, "a"],
        [/2\/\d+ [^]*> $/u, "2"],
        [/3\/\d+ [^]*> $/u, "q"],
      ],
    );
    expect(code).toBe(0);
    expect(text).toContain("1 baking  2 storage  3 substitution");
    expect(text).toMatch(
      new RegExp(`2 answers applied; \\d+ accepted, ${inReview - 2} still wait`, "u"),
    );

    const left = await onTerminal(
      ["review", runId],
      [
        [/1\/\d+ [^]*> $/u, "r"],
        [/2\/\d+ [^]*> $/u, CTRL_C],
      ],
    );
    expect(left.code).toBe(0);
    expect(left.text).toContain(`1 answer applied; `);
    expect(left.text).toContain(`, ${inReview - 3} still wait`);
  });

  it("init that is left says what was answered, and writes nothing", async () => {
    const out = join(cli.home, "left.yaml");
    const { code, text } = await onTerminal(
      ["init", "--out", out],
      [
        [/name of the dataset: $/u, "farewells"],
        [/in one sentence: $/u, "Short farewells."],
        [/commas: $/u, CTRL_C],
      ],
    );
    expect(code).toBe(130);
    expect(text).toMatch(/answered so far:\s+name: farewells\s[^]*description: Short farewells\./u);
    expect(existsSync(out)).toBe(false);
  });

  it("init asks for what it needs, and rm asks before it deletes", async () => {
    const { code } = await onTerminal(
      ["init", "--out", join(cli.home, "asked.yaml")],
      [
        [/name of the dataset: $/u, "?!"],
        [/cannot be a name[^]*name of the dataset: $/u, "greetings"],
        [/in one sentence: $/u, "Short greetings."],
        [/commas: $/u, "formal"],
        [/one label is told from nothing[^]*commas: $/u, "formal, casual"],
        [/none\): $/u, "nothing.csv"],
        [/nothing\.csv[^]*none\): $/u, ""],
        [/\[200\]: $/u, "many"],
        [/"many" is not a whole number[^]*\[200\]: $/u, "20"],
      ],
    );
    expect(code).toBe(0);
    expect(readFileSync(join(cli.home, "asked.yaml"), "utf8")).toMatch(
      /greetings[^]*formal[^]*target: 20/u,
    );
    expect((await cli.run("validate", join(cli.home, "asked.yaml"))).code).toBe(0);
    const [run] = await cli.json<{ runId: string; folder: string }[]>("runs");
    expect((await onTerminal(["rm", run!.runId], [[/\[y\/N\] $/u, "n"]])).code).toBe(0);
    expect(existsSync(run!.folder)).toBe(true);
    await onTerminal(["rm", run!.runId], [[/\[y\/N\] $/u, "y"]]);
    expect(existsSync(run!.folder)).toBe(false);
  });
});
