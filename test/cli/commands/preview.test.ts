import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { builtPackage } from "../../helpers/built-package.js";
import { CommandLine, lastJson } from "../../helpers/command-line.js";
import type { Fault } from "../../helpers/openai-faults.js";
import { startOpenAiServer, type OpenAiServer } from "../../helpers/openai-server.js";
import { typed } from "../../helpers/typed.js";

const KITCHEN = "examples/local-llm/task.yaml";
const cli = new CommandLine();
let server: OpenAiServer;
let fault: Fault | null = null;
beforeAll(async () => {
  server = await startOpenAiServer({ rule: () => fault });
});
afterAll(async () => {
  await server.stop();
  cli.remove();
});
const index = pathToFileURL(join(dirname(builtPackage().main), "..", "index.js")).href;
const quick = ["--set", "models.default.maxRetries=0"];

describe("with a provider that refuses", () => {
  it.each<[string, Fault, RegExp]>([
    ["a refused key", { kind: "unauthorized" }, /error MODEL_AUTH: openai:qwen2\.5: 401/u],
    ["a refused request", { kind: "bad-request" }, /error MODEL_BAD_REQUEST: .*400/u],
    [
      "a model that is not there",
      { kind: "server-error", status: 404 },
      /error MODEL_BAD_REQUEST: .*404/u,
    ],
    [
      "a server that fails",
      { kind: "server-error" },
      /error (?:MODEL_SERVER|CIRCUIT_OPEN): .*500/u,
    ],
  ])("preview ends with 4 and says why: %s", async (_what, what, message) => {
    fault = what;
    const args = ["preview", KITCHEN, "--base-url", server.url, "-n", "2", ...quick];
    const { code, stderr } = await cli.run(...args);
    expect({ code, stderr }).toEqual({
      code: 4,
      stderr: expect.stringMatching(message) as unknown,
    });
    expect(await cli.run(...args, "--json")).toMatchObject({ code: 4 });
  });

  it("validate --online says what it says, and ends with 4", async () => {
    fault = { kind: "unauthorized" };
    const { code, stdout } = await cli.run(
      ...typed`validate ${KITCHEN} --base-url ${server.url} --online`,
    );
    expect(code).toBe(4);
    expect(stdout).toMatch(/^openai:qwen2\.5 \(planner, .*\): error MODEL_AUTH: /mu);
    fault = null;
    const fine = await cli.run("validate", KITCHEN, "--base-url", server.url, "--online");
    expect(fine.code).toBe(0);
    expect(fine.stdout).toMatch(/^openai:qwen2\.5 \(.*\): answers, in \d+ ms$/mu);
  });
});

describe("preview", () => {
  it("counts what it shows", async () => {
    fault = null;
    const { stdout } = await cli.run("preview", KITCHEN, "--base-url", server.url, "-n", "4");
    const statuses = [...stdout.matchAll(/^ {2}status +(\w+)/gmu)].map(([, status]) => status);
    expect(statuses).toHaveLength(4);
    const count = (status: string): number => statuses.filter((one) => one === status).length;
    expect(stdout).toContain(
      `4 samples, ${count("accepted")} accepted, ${count("rejected")} refused; `,
    );
  });
});

describe("preview of an agent that fails by its own fault", () => {
  it.each([
    ["on every sample, with 1", "true", 1],
    ["on none, with 0", "false", 0],
  ])("ends %s, as text and as JSON", async (_name, fails, code) => {
    fault = null;
    const agent = join(cli.home, `critic-${code}.mjs`);
    writeFileSync(
      agent,
      `import { defineAgent } from ${JSON.stringify(index)};
      const verdict = { judge: "mine", criterion: "fine", pass: true, score: null, code: "custom",
        reason: "it is" };
      export default { agents: { critic: defineAgent({ name: "mine", role: "critic", run() {
        if (${fails}) throw new TypeError("mine");
        return { verdicts: [verdict] };
      } }) } };`,
    );
    const args = ["preview", KITCHEN, "--base-url", server.url, "-n", "1", "--agents", agent];
    expect(await cli.run(...args)).toMatchObject({ code });
    expect(await cli.run(...args, "--json")).toMatchObject({ code });
  });
});

describe("a key that is missing", () => {
  const hosted = ["--base-url", "https://api.example.com/v1"];
  const env = { OPENAI_API_KEY: "" };

  it("is a warning of validate", async () => {
    const { code, stdout } = await cli.runWith(env, "validate", KITCHEN, ...hosted);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^warning: openai:qwen2\.5 needs a key, .*OPENAI_API_KEY is not set/mu);
  });

  it.each(["run", "preview"])("ends %s with 2 before anything is made", async (command) => {
    const { code, stderr } = await cli.runWith(env, command, KITCHEN, ...hosted);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringMatching(/MODEL_KEY_MISSING: openai:qwen2\.5 needs a key/u) as unknown,
    });
    expect(await cli.json("runs")).toEqual([]);
  });
});

describe("a run that may cost money", () => {
  const priced = ["--set", "models.default.price={input: 2, output: 8}"];

  it("wants --yes where nobody can be asked, shows the estimate, and asks no model", async () => {
    const asked = server.count;
    const args = ["run", KITCHEN, "--base-url", server.url, "--max-calls", "40", ...priced];
    const { code, stderr } = await cli.run(...args);
    expect(code).toBe(2);
    expect(stderr).toMatch(/openai:qwen2\.5: this may cost money.*\nmodel calls about \d+; \d+ /u);
    expect(stderr).toMatch(/\ncost about \$\d\.\d+; stops at 40 calls\ntime about /u);
    expect(stderr).toContain("Give --yes");
    const told = await cli.run(...args, "--json");
    expect(lastJson(told)).toMatchObject({
      error: {
        code: "USAGE",
        details: { estimate: { calls: expect.any(Number), costUsd: expect.any(Number) } },
      },
    });
    expect(server.count - asked).toBe(0);
  });

  it("is not asked where the price is zero", async () => {
    const { code } = await cli.run(
      ...typed`run ${KITCHEN} --base-url ${server.url} --target 2 --set ${"models.default.price={input: 0, output: 0}"}`,
    );
    expect(code).toBe(0);
  });
});

describe("--recipe", () => {
  it.each(["validate", "graph", "plan"])(
    "is taken by %s, and a wrong one is named",
    async (command) => {
      const task = "examples/support-tickets/task.yaml";
      const few = command === "plan" ? ["--target", "4"] : [];
      expect((await cli.run(command, task, "--recipe", "attrprompt", ...few)).code).toBe(0);
      expect(await cli.run(command, task, "--recipe", "atrprompt")).toMatchObject({
        code: 2,
        stderr: expect.stringContaining("attrprompt") as unknown,
      });
    },
  );
});
