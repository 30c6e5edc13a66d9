import { Command, MemorySaver } from "@langchain/langgraph";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { CurationDecision } from "../../agents/roles.js";
import { compileRun } from "../../graphs/run/compile-run.js";
import type { LaunchOptions } from "../../graphs/runtime/run-options.js";
import type { TaskSpecInput } from "../../schema/task-file/task-spec.js";
import {
  datasetRows,
  lightAgents,
  lightCurator,
  startTickets,
  ticketAnswer,
  ticketModel,
  ticketSpec,
} from "../helpers/ticket-run.js";
import { defineAgent } from "../../agents/define-agent.js";
import { DatawrightError } from "../../base/errors.js";
import { temporaryFolder } from "../memory/temporary-folder.js";

const spec = {
  target: 12,
  plan: { subtopics: 0, roundSize: 16 },
  critique: { criteria: ["format"] },
};
const thread = { configurable: { thread_id: "one" } };

function compile(
  workspace: string,
  options: LaunchOptions = {},
  more: Partial<TaskSpecInput> = {},
): ReturnType<typeof compileRun> {
  return compileRun(ticketSpec({ ...spec, ...more }), {
    workspace,
    logLevel: null,
    model: ticketModel(),
    agents: lightAgents,
    checkpointer: new MemorySaver(),
    ...options,
  });
}

describe("compileRun", () => {
  it("makes the dataset that launch makes, and gives back where it is", async () => {
    const { handle } = await startTickets(temporaryFolder(), spec);
    await handle.result;
    const graph = await compile(temporaryFolder());
    const end = await graph.invoke({}, thread);
    expect(end.summary).toMatchObject({ accepted: 12, stop: "target" });
    expect(datasetRows(end.folder)).toEqual(datasetRows(handle.folder));
    expect(readFileSync(join(end.folder, "report.html"), "utf8")).toContain("12");
  });

  it("takes target, seed and run id as its input, and refuses what they cannot be", async () => {
    const graph = await compile(temporaryFolder());
    const end = await graph.invoke({ target: 5, runId: "five" } as never, thread);
    expect(end).toMatchObject({ run: "five", summary: { accepted: 5 } });
    await expect(
      graph.invoke({ target: -1 } as never, { configurable: { thread_id: "two" } }),
    ).rejects.toThrow(/target|small/iu);
  });

  it("streams the events of the run", async () => {
    const graph = await compile(temporaryFolder());
    const types: string[] = [];
    for await (const event of await graph.stream({}, { ...thread, streamMode: "custom" }))
      types.push((event as { type: string }).type);
    expect(types[0]).toBe("run-started");
    expect(types.at(-1)).toBe("run-finished");
    expect(types.filter((type) => type === "sample-accepted")).toHaveLength(12);
  });

  it("goes on with its thread after a provider was down", async () => {
    let down = true;
    let asked = 0;
    const model = ticketModel({
      answer: (request) => {
        asked += 1;
        if (down && asked > 10)
          throw new DatawrightError({ code: "CIRCUIT_OPEN", message: "down for now" });
        return ticketAnswer({
          messages: request.messages,
          schema: request.format.schema as Record<string, unknown>,
          seed: request.parameters.seed,
        });
      },
    });
    const workspace = temporaryFolder();
    const graph = await compile(workspace, { model });
    await expect(graph.invoke({}, thread)).rejects.toMatchObject({ code: "CIRCUIT_OPEN" });
    down = false;
    const end = await graph.invoke(null as never, thread);
    expect(end.summary).toMatchObject({ accepted: 12, stop: "target" });
  });

  it("waits for people and takes their answers, in another process too", async () => {
    const unsure = defineAgent({
      name: "unsure",
      role: "curator",
      run: async ({ pass }, { memory }) => {
        const decisions: CurationDecision[] = [];
        if (pass > 0) return { decisions };
        for await (const { id } of memory.accepted({ limit: 2 }))
          decisions.push({ id, action: "review" as const, reason: "review-uncertain" });
        return { decisions };
      },
    });
    const workspace = temporaryFolder();
    const checkpointer = new MemorySaver();
    const options = { agents: { ...lightAgents, curator: unsure }, checkpointer };
    const first = await compile(workspace, options, { review: "blocking" });
    const waiting = (await first.invoke({}, thread)) as unknown as {
      __interrupt__: { value: { items: { sampleId: string }[] } }[];
    };
    const items = waiting.__interrupt__[0]!.value.items;
    expect(items).toHaveLength(2);
    const second = await compile(
      workspace,
      { ...options, agents: { ...lightAgents, curator: lightCurator } },
      { review: "blocking" },
    );
    const end = await second.invoke(
      new Command({
        resume: items.map(({ sampleId }) => ({ sampleId, decision: "accept" })),
      }) as never,
      thread,
    );
    // The two were made up for while people thought about them.
    expect(end.summary).toMatchObject({ accepted: 14 });
  });

  it("is drawn with the chunk graph inside", async () => {
    const graph = await compile(temporaryFolder());
    const drawn = (await graph.getGraphAsync({ xray: true })).drawMermaid();
    for (const node of ["open", "plan", "generate", "critique", "review", "close"])
      expect(drawn).toContain(node);
  });
});
