import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CommandLine, lastJson, lastLine } from "../../helpers/command-line.js";
import { startOpenAiServer, type OpenAiServer } from "../../helpers/openai-server.js";
import { typed } from "../../helpers/typed.js";

const TICKETS = "examples/support-tickets/task.yaml";
const KITCHEN = "examples/local-llm/task.yaml";
const cli = new CommandLine();
afterAll(() => cli.remove());

async function withServer<T>(
  options: Parameters<typeof startOpenAiServer>[0],
  work: (server: OpenAiServer) => Promise<T>,
): Promise<T> {
  const server = await startOpenAiServer(options);
  try {
    return await work(server);
  } finally {
    await server.stop();
  }
}

describe("run", () => {
  it("prints plain lines where there is no terminal, and the folder on its last one", async () => {
    const { code, stdout, stderr } = await cli.start(["run", TICKETS, "--target", "16"]).finished;
    expect(code).toBe(0);
    const folder = lastLine(stdout);
    expect(readFileSync(join(folder, "dataset.jsonl"), "utf8").trim().split("\n")).toHaveLength(16);
    for (const file of [
      "report.html",
      "report.json",
      "rejected.jsonl",
      "usage.json",
      "config.json",
      "coverage.json",
    ])
      expect(existsSync(join(folder, file))).toBe(true);
    expect(stdout).toMatch(/^stop +target: 16 of 16 accepted$/mu);
    expect(stdout).toMatch(/cost free$/mu);
    expect(stdout).toContain("ROUGE-L 0.7");
    expect(stdout).toContain("embedded: a small statistical model");
    expect(stderr).toMatch(/^run support-tickets-/mu);
    expect(stderr).toMatch(/^round 0: \d+ accepted/mu);
    expect(stdout + stderr).not.toContain("\u001b");
    expect(stdout).not.toContain("undefined");
  });

  it("prints one JSON object with every figure on the last line, and extends the run", async () => {
    const summary = await cli.json<Record<string, unknown>>(
      ...typed`run ${TICKETS} --target 10 --seed 3 --out ${join(cli.home, "elsewhere")}`,
    );
    const shape = {
      runId: expect.any(String),
      folder: join(cli.home, "elsewhere"),
      stop: "target",
      target: 10,
      accepted: 10,
      rejected: expect.any(Number),
      inReview: expect.any(Number),
      rounds: expect.any(Number),
      modelCalls: expect.any(Number),
      cachedCalls: expect.any(Number),
      tokens: { input: expect.any(Number), output: expect.any(Number) },
      costUsd: 0,
      coverage: {
        cells: expect.any(Number),
        covered: expect.any(Number),
        ratio: expect.any(Number),
      },
      diversity: {
        vocabulary: expect.any(Number),
        distinct1: expect.any(Number),
        distinct2: expect.any(Number),
        averagePairwiseSimilarity: expect.any(Number),
      },
      copies: { verbatim: 0, near: expect.any(Number) },
      downstream: expect.objectContaining({
        real: expect.any(Object),
        testSize: expect.any(Number),
      }),
      seconds: expect.any(Number),
    };
    expect(summary).toMatchObject(shape);
    expect(Object.keys(summary)).toEqual(expect.arrayContaining(["labelAgreement", "stopDetail"]));
    const extended = await cli.json<Record<string, unknown>>(
      ...typed`extend ${summary["runId"] as string} --target 14`,
    );
    expect(extended).toMatchObject({ ...shape, target: 14, accepted: 14 });
  });

  it("takes values of the task from --set", async () => {
    const folder = (
      await cli.json<{ folder: string }>(
        ...typed`run ${TICKETS} --target 6 --set support.sample=40 --set language=de`,
      )
    ).folder;
    const config = JSON.parse(readFileSync(join(folder, "config.json"), "utf8")) as {
      spec: { language: string };
      data: { support: number };
    };
    expect(config).toMatchObject({ spec: { language: "de" }, data: { support: 40 } });
  });

  it("ends with 1 when nothing was accepted, and lets no control character through", async () => {
    const { code, stdout, stderr } = await cli.run(
      ...typed`run ${TICKETS} --target 8 --agents test/fixtures/refuse-all.mjs`,
    );
    expect(code).toBe(1);
    expect(stdout).toMatch(/^accepted +0 of 8/mu);
    const folder = lastLine(stdout);
    const inside = await cli.run("samples", folder, "--reason", "custom", "--limit", "1");
    const id = /^[0-9a-f]{16,}/mu.exec(inside.stdout)![0];
    const traced = await cli.run("trace", folder, "--sample", id, "--bodies");
    expect(traced.stdout).toContain("REFUSED taste");
    for (const text of [stdout, stderr, inside.stdout, traced.stdout])
      expect(text).not.toMatch(/[\u0007\u001b]/u);
  });

  it("ends with 3 at its budget, and resume goes on with a larger one", async () => {
    const stopped = await cli.run(
      ...typed`run ${TICKETS} --target 20 --seed 11 --max-calls 20 --json`,
    );
    expect(stopped.code).toBe(3);
    const { runId, stop, accepted, modelCalls } = lastJson<{
      runId: string;
      stop: string;
      accepted: number;
      modelCalls: number;
    }>(stopped);
    expect(stop).toBe("budget");
    expect(modelCalls).toBeLessThanOrEqual(20);
    expect(await cli.json("resume", runId, "--max-calls", "4000")).toMatchObject({
      runId,
      stop: "target",
      accepted: 20,
    });
    expect(accepted).toBeLessThan(20);
  });

  it("ends with 2 for a money budget where the price is not known, before any request", () =>
    withServer({}, async (server) => {
      const { code, stderr } = await cli.run(
        ...typed`run ${KITCHEN} --base-url ${server.url} --budget 1`,
      );
      expect(code).toBe(2);
      expect(stderr).toMatch(/NO_PRICE.*price.*qwen2\.5/su);
      expect(server.count).toBe(0);
    }));

  it("ends with 4 when the provider refuses, keeps the state, and says how to go on", () =>
    withServer({ rule: () => ({ kind: "unauthorized" }) }, async (server) => {
      const { code, stdout, stderr } = await cli.start(
        ["run", KITCHEN, "--base-url", server.url, "--target", "6", "--yes"],
        { env: { OPENAI_API_KEY: "sk-secret-0123456789abcdef" } },
      ).finished;
      expect(code).toBe(4);
      expect(stdout).toMatch(/^what to do +Set the environment variable that holds the key/mu);
      expect(stdout).toMatch(/^go on with +datawright resume kitchen-questions-/mu);
      expect(existsSync(join(lastLine(stdout), "run.db"))).toBe(true);
      expect(
        stdout + stderr + readFileSync(join(lastLine(stdout), "run.log"), "utf8"),
      ).not.toContain("sk-secret");
      const again = await cli.runWith(
        { OPENAI_API_KEY: "sk-secret-0123456789abcdef" },
        "resume",
        lastLine(stdout),
        "--json",
      );
      expect({ code: again.code, stop: lastJson<{ stop: string }>(again).stop }).toEqual({
        code: 4,
        stop: "provider-down",
      });
      expect(again.stderr).toContain("Set the environment variable that holds the key");
      expect(again.stderr).toMatch(/go on with: datawright resume kitchen-questions-/u);
    }));

  it("ends with 4 when nobody listens at the base URL", async () => {
    const server = await startOpenAiServer();
    await server.stop();
    const args = ["run", KITCHEN, "--base-url", server.url, "--target", "6", "--yes"];
    const { code, stdout, stderr } = await cli.run(...args);
    expect(code).toBe(4);
    expect(stdout + stderr).toContain(`nothing answers at ${server.url}`);
    expect(stdout).toContain("datawright resume kitchen-questions-");
  });

  it("refuses wrong tasks with file, line, path and the nearest name, before anything is made", async () => {
    const text = readFileSync(TICKETS, "utf8")
      .replace("minWords: 6", "minWordz: 6")
      .replace(
        "path: support.csv",
        `path: ${join(process.cwd(), "examples/support-tickets/support.csv")}`,
      );
    const path = join(cli.home, "wrong.yaml");
    writeFileSync(path, text);
    const line = text.split("\n").findIndex((one) => one.includes("minWordz")) + 1;
    const { code, stdout, stderr } = await cli.run("run", path, "--json");
    expect(code).toBe(2);
    expect(stderr).toContain(
      `wrong.yaml:${line}:3: constraints.minWordz: unknown field; did you mean "minWords"?`,
    );
    expect(lastJson({ code, stdout, stderr })).toMatchObject({
      error: { code: "SPEC_INVALID", details: { line, path: "constraints.minWordz" } },
    });
  });

  it.each([
    ["a missing task file", ["run", "nothing.yaml"], /SPEC_NOT_FOUND.*nothing\.yaml/su],
    [
      "a missing data file",
      ["run", TICKETS, "--set", "support.path=nothing.csv"],
      /DATA_NOT_FOUND.*nothing\.csv/su,
    ],
    [
      "an unknown column",
      ["run", TICKETS, "--set", "support.columns.text=body"],
      /DATA_COLUMN.*body/su,
    ],
    [
      "a label that the task does not name",
      ["run", TICKETS, "--set", "support.labelMap.billing=money"],
      /DATA_LABEL.*money|SPEC_INVALID.*money/su,
    ],
    ["no target", ["run", TICKETS, "--target", "0"], /--target.*at least 1/su],
    ["a wrong number", ["run", TICKETS, "--concurrency", "many"], /--concurrency.*whole number/su],
    [
      "an unknown flag",
      ["run", TICKETS, "--targets", "4"],
      /unknown option '--targets'.*--target\?/su,
    ],
    ["an unknown command", ["runn", TICKETS], /unknown command 'runn'.*run/su],
    ["a missing argument", ["trace"], /missing required argument 'run'/u],
    ["an unknown run", ["trace", "nothing-here"], /RUN_NOT_FOUND.*nothing-here/su],
    ["an unknown model", ["run", TICKETS, "--model", "embeded"], /MODEL_UNKNOWN.*embedded/su],
    [
      "an agent module that does not exist",
      ["run", TICKETS, "--agents", "nothing.mjs"],
      /AGENT_NOT_FOUND.*nothing\.mjs/su,
    ],
    ["cache prune without a limit", ["cache", "prune"], /--older-than/u],
  ])("ends with 2 for %s", async (_what, args, message) => {
    const { code, stdout, stderr } = await cli.run(...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/\n\s+at /u);
  });

  it.each([
    ["the data", ["run", TICKETS, "--set", "support.path=nothing.csv"]],
    ["the arguments", ["run", TICKETS, "--targets", "4"]],
  ])("ends its process with 2 where %s are wrong", async (_what, args) => {
    expect(await cli.start(args).finished).toMatchObject({ code: 2, stdout: "" });
  });
});
