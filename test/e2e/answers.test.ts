import { openRun } from "../../graphs/commands/open-run.js";
import type { ChatRequest } from "../../tools/models/contract.js";
import { hash32 } from "../../base/statistics/hash.js";
import { temporaryFolder } from "../memory/temporary-folder.js";
import {
  isWriting,
  startTickets,
  goodAnswer,
  ticketModel,
  type ModelOptions,
} from "../helpers/ticket-run.js";

const writes = (request: ChatRequest): boolean =>
  isWriting(request.format.schema as Record<string, unknown>);
const hit = (request: ChatRequest): boolean =>
  writes(request) && hash32(request.origin.orderId) % 3 === 0;
const small = { target: 20, plan: { subtopics: 0, roundSize: 16 } };

/** What is wrong with one answer in three, and the reason that its draft is refused for. */
const troubles: [string, string, ModelOptions][] = [
  [
    "garbage",
    "unparsed",
    { answer: (request) => (hit(request) ? "{{{ what was the question?" : goodAnswer(request)) },
  ],
  [
    "another form",
    "unparsed",
    { answer: (request) => (hit(request) ? { title: 3 } : goodAnswer(request)) },
  ],
  [
    "a refusal",
    "refused",
    { answer: goodAnswer, finish: (request) => (hit(request) ? "refusal" : "stop") },
  ],
  ["nothing", "empty", { answer: (request) => (hit(request) ? "" : goodAnswer(request)) }],
  [
    "a cut text",
    "truncated",
    {
      answer: (request) => (hit(request) ? '{"text": "The parcel that I' : goodAnswer(request)),
      finish: (request) => (hit(request) ? "length" : "stop"),
    },
  ],
];

describe("a model that answers one draft in three with", () => {
  it.each(troubles)(
    "%s has it refused as %s, with its trace, and the run goes on",
    async (_name, reason, options) => {
      const workspace = temporaryFolder();
      const { handle, events } = await startTickets(workspace, small, {
        model: ticketModel(options),
      });
      const { summary, report } = await handle.result;
      expect(summary).toMatchObject({ stop: "target", accepted: 20 });
      const counted = report.funnel.find((row) => row.reason === reason);
      expect(counted?.count).toBeGreaterThan(2);
      expect(
        events.filter((event) => event.type === "sample-rejected" && event.reason === reason),
      ).toHaveLength(counted!.count);
      const run = await openRun("run", { workspace });
      const refused = await run.samples({ reason, limit: 1 });
      const spans = await run.spans({ sample: refused[0]!.id });
      expect(refused[0]!.history[0]).toMatchObject({ step: "draft", failed: "sample" });
      expect(spans.map((span) => span.operation)).toEqual(
        expect.arrayContaining(["invoke_agent", "chat"]),
      );
      const answer = spans.find((span) => span.operation === "chat" && span.outputHash !== null);
      expect(await run.body(answer!.outputHash!)).toHaveProperty("text");
      run.close();
    },
  );
});
