import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { Criterion } from "../../agents/critic/contract.js";
import { passes, refuses } from "../../agents/critic/verdicts.js";
import { configurable } from "../../base/slots/configurable.js";
import { openRun } from "../../graphs/commands/open-run.js";
import { definePlugin } from "../../graphs/plugins/plugin.js";
import { launch } from "../../graphs/run/launch.js";
import { resumeRun } from "../../graphs/run/resume-run.js";
import type { LaunchOptions } from "../../graphs/runtime/run-options.js";
import type { TaskSpecInput } from "../../schema/task-file/task-spec.js";
import type { Metric } from "../../tools/metrics/contract.js";
import type { MakeSource } from "../../tools/knowledge/source-options.js";
import { temporaryFolder } from "../memory/temporary-folder.js";
import { lightAgents, ticketModel, ticketSpec } from "../helpers/ticket-run.js";

/** Every slot that a run chooses from by name, with something whose work can be seen. */
const seen = { limits: [] as number[], sources: [] as string[] };
const plugin = definePlugin({
  name: "mine",
  criteria: {
    short: configurable({
      settings: z.strictObject({ most: z.int().default(9).describe("Most characters.") }),
      make: ({ most }): Criterion => ({
        name: "short",
        decide(draft) {
          seen.limits.push(most);
          return draft.text.length > most
            ? refuses("short", { reason: `Write at most ${most} characters.` })
            : passes("short", { reason: "It is short." });
        },
      }),
    }),
  },
  metrics: {
    characters: {
      name: "characters",
      measure: (samples) => samples.reduce((sum, { text }) => sum + text.length, 0),
    } satisfies Metric,
  },
  knowledgeSources: {
    motto: configurable({
      settings: z.strictObject({ words: z.string().default("Haste makes waste.").describe("It.") }),
      make:
        ({ words }): MakeSource =>
        ({ id }) => ({
          id,
          async *read() {
            seen.sources.push(words);
            yield await Promise.resolve({
              passage: { id: `${id}#1`, text: words, source: id },
            });
          },
        }),
    }),
  },
  recipes: {
    terse: {
      name: "terse",
      title: "Short texts",
      paper: "none",
      kinds: ["classification"],
      needs: ["labels"],
      task: { generate: { demonstrations: { name: "random", count: 2 } } },
      asPublished: [],
      differs: [],
      example: "examples/support-tickets/task.yaml",
    },
  },
});

const run = async (spec: Partial<TaskSpecInput>, options: LaunchOptions) => {
  const workspace = temporaryFolder();
  const handle = await launch(ticketSpec({ target: 6, review: "none", ...spec }), {
    model: ticketModel(),
    agents: lightAgents,
    workspace,
    runId: "run",
    logLevel: null,
    ...options,
  });
  const { summary } = await handle.result;
  const opened = await openRun("run", { workspace });
  const report = await opened.report();
  const { config } = opened;
  opened.close();
  return { summary, report, config, workspace };
};

describe("a plug-in", () => {
  it("brings names that a task uses with settings; the run's config tells of them", async () => {
    const { summary, config } = await run(
      {
        recipe: "terse",
        knowledge: [{ name: "motto", words: "Better late." } as never],
        critique: { criteria: ["format", { name: "short", most: 500 }] },
      },
      { plugins: [plugin] },
    );
    expect(summary.accepted).toBe(6);
    expect(config.spec.generate.demonstrations).toMatchObject({ name: "random", count: 2 });
    // Checked with its defaults before the run, then used as the task sets it.
    expect(new Set(seen.limits)).toEqual(new Set([9, 500]));
    expect(seen.sources).toContain("Better late.");
    expect(config.plugins).toEqual([
      {
        name: "mine",
        brings: {
          criteria: ["short"],
          metrics: ["characters"],
          knowledgeSources: ["motto"],
          recipes: ["terse"],
        },
      },
    ]);
    expect(config.codeAgents).toContain("plugin:mine");
  });

  it("is wanted again when a run that code gave it to goes on", async () => {
    const { workspace } = await run({ recipe: "terse" }, { plugins: [plugin] });
    const again = { workspace, model: ticketModel(), agents: lightAgents, logLevel: null };
    await expect(resumeRun("run", again)).rejects.toMatchObject({
      code: "CONFIG_MISMATCH",
      message: expect.stringContaining("plugin:mine"),
    });
    const resumed = await resumeRun("run", { ...again, plugins: [plugin] });
    expect((await resumed.result).summary.accepted).toBe(6);
  });

  it("that a task file lists is found from its folder, and a typo has file and line", async () => {
    const folder = temporaryFolder();
    writeFileSync(
      join(folder, "calm.mjs"),
      `export default { criteria: { calm: { name: "calm", decide: () => ({ judge: "c",
        criterion: "calm", pass: true, score: null, code: "custom", reason: "calm", evidence: [] }) } } };`,
    );
    const file = join(folder, "task.yaml");
    const yaml = (criterion: string): string =>
      [
        "name: tickets",
        "kind: classification",
        "description: Tickets of a shop.",
        "labels: [refund, delivery]",
        "target: 4",
        "review: none",
        "plan: { subtopics: 0 }",
        "plugins: [./calm.mjs]",
        "critique:",
        "  criteria:",
        "    - format",
        `    - ${criterion}`,
      ].join("\n");
    const options = { model: ticketModel(), agents: lightAgents, logLevel: null, runId: "run" };
    writeFileSync(file, yaml("clam"));
    await expect(launch(file, { ...options, workspace: temporaryFolder() })).rejects.toMatchObject({
      code: "SPEC_INVALID",
      message: expect.stringMatching(/task\.yaml:12:7: .*"clam"; did you mean "calm"\?/u),
    });
    writeFileSync(file, yaml("calm"));
    const workspace = temporaryFolder();
    const handle = await launch(file, { ...options, agents: {}, workspace });
    await handle.result;
    const config = JSON.parse(readFileSync(join(handle.folder, "config.json"), "utf8")) as {
      plugins: unknown;
    };
    expect(config.plugins).toEqual([{ name: "calm", brings: { criteria: ["calm"] } }]);
  });
});
