import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { CommandLine, lastJson, lastLine } from "../helpers/command-line.js";
import type { Fault } from "../helpers/openai-faults.js";
import { startOpenAiServer, type OpenAiServer } from "../helpers/openai-server.js";
import { typed } from "../helpers/typed.js";

const KITCHEN = "examples/local-llm/task.yaml";
const cli = new CommandLine();
/**
 * Requests that are answered at once; the ones after them wait, so that a run is not over before it
 * can be interrupted.
 */
let quick = Infinity;
let late: Fault = { kind: "slow", milliseconds: 300 };
let server: OpenAiServer;
beforeAll(async () => {
  server = await startOpenAiServer({
    rule: () => (quick-- > 0 ? { kind: "slow", milliseconds: 5 } : late),
  });
});
afterAll(async () => {
  await server.stop();
  cli.remove();
});

describe("Ctrl-C", () => {
  it("saves the state, prints how to go on, ends with 130; resume finishes", async () => {
    quick = 60;
    const run = cli.start(["run", KITCHEN, "--base-url", server.url, "--target", "40", "--yes"]);
    await run.until(/^round 0: /mu);
    run.child.kill("SIGINT");
    const { code, stdout, stderr } = await run.finished;
    expect(code).toBe(130);
    expect(stderr).toContain("Ctrl-C again to leave at once");
    const runId = /^go on with +datawright resume (\S+) --workspace \S+$/mu.exec(stdout)![1]!;
    expect(lastLine(stdout)).toBe(join(cli.home, "runs", runId));
    expect(stdout).toMatch(/^measured +nothing/mu);
    expect(stdout).not.toMatch(/vocabulary 0|0 verbatim/u);
    const before = await cli.json<{ total: number; samples: { id: string; text: string }[] }>(
      ...typed`samples ${runId} --status accepted --limit 1000`,
    );
    expect(before.total).toBeGreaterThan(0);

    quick = Infinity;
    const resumed = await cli.run("resume", runId, "--json");
    expect(resumed.code).toBe(0);
    const summary = lastJson<{
      runId: string;
      stop: string;
      accepted: number;
      tokens: object;
      coverage: object;
      diversity: object;
      downstream: object;
      labelAgreement: number | null;
    }>(resumed);
    expect(summary).toMatchObject({
      runId,
      target: 40,
      tokens: { input: expect.any(Number) as unknown },
      coverage: { ratio: expect.any(Number) as unknown },
      diversity: { vocabulary: expect.any(Number) as unknown },
      downstream: { testSize: 0 },
    });
    expect(summary.stop).not.toBe("interrupted");
    const after = await cli.json<{ samples: { id: string; text: string }[] }>(
      ...typed`samples ${runId} --limit 1000`,
    );
    for (const sample of before.samples)
      expect(after.samples.filter((one) => one.id === sample.id)).toMatchObject([
        { text: sample.text },
      ]);
  });

  it("twice leaves at once, whatever hangs; the run can go on", async () => {
    const run = cli.start(
      typed`run ${KITCHEN} --base-url ${server.url} --target 4 --yes --agents test/fixtures/never-ends.mjs --json`,
    );
    const [runId] = await waitForRun(run);
    run.child.kill("SIGINT");
    // The first one waits for the agent that never ends; the note of it goes nowhere with --json,
    // so the second is sent until it is heard.
    const again = setInterval(() => run.child.kill("SIGINT"), 200);
    const { code, stderr } = await run.finished.finally(() => clearInterval(again));
    expect(code).toBe(130);
    expect(stderr).toContain(`datawright resume ${runId}`);
    expect(existsSync(join(cli.home, "runs", runId!, "run.db"))).toBe(true);
  });
});

describe("SIGTERM", () => {
  it("ends a run whose answers come in without end; resume comes to the same dataset", async () => {
    const args = ["run", KITCHEN, "--base-url", server.url, "--target", "24", "--yes", "--json"];
    quick = Infinity;
    const whole = await cli.json<{ folder: string; accepted: number }>(...args.slice(0, -1));
    [quick, late] = [30, { kind: "trickle" }];
    // A workspace of its own: that one has the answers.
    const apart = ["--workspace", join(cli.home, "apart")];
    const run = cli.start([...args, ...apart]);
    while ((quick > 0 || server.inFlight === 0) && run.child.exitCode === null)
      await new Promise((next) => setImmediate(next));
    run.child.kill("SIGTERM");
    const { code, stderr } = await run.finished;
    expect(code).toBe(130);
    const runId = /datawright resume (\S+)/u.exec(stderr)![1]!;
    quick = Infinity;
    const { folder, accepted } = await cli.json<typeof whole>("resume", runId, ...apart);
    expect(accepted).toBe(whole.accepted);
    const dataset = (of: string): string => readFileSync(join(of, "dataset.jsonl"), "utf8");
    expect(dataset(folder)).toBe(dataset(whole.folder));
  });
});

/** Waits until the server was asked by a run, and names that run. */
async function waitForRun(run: ReturnType<CommandLine["start"]>): Promise<string[]> {
  const asked = server.count;
  while (server.count === asked && run.child.exitCode === null)
    await new Promise((resolve) => setImmediate(resolve));
  const runs = await cli.json<{ runId: string; stop: string }[]>("runs");
  return runs.filter((one) => one.stop === "unfinished").map((one) => one.runId);
}
