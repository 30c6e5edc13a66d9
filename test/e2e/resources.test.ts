import Database from "better-sqlite3";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { defineAgent } from "../../agents/define-agent.js";
import type { RunEvent } from "../../graphs/runtime/events.js";
import { launch } from "../../graphs/run/launch.js";
import type { Row } from "../../schema/sample.js";
import { temporaryFolder } from "../memory/temporary-folder.js";
import { startOpenAiServer } from "../helpers/openai-server.js";
import {
  lightAgents,
  startTickets,
  ticketModel,
  ticketServerAnswer,
  ticketSpec,
} from "../helpers/ticket-run.js";

/**
 * Bytes that are still in use after a collection: garbage would say more about the machine's load
 * than about the run.
 */
function liveHeap(): number {
  setFlagsFromString("--expose-gc");
  (runInNewContext("gc") as () => void)();
  return process.memoryUsage().heapUsed;
}

describe("a run of many rounds", () => {
  it("keeps checkpoints small, leaves none behind, and its heap does not grow", async () => {
    const workspace = temporaryFolder();
    const { handle } = await startTickets(
      workspace,
      { target: 180, plan: { subtopics: 0, roundSize: 8 } },
      { concurrency: 32, model: ticketModel() },
    );
    const database = new Database(join(handle.folder, "run.db"), { readonly: true });
    const heaps: number[] = [];
    const perRound: number[] = [];
    for await (const event of handle.events) {
      if (event.type !== "round-sealed") continue;
      const [bytes, count] = database
        .prepare(
          "select coalesce(sum(length(checkpoint) + length(metadata)), 0), count(*) from " +
            "checkpoints",
        )
        .raw()
        .get() as [number, number];
      if (count > 0) perRound.push(bytes / count);
      if (event.round >= 5 && event.round % 3 === 0) heaps.push(liveHeap());
    }
    const { summary } = await handle.result;
    expect(summary).toMatchObject({ stop: "target", accepted: 180 });
    expect(summary.rounds).toBeGreaterThan(20);
    expect(
      database
        .prepare("select (select count(*) from checkpoints) + (select count(*) from writes)")
        .pluck()
        .get(),
    ).toBe(0);
    database.close();
    expect(Math.max(...perRound)).toBeLessThan(6000);
    // 180 samples of a line each with their index entries take a few megabytes; a graph or a
    // thread kept per round takes far more.
    expect(heaps.length).toBeGreaterThan(4);
    expect(heaps.at(-1)! - heaps[0]!).toBeLessThan(40e6);
  });
});

describe("events", () => {
  it("come in order to every reader, a late one included, and stand in the log as JSON lines", async () => {
    const { handle, events } = await startTickets(
      temporaryFolder(),
      { target: 20 },
      { model: ticketModel({ milliseconds: 5 }) },
    );
    let told = 0;
    handle.on(() => {
      if (++told > 5) throw new Error("a reader makes a mistake");
    });
    const all: RunEvent[] = [];
    for await (const event of handle.events) all.push(event);
    const { summary } = await handle.result;
    const late: RunEvent[] = [];
    for await (const event of handle.events) late.push(event);
    // Calls are told to those who listen, and not kept for whoever comes later.
    const kept = (told: readonly RunEvent[]): RunEvent[] =>
      told.filter(({ type }) => type !== "call-started" && type !== "call-finished");
    expect(kept(all)).toEqual(kept(events));
    expect(late).toEqual(kept(events));
    const calls = events.flatMap((event) => (event.type === "call-finished" ? [event.spent] : []));
    expect(calls.at(-1)).toMatchObject({
      calls: summary.modelCalls,
      tokens: summary.tokens,
      usd: 0,
    });
    const running = events.flatMap((event) =>
      event.type === "call-started" ? [event.running] : [],
    );
    expect(Math.max(...running)).toBeGreaterThan(1);
    expect(Math.max(...running)).toBeLessThanOrEqual(8);
    expect(calls).toHaveLength(running.length);
    const places = [
      "run-started",
      "plan-made",
      "round-started",
      "draft-finished",
      "round-sealed",
      "work-stopped",
      "curation-finished",
      "run-finished",
    ].map((type) => events.findIndex((event) => event.type === type));
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(places[0]).toBe(0);
    expect(events.at(-1)).toEqual({ type: "run-finished", summary });
    expect(
      events.filter((event) => event.type === "sample-accepted").map((event) => event.accepted),
    ).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));

    const lines = readFileSync(join(handle.folder, "run.log"), "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { level: string; message: string; timestamp: string });
    expect(lines.map((line) => line.message)).toEqual(
      expect.arrayContaining([
        "run started",
        "plan made",
        "round sealed",
        "work stopped",
        "curation finished",
        "run finished",
        "a listener to the run's events failed",
      ]),
    );
    expect(lines.every((line) => typeof line.timestamp === "string")).toBe(true);
    const refused = events.filter((event) => event.type === "sample-rejected");
    expect(
      lines.filter((line) => line.level === "debug" && line.message === "sample rejected"),
    ).toHaveLength(refused.length);
  });
});

describe("held-out rows", () => {
  it("are shown to no model, whatever agents ask", async () => {
    const previous = process.env["OPENAI_API_KEY"];
    process.env["OPENAI_API_KEY"] = "sk-for-a-local-server";
    const server = await startOpenAiServer({ answer: ticketServerAnswer });
    let heldOut: readonly Row[] = [];
    const evaluator = defineAgent({
      name: "reads-held-out",
      role: "evaluator",
      run: async (_input, context) => {
        heldOut = (await context.heldOut!()).rows;
        return lightAgents.evaluator.methods["evaluate"]!.run({}, context) as never;
      },
    });
    const seen: unknown[] = [];
    const stage = defineAgent({
      name: "curious",
      role: "stage",
      run: (_input, context) => {
        seen.push(context.heldOut);
        return {};
      },
    });
    try {
      const spec = ticketSpec({
        target: 60,
        plan: { subtopics: 2 },
        generate: { demonstrations: { count: 32 } },
      });
      const handle = await launch(spec, {
        workspace: temporaryFolder(),
        runId: "run",
        logLevel: null,
        model: "openai:tickets",
        baseUrl: server.url,
        agents: { evaluator },
        stages: [{ after: "critic", agent: stage }],
      });
      await handle.result;
    } finally {
      if (previous === undefined) delete process.env["OPENAI_API_KEY"];
      else process.env["OPENAI_API_KEY"] = previous;
      await server.stop();
    }
    expect(heldOut).toHaveLength(8);
    const asked = server.requests.map((request) => JSON.stringify(request.body)).join("\n");
    const support = (ticketSpec().support as { rows: { text: string }[] }).rows.map(
      (row) => row.text,
    );
    const shown = support.filter((text) => asked.includes(text));
    expect(shown).toHaveLength(32);
    expect(heldOut.some((row) => asked.includes(row.text))).toBe(false);
    expect(new Set(seen)).toEqual(new Set([null]));
  });
});
