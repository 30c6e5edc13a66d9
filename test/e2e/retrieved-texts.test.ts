import { launch } from "../../graphs/run/launch.js";
import { openRun } from "../../graphs/commands/open-run.js";
import type { TaskSpecInput } from "../../schema/task-file/task-spec.js";
import { lightAgents, ticketText } from "../helpers/ticket-run.js";
import { temporaryFolder } from "../memory/temporary-folder.js";

describe("texts retrieved from a corpus", () => {
  it("go into the dataset without a model call, none twice, and the run says when none is left", async () => {
    const workspace = temporaryFolder();
    const rows = Array.from({ length: 40 }, (_, index) => ({
      text: ticketText(index % 2 ? "refund" : "delivery", `corpus ${index}`),
    }));
    const task = {
      name: "retrieved",
      kind: "classification",
      description: "Tickets of a shop.",
      seed: 3,
      target: 60,
      inputs: { rows },
      labels: {
        refund: "refund, charged, invoice, reimburse, overpaid, billing",
        delivery: "courier, shipment, tracking, depot, delayed, driver",
      },
      plan: {
        strategy: "uniform",
        conditions: [],
        roundSize: 10,
        seeds: "retrieved",
      },
      generate: { strategy: "retrieve", demonstrations: { count: 0 } },
      critique: { criteria: ["format", "consistent"], maxRevisions: 0 },
    } satisfies TaskSpecInput;
    const handle = await launch(task, {
      workspace,
      logLevel: null,
      cache: false,
      agents: lightAgents,
    });
    const { summary } = await handle.result;
    expect(summary.modelCalls).toBe(0);
    expect(summary.accepted).toBeGreaterThan(15);
    expect(summary.stopDetail).toContain("no text of the corpus is left");
    const run = await openRun(handle.folder, { workspace });
    const used = (await run.samples({ limit: 500 })).flatMap((sample) => sample.parents);
    run.close();
    expect(used).toHaveLength(40);
    expect(new Set(used).size).toBe(40);
  });
});
