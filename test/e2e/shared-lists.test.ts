import { resumeRun } from "../../graphs/run/resume-run.js";
import type { ChatRequest } from "../../tools/models/contract.js";
import {
  datasetRows,
  lightAgents,
  startTickets,
  ticketAnswer,
  ticketModel,
  ticketText,
} from "../helpers/ticket-run.js";
import { temporaryFolder } from "../memory/temporary-folder.js";

const spec = {
  target: 24,
  plan: { subtopics: 0, conditions: [], roundSize: 16 },
  generate: { strategy: { name: "continue-list", batch: 4 } },
  critique: { criteria: ["format", "no-copy", "novel"], maxRevisions: 0 },
};

/** Entries for a request that asks for a list, each a new text of the wanted label. */
function listAnswer(request: ChatRequest): unknown {
  const prompt = request.messages.map((message) => message.content).join("\n");
  const entries = Number(/items: (\d+) entries/u.exec(prompt)?.[1] ?? 0);
  const label = /"name":"label","value":"([^"]+)"/u.exec(prompt)?.[1];
  if (entries === 0 || label === undefined)
    return ticketAnswer({
      messages: request.messages,
      schema: request.format.schema as Record<string, unknown> | undefined,
      seed: request.parameters.seed,
    });
  return {
    items: Array.from({ length: entries }, (_, entry) => ({
      text: ticketText(label, `${request.origin.orderId} ${prompt} ${entry}`),
    })),
  };
}

async function run(
  workspace: string,
  concurrency: number,
  stopAfter = Infinity,
): Promise<{ folder: string; rows: unknown[]; requests: ChatRequest[] }> {
  const model = ticketModel({ answer: listAnswer });
  const { handle } = await startTickets(workspace, spec, { model, concurrency });
  let drafted = 0;
  handle.on((event) => {
    if (event.type === "draft-finished" && ++drafted === stopAfter) void handle.stop();
  });
  await handle.result;
  return { folder: handle.folder, rows: datasetRows(handle.folder), requests: model.requests };
}

describe("orders that share the entries of one answer", () => {
  it("make the same dataset at any concurrency and after a stop, with one question a list", async () => {
    const narrow = await run(temporaryFolder(), 1);
    const wide = await run(temporaryFolder(), 16);
    expect(narrow.rows).toHaveLength(24);
    expect(wide.rows).toEqual(narrow.rows);
    for (const { requests } of [narrow, wide]) {
      const lists = requests
        .filter((request) => request.origin.step.endsWith(":list"))
        .map((request) => request.origin.orderId);
      expect(new Set(lists).size).toBe(lists.length);
      expect(lists.length).toBeLessThanOrEqual(12);
      // What is left of a label behind its full lists may be a single order.
      expect(requests.length).toBeLessThanOrEqual(lists.length + 6);
    }
    const workspace = temporaryFolder();
    const stopped = await run(workspace, 2, 5);
    expect(stopped.rows.length).toBeLessThan(24);
    const again = await resumeRun(stopped.folder, {
      workspace,
      model: ticketModel({ answer: listAnswer }),
      logLevel: null,
      agents: lightAgents,
    });
    await again.result;
    expect(datasetRows(stopped.folder)).toEqual(narrow.rows);
  });
});
