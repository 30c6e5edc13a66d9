import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CommandLine, lastLine } from "../helpers/command-line.js";
import { startOpenAiServer } from "../helpers/openai-server.js";
import { typed } from "../helpers/typed.js";

const cli = new CommandLine();
let runId: string;
let kitchen: string;

beforeAll(async () => {
  const server = await startOpenAiServer();
  try {
    const [tickets, cooks] = await Promise.all([
      cli.json<{ runId: string }>("run", "examples/support-tickets/task.yaml", "--target", "24"),
      cli.json<{ runId: string; inReview: number }>(
        ...typed`run examples/local-llm/task.yaml --base-url ${server.url} --yes --target 30 --set curate.reviewBelow=0.9`,
      ),
    ]);
    runId = tickets.runId;
    kitchen = cooks.runId;
    // whatever the small model is less sure of than that goes to people
    expect(cooks.inReview).toBeGreaterThan(1);
  } finally {
    await server.stop();
  }
});
afterAll(() => cli.remove());

interface Listed {
  readonly total: number;
  readonly samples: readonly {
    readonly id: string;
    readonly status: string;
    readonly text: string;
    readonly label: { readonly current: string };
  }[];
}

describe("looking into runs", () => {
  it("runs lists them, and says what to do where there are none", async () => {
    const { stdout } = await cli.run("runs");
    expect(stdout).toMatch(new RegExp(`^${runId} .* 24/24 +target +`, "mu"));
    expect((await cli.json<{ runId: string }[]>("runs")).map((one) => one.runId).sort()).toEqual(
      [kitchen, runId].sort(),
    );
    expect((await cli.run("runs", "--workspace", join(cli.home, "nothing"))).stdout).toContain(
      "datawright run task.yaml",
    );
  });

  it("samples pages through them by status and reason", async () => {
    const all = await cli.json<Listed>("samples", runId, "--status", "accepted", "--limit", "100");
    expect(all.total).toBe(24);
    const pages = await Promise.all(
      [0, 10, 20].map((offset) =>
        cli.json<Listed>(
          ...typed`samples ${runId} --status accepted --limit 10 --offset ${String(offset)}`,
        ),
      ),
    );
    expect(pages.flatMap((page) => page.samples.map((sample) => sample.id))).toEqual(
      all.samples.map((sample) => sample.id),
    );
    expect(
      (await cli.run("samples", runId, "--status", "accepted", "--limit", "10")).stdout,
    ).toContain("10 of 24; more with --offset 10");
    const rejected = await cli.json<Listed>("samples", runId, "--status", "rejected");
    expect(rejected.samples.every((sample) => sample.status === "rejected")).toBe(true);
    const wrong = await cli.run("samples", runId, "--status", "done");
    expect({ code: wrong.code, stderr: wrong.stderr }).toEqual({
      code: 2,
      stderr: expect.stringContaining("accepted, rejected") as unknown,
    });
    const reason = await cli.run("samples", runId, "--reason", "no-such-reason");
    expect({ code: reason.code, stderr: reason.stderr }).toEqual({
      code: 2,
      stderr: expect.stringContaining("Reasons in this run: ") as unknown,
    });
  });

  it("trace leads from one sample to every call that shaped it", async () => {
    const { id } = (
      await cli.json<Listed>("samples", runId, "--status", "accepted", "--limit", "1")
    ).samples[0]!;
    const { stdout } = await cli.run("trace", runId, "--sample", id);
    expect(stdout).toMatch(
      /invoke_agent generator.*\n +\+[\d.]+s chat embedded \([\d.]+ ms, \d+\+\d+ tokens\)/u,
    );
    expect(stdout).toMatch(/invoke_agent critic/u);
    expect(stdout).toMatch(/^passed +label-correct \(version 0\): /mu);
    expect(stdout).toMatch(/^generator on embedded: \d+ calls?, .* free, /mu);
    const { spans, verdicts } = await cli.json<{
      spans: { sampleIds: string[]; agent: string | null }[];
      verdicts: unknown[];
    }>("trace", runId, "--sample", id);
    expect(spans.every((span) => span.sampleIds.includes(id))).toBe(true);
    expect(verdicts.length).toBeGreaterThan(3);
    const critic = await cli.json<{ spans: { agent: string | null }[] }>(
      ...typed`trace ${runId} --agent critic --limit 5`,
    );
    expect(new Set(critic.spans.map((span) => span.agent))).toEqual(new Set(["critic"]));
    const slow = await cli.json<{ spans: { durationMs: number }[] }>(
      ...typed`trace ${runId} --slow --limit 20`,
    );
    const times = slow.spans.map((span) => span.durationMs);
    expect(times).toEqual([...times].sort((a, b) => b - a));
    expect((await cli.run("trace", runId, "--limit", "3")).stdout).toContain(
      "more steps with --limit",
    );
    expect((await cli.run("trace", runId, "--sample", "nothing")).code).toBe(2);
  });

  it("trace gives a sample's own totals, and its requests as the messages that were sent", async () => {
    const { id } = (
      await cli.json<Listed>("samples", runId, "--status", "accepted", "--limit", "1")
    ).samples[0]!;
    const { spans } = await cli.json<{ spans: { operation: string; agent: string }[] }>(
      "trace",
      runId,
      "--sample",
      id,
    );
    const asked = spans.filter((span) => span.operation === "chat" && span.agent === "generator");
    const { stdout } = await cli.run("trace", runId, "--sample", id, "--messages");
    expect(stdout).toMatch(
      new RegExp(`^generator on embedded: ${asked.length} calls?, 0 cached, `, "mu"),
    );
    expect(stdout).toMatch(/^ +system:\n +<task>\n[^]*^ +user:\n[^]*^ +answer:\n +\{"text":/mu);
  });

  it("trace folds steps alike, lists the slow ones, and names an unknown agent's nearest", async () => {
    const { stdout } = await cli.run("trace", runId);
    expect(stdout).toMatch(/chat embedded x\d+: p50 [\d.]+ ms, p95 [\d.]+ ms, \d+\+\d+ tokens/u);
    expect(stdout.split("\n").length).toBeLessThan(40);
    const all = await cli.run("trace", runId, "--all", "--limit", "100000");
    expect(all.stdout.split("\n").length).toBeGreaterThan(100);
    const slow = await cli.run("trace", runId, "--slow", "--limit", "10");
    expect(slow.stdout.split("\n").slice(0, 10).join("\n")).not.toMatch(/ (?:run|chunk) \(/u);
    const chats = await cli.run("trace", runId, "--slow", "--operation", "chat", "--limit", "5");
    expect(chats.stdout).toMatch(/^(?:\+[\d.]+s chat embedded \[\w+\] .*\n){5}/u);
    for (const [flag, wrong, near] of [
      ["--agent", "critik", "critic"],
      ["--operation", "chatt", "chat"],
    ] as const)
      expect(await cli.run("trace", runId, flag, wrong)).toMatchObject({
        code: 2,
        stderr: expect.stringContaining(`did you mean "${near}"?`) as unknown,
      });
  });

  it("ends quietly when whoever reads has seen enough", async () => {
    const traced = cli.start(["trace", runId, "--bodies", "--limit", "100000"]);
    traced.child.stdout!.once("data", () => traced.child.stdout!.destroy());
    expect(await traced.finished).toMatchObject({ code: 0, stderr: "" });
  });

  it.each(["jsonl", "csv", "parquet", "openai", "alpaca", "sharegpt", "hf"])(
    "export writes %s, whole and split",
    async (format) => {
      const whole = await cli.json<{ rows: number; files: string[] }>(
        "export",
        runId,
        "--format",
        format,
      );
      expect(whole.rows).toBe(24);
      for (const file of whole.files) expect(existsSync(file)).toBe(true);
      const out = join(cli.home, `split-${format}`);
      mkdirSync(out);
      const split = await cli.json<{ rows: number; files: string[] }>(
        "export",
        runId,
        "--format",
        format,
        "--split",
        "0.6/0.2/0.2",
        "--out",
        format === "hf" ? join(out, "folder") : join(out, `data.${format}`),
      );
      expect(split.rows).toBe(24);
      expect(split.files.length).toBeGreaterThanOrEqual(3);
      for (const name of ["train", "validation", "test"])
        expect(split.files.some((file) => file.includes(name))).toBe(true);
    },
  );

  it("export splits without putting a sample on two sides", async () => {
    const out = join(cli.home, "sides");
    mkdirSync(out);
    const { files } = await cli.json<{ files: string[] }>(
      ...typed`export ${runId} --format jsonl --split 0.5/0.5 --out ${join(out, "data.jsonl")}`,
    );
    const rows = files.map((file) =>
      readFileSync(file, "utf8")
        .trim()
        .split("\n")
        .map((line) => (JSON.parse(line) as { id: string }).id),
    );
    expect(new Set(rows.flat()).size).toBe(24);
    expect(readdirSync(out)).toHaveLength(2);
    const wrong = await cli.run("export", runId, "--format", "xml");
    expect(wrong.code).toBe(2);
    expect(wrong.stderr).toMatch(/no exporter "xml".*jsonl/su);
    expect((await cli.run("export", runId, "--format", "jsonl", "--split", "0.5/0.6")).code).toBe(
      2,
    );
  });

  it("review lists the queue and applies answers; wrong ones are named and not applied", async () => {
    const { items, labels } = await cli.json<{ items: { sampleId: string }[]; labels: string[] }>(
      "review",
      kitchen,
      "--list",
    );
    expect(labels).toEqual(["baking", "storage", "substitution"]);
    expect((await cli.run("review", kitchen, "--list")).stdout).toContain(items[0]!.sampleId);
    const before = (await cli.json<Listed>("samples", kitchen, "--status", "accepted")).total;
    const answers = join(cli.home, "answers.jsonl");
    writeFileSync(
      answers,
      `${JSON.stringify({ sampleId: items[0]!.sampleId, decision: "accept" })}\n\n${JSON.stringify({ sampleId: items[1]!.sampleId, decision: "relabel", label: "storage" })}\n`,
    );
    const applied = await cli.run("review", kitchen, "--answers", answers);
    expect({ code: applied.code, last: lastLine(applied.stdout) }).toEqual({
      code: 0,
      last: join(cli.home, "runs", kitchen),
    });
    expect(applied.stdout).toContain("2 answers applied");
    const after = await cli.json<Listed>(
      ...typed`samples ${kitchen} --status accepted --limit 500`,
    );
    expect(after.total).toBe(before + 2);
    expect(after.samples.find((sample) => sample.id === items[1]!.sampleId)?.label.current).toBe(
      "storage",
    );
    expect(readFileSync(join(cli.home, "runs", kitchen, "dataset.jsonl"), "utf8")).toContain(
      items[0]!.sampleId,
    );

    writeFileSync(answers, `${JSON.stringify({ sampleId: "nobody", decision: "accept" })}\n`);
    const wrong = await cli.run("review", kitchen, "--answers", answers);
    expect({ code: wrong.code, stderr: wrong.stderr }).toEqual({
      code: 2,
      stderr: expect.stringContaining("nobody") as unknown,
    });
    writeFileSync(answers, '{"sampleId": "x", "decision": "keep"}\n');
    expect(await cli.run("review", kitchen, "--answers", answers)).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/answers\.jsonl, line 1: decision/u) as unknown,
    });
    expect(await cli.run("review", kitchen)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("--answers FILE") as unknown,
    });
    expect((await cli.run("review", runId)).stdout).toBe("nothing waits for a person\n");
  });

  it("cache prune removes answers, and a run without them asks again", async () => {
    const { removed, left } = await cli.json<{ removed: number; left: { entries: number } }>(
      ...typed`cache prune --max-bytes 0`,
    );
    expect(removed).toBeGreaterThan(50);
    expect(left.entries).toBe(0);
    expect((await cli.run("cache", "prune", "--older-than", "30")).stdout).toMatch(
      /^removed 0 answers/u,
    );
  });
});
