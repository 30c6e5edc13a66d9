import { flatTree, foldedTree, spanTree } from "../../../cli/print/span-tree.js";
import type { Span } from "../../../schema/span.js";

let number = 0;
function span(name: string, agent: string | null, parent: Span | null = null): Span {
  number += 1;
  return {
    id: `s${number}`,
    parentId: parent?.id ?? null,
    runId: "run",
    name,
    operation: "chat",
    agent,
    sampleIds: [],
    startedAt: number,
    durationMs: 1,
    status: "ok",
    errorCode: null,
    attributes: {},
    inputHash: null,
    outputHash: null,
  };
}

describe("a folded trace", () => {
  it("puts steps of one name and agent together, level by level, and leaves a few apart", () => {
    const run = span("run", null);
    const chunks = Array.from({ length: 5 }, () => span("chunk", null, run));
    const calls = chunks.flatMap((chunk) => [
      span("chat", "critic", chunk),
      span("chat", "generator", chunk),
    ]);
    const plans = [span("plan", "planner", run), span("plan", "planner", run)];
    const lines = flatTree(foldedTree(spanTree([run, ...chunks, ...calls, ...plans])));
    expect(
      lines.map(({ node, depth }) => [
        depth,
        node.spans[0]!.name,
        node.spans[0]!.agent,
        node.spans.length,
      ]),
    ).toEqual([
      [0, "run", null, 1],
      [1, "chunk", null, 5],
      [2, "chat", "critic", 5],
      [2, "chat", "generator", 5],
      [1, "plan", "planner", 1],
      [1, "plan", "planner", 1],
    ]);
  });
});
