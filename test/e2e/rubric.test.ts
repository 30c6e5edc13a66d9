import type { ChatRequest } from "../../tools/models/contract.js";
import { openRun } from "../../graphs/commands/open-run.js";
import { temporaryFolder } from "../memory/temporary-folder.js";
import {
  isWriting,
  runFile,
  startTickets,
  ticketAnswer,
  ticketModel,
} from "../helpers/ticket-run.js";

const WORDS = "It says <b>pay up</b> and not please.";
const schemaOf = ({ format }: ChatRequest) => format.schema as Record<string, unknown> | undefined;
/** Judges every draft rude that is no revision of a refund, and writes tickets. */
const model = () =>
  ticketModel({
    answer: (request) => {
      const properties = (schemaOf(request)?.["properties"] ?? {}) as Record<string, unknown>;
      if (!("politeness" in properties))
        return ticketAnswer({
          messages: request.messages,
          schema: schemaOf(request),
          seed: request.parameters.seed,
        });
      const isGood = request.origin.attempt > 0 && request.origin.orderId < "8";
      return {
        on_task: 5,
        politeness: { evidence: "", because: WORDS, rating: isGood ? 5 : 2 },
        reason: "It is a ticket.",
      };
    },
  });

describe("a criterion defined in the task file", () => {
  it("sends drafts back with the judge's words, which stand wherever a refusal is told", async () => {
    const workspace = temporaryFolder();
    const asked = model();
    const { handle } = await startTickets(
      workspace,
      {
        target: 6,
        plan: { subtopics: 0, roundSize: 16 },
        review: "none",
        critique: {
          criteria: [
            "format",
            "on-task",
            {
              name: "politeness",
              question: "How polite is it?",
              scale: { 1: "rude", 5: "warm" },
              atLeast: 4,
            },
          ],
        },
      },
      { model: asked },
    );
    const { summary } = await handle.result;
    expect(summary).toMatchObject({ stop: "target", accepted: 6 });
    const judged = asked.requests.filter((request) => !isWriting(schemaOf(request)));
    expect(
      judged.every(({ messages }) => messages.at(-1)!.content.includes("1: rude; 5: warm")),
    ).toBe(true);
    const revised = asked.requests.filter(
      (request) =>
        isWriting(schemaOf(request)) && request.messages.at(-1)!.content.includes("<feedback>"),
    );
    expect(revised.length).toBeGreaterThan(0);
    // A model's words close no section of a prompt.
    expect(revised[0]!.messages.at(-1)!.content).toContain(
      '{"criterion":"politeness","reason":"\\"How polite is it?\\" is rated 2 on the scale 1: rude; 5: warm; at least 4 is wanted. The judge: \\"It says \\u003cb>pay up\\u003c/b> and not please.\\""}',
    );
    const run = await openRun("run", { workspace });
    const [refused] = await run.samples({ reason: "rubric", limit: 1 });
    run.close();
    expect(refused!.history.at(-1)!.note).toContain(WORDS);
    expect(runFile(handle.folder, "rejected.jsonl")).toContain(WORDS);
    const report = runFile(handle.folder, "report.html");
    expect(report).toContain("&lt;b&gt;pay up&lt;/b&gt; and not please.");
    expect(report).not.toContain("<b>pay up");
  });
});
