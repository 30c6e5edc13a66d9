import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { builtPackage, ROOT } from "../helpers/built-package.js";
import { startOpenAiServer } from "../helpers/openai-server.js";
import { startNode, type Finished } from "../helpers/run-process.js";
import { WarmProcess } from "../helpers/warm-process.js";
import { typed } from "../helpers/typed.js";

builtPackage();
const warm = WarmProcess.shared();
afterAll(() => warm.end());
let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "datawright-examples-"));
});
afterEach(() => rmSync(home, { recursive: true, force: true, maxRetries: 5 }));

/** An example in a process of its own, as a reader starts it. */
function example(file: string, env: Record<string, string> = {}): Promise<Finished> {
  return startNode(["--import", "tsx", `examples/${file}`], {
    cwd: ROOT,
    env: { DATAWRIGHT_HOME: home, ...env },
  }).finished;
}
/** An example in the process that the commands run in. */
const imported = (file: string, env: Record<string, string> = {}): Promise<Finished> =>
  warm.run({
    module: pathToFileURL(join(ROOT, "examples", file)).href,
    env: { DATAWRIGHT_HOME: home, ...env },
  });
const command = (args: readonly string[]): Promise<Finished> =>
  warm.run({ args, env: { DATAWRIGHT_HOME: home } });

