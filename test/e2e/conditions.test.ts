import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { launch } from "../../graphs/run/launch.js";
import { openRun } from "../../graphs/commands/open-run.js";
import type { LaunchOptions } from "../../graphs/runtime/run-options.js";
import type { TaskSpecInput } from "../../schema/task-file/task-spec.js";
import type { Sample } from "../../schema/sample.js";
import { temporaryFolder } from "../memory/temporary-folder.js";
import { lightAgents, ticketModel, ticketSpec } from "../helpers/ticket-run.js";

async function run(
  spec: TaskSpecInput | string,
  options: LaunchOptions = {},
): Promise<{ folder: string; samples: readonly Sample[]; notes: readonly string[] }> {
  const handle = await launch(spec, {
    runId: "run",
    logLevel: null,
    agents: lightAgents,
    workspace: temporaryFolder(),
    cache: false,
    ...options,
  });
  const notes: string[] = [];
  handle.on((event) => {
    if (event.type === "plan-made") notes.push(...event.notes);
  });
  await handle.result;
  const opened = await openRun(handle.folder);
  const samples = await opened.samples();
  opened.close();
  return { folder: handle.folder, samples, notes };
}
const conditionsOf = (samples: readonly Sample[]): unknown[] =>
  samples.map(({ id, conditions }) => [id, conditions]).sort();
const attributes = Object.fromEntries(
  Array.from({ length: 4 }, (_unused, index) => [`d${index}`, ["a", "b", "c"]]),
);

describe("conditions of a run", () => {
  it("cover every pair of values, the same at any concurrency", async () => {
    const spec = ticketSpec({
      target: 40,
      attributes,
      plan: {
        subtopics: 0,
        draw: "pairwise",
        roundSize: 8,
        exclude: [
          { d0: "a", d1: "b" },
          { label: "refund", d2: "c" },
        ],
      },
      review: "none",
    });
    const one = await run(spec, { model: ticketModel(), concurrency: 1 });
    const many = await run(spec, { model: ticketModel(), concurrency: 32 });
    expect(conditionsOf(many.samples)).toEqual(conditionsOf(one.samples));
    const pairs = new Set(
      one.samples.flatMap(({ label, conditions }) =>
        [{ name: "label", value: String(label.given) }, ...conditions].flatMap(
          (first, index, all) =>
            all
              .slice(index + 1)
              .map((second) => `${first.name}=${first.value} ${second.name}=${second.value}`),
        ),
      ),
    );
    expect(pairs.size).toBe(6 * 9 - 1 + 4 * 6 - 1);
    expect(one.notes).toContainEqual(
      expect.stringMatching(
        /^pairwise: \d+ draws hold all 76 pairs of values; 2 pairs cannot occur$/u,
      ),
    );
  });

  it("come from every source at once, on the embedded model", async () => {
    const folder = temporaryFolder();
    writeFileSync(
      join(folder, "words.csv"),
      "word,part\nparcel,noun\nmoney,noun\nwait,verb\nlate,adjective\nwrong,adjective\n",
    );
    writeFileSync(
      join(folder, "notes.txt"),
      "Parcels leave the depot in the morning, and the courier rings twice at the " +
        "door.\n\nA refund takes five days, and the invoice shows what was charged.\n",
    );
    const conditions = [
      "spec",
      { name: "model-values", dimension: "style", values: 3 },
      {
        name: "model-dimensions",
        dimensions: [{ name: "scenario", perLabel: true }],
        values: 4,
        classFilter: true,
      },
      "knowledge-graph",
      { name: "documents", dimension: "subject", topics: 2 },
      { name: "vocabulary", path: "words.csv" },
      "support-statistics",
    ];
    const spec = ticketSpec({
      target: 12,
      attributes: { tone: ["angry", "calm"] },
      knowledge: [{ path: "notes.txt" }],
      plan: { subtopics: 0, conditions },
      review: "none",
    });
    writeFileSync(join(folder, "task.json"), JSON.stringify(spec));
    const { samples, notes } = await run(join(folder, "task.json"));
    const names = new Set(samples.flatMap((sample) => sample.conditions.map(({ name }) => name)));
    for (const name of [
      "tone",
      "style",
      "scenario",
      "subject",
      "noun",
      "verb",
      "adjective",
      "features",
    ])
      expect(names).toContain(name);
    expect(notes.join("\n")).toContain("knowledge-graph: the task has no graph");
  });
});
