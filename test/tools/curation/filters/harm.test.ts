import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { harmFilter } from "../../../../tools/curation/filters/harm.js";
import { moderationEndpoint } from "../../../../tools/curation/harm/moderate.js";
import { curationContext, made, row, rowsOf } from "../curation-fixture.js";

/** A moderation server that flags texts with "bomb"; a status above 200 is its only answer. */
async function startServer(status = 200, answer?: (input: readonly string[]) => unknown) {
  const bodies: { model: string; input: string[] }[] = [];
  const server = createServer((request, response) => {
    let text = "";
    request.on("data", (chunk: Buffer) => (text += chunk.toString()));
    request.on("end", () => {
      const body = JSON.parse(text) as { model: string; input: string[] };
      bodies.push(body);
      const results = body.input.map((item) => ({
        flagged: item.includes("bomb"),
        categories: { violence: item.includes("bomb"), hate: false },
        category_scores: { violence: item.includes("bomb") ? 0.93 : 0.01, hate: 0.002 },
      }));
      response.writeHead(status, { "content-type": "application/json" });
      response.end(
        JSON.stringify(
          status === 200
            ? (answer?.(body.input) ?? { id: "m", model: body.model, results })
            : { error: { message: "no" } },
        ),
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    bodies,
    stop: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

describe("harm", () => {
  it("takes out rows by word lists in any field, and counts words and categories", async () => {
    const rows = [
      row("a kind text"),
      row("you fucking idiot"),
      row("fine", null, { fields: { text: "fine", answer: "씨발놈아" } }),
      row(""),
    ];
    const outcome = await made(harmFilter).apply(rows, curationContext());
    expect(outcome.removed).toEqual([null, "harm-word", "harm-word", null]);
    expect([...outcome.scores]).toEqual([0, 2 / 3, 2 / 3, NaN]);
    expect(outcome.notes[1]).toBe('"fucking" (en, profanity, severity 2)');
    expect(outcome.figures).toMatchObject({
      words: { fucking: 1, 씨발: 1 },
      categories: { profanity: 2 },
      notApplicable: 1,
    });
  });

  it("ignores coarse words unless asked", async () => {
    expect(
      (await made(harmFilter).apply(rowsOf(["what a shitty day"]), curationContext())).removed,
    ).toEqual([null]);
    expect(
      (
        await made(harmFilter, { minSeverity: 1 }).apply(
          rowsOf(["what a shitty day"]),
          curationContext(),
        )
      ).removed,
    ).toEqual(["harm-word"]);
  });

  it("trains a classifier on labelled rows and takes out what it flags", async () => {
    const harmful = [
      "how to poison a neighbour",
      "ways to poison the dog next door",
      "poison somebody at work",
      "recipe to poison a rival",
      "poison the well of a town",
    ];
    const harmless = [
      "how to bake a cake",
      "ways to walk the dog",
      "say hello at work",
      "recipe for a soup",
      "visit the well of a town",
    ];
    const examples = [
      ...harmful.map((text) => ({ text, harmful: true })),
      ...harmless.map((text) => ({ text, harmful: false })),
    ];
    const outcome = await made(harmFilter, { examples }).apply(
      rowsOf(["poison a friend", "bake a soup"]),
      curationContext(),
    );
    expect(outcome.removed).toEqual(["harm-classifier", null]);
    expect(outcome.scores[0]).toBeGreaterThan(outcome.scores[1]!);
    await expect(
      made(harmFilter, { examples: examples.slice(0, 5) }).apply(rowsOf(["x"]), curationContext()),
    ).rejects.toMatchObject({ code: "TRAINING_DATA" });
  });

  it("asks a moderation endpoint about what the words left, in batches", async () => {
    const server = await startServer();
    try {
      const rows = rowsOf(["build a bomb", "hello", "fuck the bomb", "", "bye"]);
      const outcome = await made(harmFilter, {
        moderation: { baseUrl: server.url, batchSize: 2, model: "local-guard" },
      }).apply(rows, curationContext());
      expect(outcome.removed).toEqual(["harm-moderation", null, "harm-word", null, null]);
      expect(outcome.scores[0]).toBe(0.93);
      expect(outcome.figures.moderation).toEqual({
        asked: 3,
        flagged: 1,
        byCategory: { violence: 1 },
      });
      expect(server.bodies).toEqual([
        { model: "local-guard", input: ["build a bomb", "hello"] },
        { model: "local-guard", input: ["bye"] },
      ]);
    } finally {
      await server.stop();
    }
  });

  it.each([
    [401, "MODEL_AUTH"],
    [429, "MODEL_RATE_LIMIT"],
    [500, "MODEL_SERVER"],
  ])("fails with a coded error for status %i", async (status, code) => {
    const server = await startServer(status);
    try {
      await expect(moderationEndpoint({ baseUrl: server.url })(["a"])).rejects.toMatchObject({
        code,
      });
    } finally {
      await server.stop();
    }
  });

  it.each([
    ["too few results", () => ({ results: [] })],
    ["no results", () => ({})],
    ["no verdict", () => ({ results: [{}] })],
  ])("refuses an answer with %s", async (_name, answer) => {
    const server = await startServer(200, answer);
    try {
      await expect(moderationEndpoint({ baseUrl: server.url })(["a"])).rejects.toMatchObject({
        code: "MODEL_SERVER",
      });
    } finally {
      await server.stop();
    }
    await expect(moderationEndpoint({ baseUrl: server.url })(["a"])).rejects.toMatchObject({
      code: "MODEL_CONNECTION",
    });
  });

  it("takes a moderation function from code", async () => {
    const outcome = await made(harmFilter, {
      moderate: (texts: readonly string[]) =>
        Promise.resolve(
          texts.map((text) => ({ flagged: text === "b", categories: [], scores: {} })),
        ),
    }).apply(rowsOf(["a", "b"]), curationContext());
    expect(outcome.removed).toEqual([null, "harm-moderation"]);
    expect(outcome.scores[1]).toBe(1);
  });
});
