import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { CommandLine } from "../helpers/command-line.js";
import { typed } from "../helpers/typed.js";

const TICKETS = "examples/support-tickets/task.yaml";
const cli = new CommandLine();
afterAll(() => cli.remove());

describe("init", () => {
  it("writes a valid task beside or away from the data, which runs", async () => {
    const folder = join(cli.home, "project");
    mkdirSync(join(folder, "data"), { recursive: true });
    writeFileSync(
      join(folder, "data", "tickets.csv"),
      readFileSync("examples/support-tickets/support.csv"),
    );
    const made = await cli.runIn(
      folder,
      ...typed`init data/tickets.csv --out tasks/first.yaml --name ${"my tickets"}`,
    );
    expect(made).toMatchObject({
      code: 0,
      stderr: "",
      stdout: expect.stringContaining("datawright run tasks/first.yaml") as unknown,
    });
    const spec = parse(readFileSync(join(folder, "tasks", "first.yaml"), "utf8")) as {
      name: string;
      kind: string;
      support: { path: string };
    };
    expect(spec).toMatchObject({
      name: "my tickets",
      kind: "classification",
      support: { path: "../data/tickets.csv" },
    });
    const checked = await cli.runIn(folder, "validate", "tasks/first.yaml", "--json");
    expect(JSON.parse(checked.stdout)).toMatchObject({
      valid: true,
      kind: "classification",
      problems: [],
    });
    expect(
      (await cli.runIn(folder, "run", "tasks/first.yaml", "--target", "8", "--json")).code,
    ).toBe(0);
    expect(
      await cli.runIn(folder, "init", "data/tickets.csv", "--out", "tasks/first.yaml"),
    ).toMatchObject({ code: 2, stderr: expect.stringContaining("--force") as unknown });
  });

  it("says what is missing where nobody can be asked", async () => {
    expect(await cli.runIn(cli.home, "init")).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("datawright init support.csv") as unknown,
    });
    expect(await cli.runIn(cli.home, "init", "nothing.csv")).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("nothing.csv") as unknown,
    });
  });

  it("init tells what became of every column, and where editors find the schema", async () => {
    const lines = Array.from(
      { length: 30 },
      (_, index) =>
        `${index},message ${index} about a parcel,${index % 3 ? "calm" : "angry"},${index % 2 ? "refund" : "delivery"}`,
    );
    writeFileSync(join(cli.home, "columns.csv"), ["id,message,mood,category", ...lines].join("\n"));
    const out = join(cli.home, "columns.yaml");
    const { stdout } = await cli.runIn(cli.home, "init", "columns.csv", "--out", out);
    for (const line of [
      "id: not used",
      "message: text",
      "mood: not used; 2 values",
      "category: label",
    ])
      expect(stdout).toContain(`  column ${line}`);
    const text = readFileSync(out, "utf8");
    const schema = /^# yaml-language-server: \$schema=(\S+task\.schema\.json)\n/u.exec(text)![1]!;
    expect(existsSync(join(cli.home, schema))).toBe(true);
    expect(text).toContain('#   "mood", something that samples differ in? attributes:');
    expect((await cli.run("validate", out)).code).toBe(0);
  });
});

describe("before a run", () => {
  it("validate counts the rows and names those that cannot be used", async () => {
    const folder = join(cli.home, "rows");
    mkdirSync(folder);
    writeFileSync(
      join(folder, "support.jsonl"),
      '{"text":"A good one","label":"yes"}\n{"text": ' +
        'broken\n{"text":"Another","label":"no"}\n{"text":"A third","label":"yes"}\n',
    );
    writeFileSync(
      join(folder, "task.yaml"),
      (
        "name: rows\nkind: classification\ndescription: Short texts.\nlabels: [yes, " +
        "no]\nsupport: { path: support.jsonl, heldOut: 0 }\ntarget: 5\n"
      ).replace("[yes, no]", '["yes", "no"]'),
    );
    const { code, stdout } = await cli.run("validate", join(folder, "task.yaml"));
    expect(code).toBe(0);
    expect(stdout).toContain("3 support rows");
    expect(stdout).toMatch(/^not used: support, line 2: /mu);
    expect(
      await cli.run("validate", join(folder, "task.yaml"), "--agents", "nothing.mjs"),
    ).toMatchObject({ code: 2, stderr: expect.stringContaining("AGENT_NOT_FOUND") as unknown });
  });

  it("plan shows the tree, the cells and what a run takes, without keeping a run", async () => {
    const plan = await cli.json<{
      cells: number;
      calls: number;
      costUsd: number;
      seconds: number;
      tokens: { input: number };
      plan: { subTasks: unknown[] };
      coverage: { cells: unknown[] };
    }>("plan", TICKETS, "--target", "17");
    expect(plan).toMatchObject({ costUsd: 0, plan: { subTasks: [expect.any(Object)] } });
    expect(plan.cells).toBeGreaterThanOrEqual(8);
    expect(plan.calls).toBeGreaterThan(17);
    expect(plan.tokens.input).toBeGreaterThan(10_000);
    const { stdout } = await cli.run("plan", TICKETS, "--target", "17");
    expect(stdout).toMatch(/^cost +free$/mu);
    expect(stdout).toMatch(/^ {4}billing$/mu);
    expect(stdout).toMatch(/^time +about [\d.]+ s$/mu);
    expect(await cli.json("runs")).toEqual(
      expect.not.arrayContaining([expect.objectContaining({ target: 17 })]),
    );
  });

  it("preview shows every agent turn of one sample", async () => {
    const { code, stdout } = await cli.run("preview", TICKETS, "-n", "1");
    expect(code).toBe(0);
    expect(stdout).toMatch(/^sample 1 of 1: [0-9a-f]+$/mu);
    expect(stdout).toMatch(/^ {2}generator asked embedded \(\d+ ms\)$/mu);
    expect(stdout).toMatch(/^ {4}-> \[task\] You are a customer/mu);
    expect(stdout).toMatch(/^ {4}-> \[demonstrations\] and \d+ more \(--json has all\)$/mu);
    expect(stdout).toMatch(/^ {4}<- \{"text":/mu);
    expect(stdout).toMatch(/^ {2}critic asked embedded/mu);
    expect(stdout).toMatch(
      /^1 sample, \d accepted, \d refused; .*nothing was kept but the answers/mu,
    );
    const trial = await cli.json<{ samples: { spans: unknown[]; verdicts: unknown[] }[] }>(
      ...typed`preview ${TICKETS} -n 2`,
    );
    expect(trial.samples).toHaveLength(2);
  });

  it("graph prints Mermaid with every agent and an inserted stage", async () => {
    const { stdout } = await cli.run(
      ...typed`graph ${TICKETS} --agents examples/custom-agent/agents.mjs`,
    );
    expect(stdout).toMatch(/^graph TD;$/mu);
    for (const node of [
      "plan",
      "generate",
      "critique",
      "revise",
      "label",
      "assess",
      "curate",
      "review",
      "evaluate",
    ])
      expect(stdout).toMatch(new RegExp(`\\(${node}\\)`, "u"));
    expect(stdout).toContain("length-check");
    expect((await cli.run("graph", TICKETS)).stdout).not.toContain("length-check");
    expect((await cli.json<{ mermaid: string }>("graph", TICKETS)).mermaid).toContain("graph TD;");
  });
});
