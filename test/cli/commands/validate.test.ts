import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { CommandLine } from "../../helpers/command-line.js";
import type { Fault } from "../../helpers/openai-faults.js";
import { startOpenAiServer, type OpenAiServer } from "../../helpers/openai-server.js";

const cli = new CommandLine();
let server: OpenAiServer;
let fault: Fault | null = null;
beforeAll(async () => {
  server = await startOpenAiServer({
    models: ["qwen2.5-coder", "qwen3"],
    rule: ({ path }) => (path.endsWith("/embeddings") ? fault : null),
  });
});
afterAll(async () => {
  await server.stop();
  cli.remove();
});

const TASK = `name: short
kind: classification
description: Messages to a shop.
labels: { refund: money back, delivery: about a parcel }
target: 2
`;
function task(lines: string): string {
  const path = join(cli.home, "short.yaml");
  writeFileSync(path, TASK + lines);
  return path;
}

describe("a misspelt name", () => {
  it.each([
    [
      "models:\n  default: opnai:gpt\n",
      /^error MODEL_UNKNOWN: .*short\.yaml:7:3: .*did you mean openai:gpt/u,
    ],
    [
      "generate:\n  strategy: attributd\n",
      /^error SPEC_INVALID: .*short\.yaml:7:3: generate\.strategy: there is no .*"attributd"/u,
    ],
  ])("is told with file and line by validate and run alike: %j", async (lines, message) => {
    const path = task(lines);
    for (const command of ["validate", "run"])
      expect(await cli.run(command, path)).toMatchObject({
        code: 2,
        stderr: expect.stringMatching(message) as unknown,
      });
  });
});

describe("what is seldom meant", () => {
  it("is a warning of validate, of run, and of the run's report", async () => {
    const path = task(
      "attributes: { constructor: [a, b] }\n" +
        "support: { rows: [{ text: give me the money back now, label: refund }, " +
        "{ text: please return the whole payment, label: refund }] }\n",
    );
    const warnings = [
      /^warning: support: all 2 labelled rows have the label "refund"/mu,
      /^warning: attributes\.constructor: /mu,
    ];
    const checked = await cli.run("validate", path);
    const run = await cli.run("run", path);
    for (const warning of warnings) {
      expect(checked.stdout).toMatch(warning);
      expect(run.stderr).toMatch(warning);
      expect(run.stdout).toMatch(new RegExp(`^note +${warning.source.slice(1)}`, "mu"));
    }
  });
});

describe("validate --online", () => {
  it("says that an endpoint does not list a model, with the nearest that it has", async () => {
    const path = task(`models: { default: "openai:qwen2.5" }\n`);
    const { code, stdout } = await cli.run("validate", path, "--base-url", server.url, "--online");
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^openai:qwen2\.5 \(.*\): answers, in \d+ ms, though its endpoint does not list it \(it has .*qwen3/mu,
    );
  });

  it("asks the embeddings too, and ends with 4 where they fail", async () => {
    const path = task(
      `models:\n  embeddings: { model: "openai:vectors", baseUrl: "${server.url}", dimension: 64 }\n`,
    );
    const fine = await cli.run("validate", path, "--online");
    expect(fine).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(
        /^openai:vectors.* \(embeddings\): answers, in \d+ ms$/mu,
      ) as unknown,
    });
    fault = { kind: "unauthorized" };
    const failed = await cli.run("validate", path, "--online");
    expect(failed).toMatchObject({
      code: 4,
      stdout: expect.stringMatching(
        /^openai:vectors.* \(embeddings\): error MODEL_AUTH: /mu,
      ) as unknown,
    });
  });
});