describe("examples", () => {
  it("launch/launch.ts follows a run and reads its dataset", async () => {
    const { code, stdout, stderr } = await imported("launch/launch.ts");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/^round 0: \d+ of 40 accepted$/mu);
    expect(stdout).toMatch(/^target: 40 accepted, \d+ refused, in .+$/mu);
    expect(
      stdout
        .trim()
        .split("\n")
        .slice(-3)
        .every((line) => /^[a-z-]+ \| \S/u.test(line)),
    ).toBe(true);
  });

  it("launch/inspect-trace.ts shows every call behind a sample, and why another was refused", async () => {
    const { code, stdout, stderr } = await imported("launch/inspect-trace.ts");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/^generator chat embedded [\d.]+ ms$/mu);
    expect(stdout).toMatch(/^critic chat embedded [\d.]+ ms$/mu);
    expect(stdout).toMatch(/^(?:passed|refused) [a-z-]+: \S/mu);
  });

  it("review-server/server.ts takes one answer after the other, and the run goes on", async () => {
    const server = await startOpenAiServer();
    try {
      const made = await command([
        "run",
        "examples/local-llm/task.yaml",
        ...["--base-url", server.url, "--yes", "--target", "20", "--json"],
        ...["--set", "review=blocking", "--set", "curate.reviewBelow=0.9"],
      ]);
      const { folder, inReview } = JSON.parse(made.stdout.trim().split("\n").at(-1)!) as {
        folder: string;
        inReview: number;
      };
      expect(inReview).toBeGreaterThan(2);
      const page = startNode(["--import", "tsx", "examples/review-server/server.ts", folder], {
        cwd: ROOT,
        env: { DATAWRIGHT_HOME: home },
      });
      let said = "";
      page.child.stdout!.on("data", (chunk) => (said += String(chunk)));
      await page.until(/http:\/\/\S+\n/u);
      const url = said.trim();
      for (let left = inReview; left > inReview - 2; left--) {
        const html = await (await fetch(url)).text();
        expect(html).toContain(`<p>${left} left. `);
        const sampleId = /name="sampleId" value="([^"]+)"/u.exec(html)![1]!;
        const answered = await fetch(`${url}/answer`, {
          method: "POST",
          redirect: "manual",
          body: new URLSearchParams({ sampleId, decision: "accept" }),
        });
        expect(answered.status).toBe(303);
      }
      await fetch(`${url}/finish`, { method: "POST", redirect: "manual" });
      const { code, stdout, stderr } = await page.finished;
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
      expect(stdout).toMatch(/^decided: \d+ accepted, \d+ refused$/mu);
    } finally {
      await server.stop();
    }
  });

  it("custom-agent/no-shouting.ts judges with its own critic only", async () => {
    const { code, stdout } = await imported("custom-agent/no-shouting.ts");
    expect({ code, stdout }).toEqual({ code: 0, stdout: "20\n" });
    const run = join(home, "runs", readdirSync(join(home, "runs"))[0]!);
    const { stdout: verdicts } = await command([
      "trace",
      run,
      "--sample",
      (
        JSON.parse(readFileSync(join(run, "dataset.jsonl"), "utf8").split("\n")[0]!) as {
          id: string;
        }
      ).id,
      "--json",
    ]);
    expect(
      (JSON.parse(verdicts) as { verdicts: { judge: string }[] }).verdicts.map(
        (verdict) => verdict.judge,
      ),
    ).toEqual(["no-shouting"]);
  });

  it("custom-agent/scrub-numbers.ts changes drafts behind the generator", async () => {
    const { code } = await imported("custom-agent/scrub-numbers.ts");
    expect(code).toBe(0);
    const rows = readFileSync(
      join(home, "runs", readdirSync(join(home, "runs"))[0]!, "dataset.jsonl"),
      "utf8",
    )
      .trim()
      .split("\n")
      .map((line) => (JSON.parse(line) as { text: string }).text);
    expect(rows).toHaveLength(20);
    expect(rows.filter((text) => /\d{4,}/u.test(text))).toEqual([]);
  });

  it("custom-agent/agents.mjs is loaded from the command line", async () => {
    const { code, stdout } = await command(
      typed`run examples/support-tickets/task.yaml --target 10 --agents examples/custom-agent/agents.mjs --json`,
    );
    expect(code).toBe(0);
    const { folder } = JSON.parse(stdout) as { folder: string };
    const { stdout: samples } = await command(typed`samples ${folder} --status accepted --json`);
    for (const sample of (
      JSON.parse(samples) as { samples: { text: string; scores: Record<string, number> }[] }
    ).samples)
      expect(sample.scores["characters"]).toBe(sample.text.length);
  });

  it("langchain-agent/critic-graph.ts plays the critic, its nodes in the trace", async () => {
    const { code, stdout } = await imported("langchain-agent/critic-graph.ts");
    expect(code).toBe(0);
    expect(stdout).toMatch(/^20 accepted; in the trace: .*count.*decide/mu);
  });

  it("langchain-agent/tool-agent.ts writes with a tool, its calls in the trace", async () => {
    const { code, stdout, stderr } = await imported("langchain-agent/tool-agent.ts");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/^6 accepted; [1-9]\d+ model calls of the agent in the trace$/mu);
  });

  it("langgraph-studio/graph.ts is a graph whose threads are runs", async () => {
    const { code, stdout } = await example("langgraph-studio/graph.ts");
    expect(code).toBe(0);
    expect(stdout.trim().split("\n").at(-1)).toBe("20 of 20 accepted");
  });

  it("local-llm/local-llm.ts talks to an OpenAI-compatible server", async () => {
    const server = await startOpenAiServer();
    try {
      const { code, stdout } = await imported("local-llm/local-llm.ts", {
        LLM_BASE_URL: server.url,
      });
      expect(code).toBe(0);
      expect(stdout).toMatch(/^[a-z-]+: \d+ of 12 accepted, \d+ calls, cost unknown$/mu);
      expect(server.count).toBeGreaterThan(12);
      expect(new Set(server.requests.map((request) => request.body["model"]))).toEqual(
        new Set(["qwen2.5"]),
      );
    } finally {
      await server.stop();
    }
  });

  it("korean-reviews/task.yaml writes Korean", async () => {
    const { code, stdout } = await command(
      typed`run examples/korean-reviews/task.yaml --target 12 --json`,
    );
    expect(code).toBe(0);
    const { folder, accepted } = JSON.parse(stdout) as { folder: string; accepted: number };
    expect(accepted).toBeGreaterThan(0);
    for (const line of readFileSync(join(folder, "dataset.jsonl"), "utf8").trim().split("\n"))
      expect((JSON.parse(line) as { text: string }).text).toMatch(/\p{Script=Hangul}/u);
  });

  it("has a valid task file in every folder that has one", async () => {
    const folders = readdirSync(join(ROOT, "examples"), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name);
    const specs = folders.filter((name) =>
      readdirSync(join(ROOT, "examples", name)).includes("task.yaml"),
    );
    expect(specs).toEqual(
      expect.arrayContaining(["support-tickets", "sms-spam", "korean-reviews", "local-llm"]),
    );
    for (const name of specs) {
      const own =
        name === "sms-spam"
          ? ["--set", "support.path=../../test/fixtures/messages.tsv", "--set", "support.sample=6"]
          : [];
      const { code, stdout, stderr } = await command([
        "validate",
        `examples/${name}/task.yaml`,
        ...own,
      ]);
      expect({ name, code, stderr }).toEqual({ name, code: 0, stderr: "" });
      expect(stdout).toContain("is valid");
    }
  });
});
