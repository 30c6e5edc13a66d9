import { launch } from "../../graphs/run/launch.js";
import { startOpenAiServer } from "../helpers/openai-server.js";
import { isWriting, ticketServerAnswer, ticketSpec, datasetRows } from "../helpers/ticket-run.js";
import { temporaryFolder } from "../memory/temporary-folder.js";

const LENGTH = 30_000;
/** What took minutes: words that repeat themselves, digits, spaces, Hangul, brackets, Chinese. */
const PARTS = ["a@", "7", "word ", "늦어요 ", "([{<", "快递太慢了"];

describe("a model that writes 30 kB where a line is wanted", () => {
  it("is judged by all criteria, filtered and measured, and the run goes on", async () => {
    let written = 0;
    const server = await startOpenAiServer({
      answer: (body) => {
        const format = body["response_format"] as
          { json_schema?: { schema?: Record<string, unknown> } } | undefined;
        if (!isWriting(format?.json_schema?.schema)) return ticketServerAnswer(body);
        const index = written++;
        if (index >= PARTS.length) return ticketServerAnswer(body);
        const part = PARTS[index % PARTS.length]!;
        return { text: `refund ${index} ${part.repeat(LENGTH / part.length)} charged` };
      },
    });
    const previous = process.env["OPENAI_API_KEY"];
    process.env["OPENAI_API_KEY"] = "sk-for-a-local-server";
    try {
      const spec = ticketSpec({
        target: 8,
        // A judge that rates them well leaves them to the filters and to the report.
        critique: { criteria: ["format", "on-task", "no-copy", "novel", "grounded"], rougeL: 1 },
        curate: { filters: ["exact-duplicate", "near-duplicate", "heuristics", "privacy", "harm"] },
      });
      const handle = await launch(spec, {
        workspace: temporaryFolder(),
        runId: "run",
        logLevel: null,
        model: "openai:tickets",
        baseUrl: server.url,
      });
      const { summary } = await handle.result;
      expect(summary).toMatchObject({ stop: "target", accepted: 8 });
      expect(datasetRows(handle.folder)).toHaveLength(8);
      expect(written).toBeGreaterThan(PARTS.length);
    } finally {
      if (previous === undefined) delete process.env["OPENAI_API_KEY"];
      else process.env["OPENAI_API_KEY"] = previous;
      await server.stop();
    }
  });
});
