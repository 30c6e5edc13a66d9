import { foldedSpans } from "../../../cli/print/folded-spans.js";
import type { Span } from "../../../schema/span.js";

const span = (index: number): Span => ({
  id: `s${index}`,
  parentId: null,
  runId: "run",
  name: "chat",
  operation: "chat",
  agent: "critic",
  sampleIds: [],
  startedAt: index,
  durationMs: 1,
  status: "ok",
  errorCode: null,
  attributes: { "gen_ai.usage.input_tokens": 7, "datawright.prompt": "long ".repeat(1000) },
  inputHash: "a",
  outputHash: "b",
});
const all = Array.from({ length: 25_000 }, (_, index) => span(index));

describe("the steps of a folded trace", () => {
  it("are read a page at a time, and keep no more than is shown", async () => {
    const pages: number[] = [];
    const read = ({ limit = 0, offset = 0 }): Promise<Span[]> => {
      const page = all.slice(offset, offset + limit);
      pages.push(page.length);
      return Promise.resolve(page);
    };
    const { spans, more } = await foldedSpans(read, {}, { most: 100_000 });
    expect(spans.map(({ id }) => id)).toEqual(all.map(({ id }) => id));
    expect(spans[0]!.attributes).toEqual({ "gen_ai.usage.input_tokens": 7 });
    expect(more).toBe(false);
    expect(Math.max(...pages)).toBeLessThanOrEqual(10_000);

    const first = await foldedSpans(read, {}, { most: 12_000 });
    expect(first).toMatchObject({ more: true, spans: { length: 12_000 } });
    expect(await foldedSpans(read, {}, { most: 25_000 })).toMatchObject({ more: false });
  });
});
