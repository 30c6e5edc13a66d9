import { DEMONSTRATION_SELECTORS } from "../../agents/generator/demonstrations/demonstration-selectors.js";
import type { ChatRequest } from "../../tools/models/contract.js";
import { splitSupport } from "../../tools/rows/split-support.js";
import { fakeRow } from "../helpers/fake-context.js";
import { runFile, startTickets, ticketModel, ticketText } from "../helpers/ticket-run.js";
import { temporaryFolder } from "../memory/temporary-folder.js";

const SEED = 7;
const MOST_WORDS = 400;
const labels = ["refund", "delivery"];
/** Each support row has a marker of its own; a fifth of them are held out. */
const rows = Array.from({ length: 40 }, (_, index) => ({
  text: `marker${index}x ${ticketText(labels[index % 2]!, `support ${index}`)}`,
  label: labels[index % 2]!,
}));
const markers = (text: string): string[] => text.match(/marker\d+x/gu) ?? [];
const split = splitSupport(
  rows.map((row, index) => fakeRow(String(index), row.text, row.label)),
  {},
  SEED,
);
const heldOut = new Set(split.heldOut.flatMap((row) => markers(row.text)));

/** A model that counts words, so that its budget is reached. */
function countingModel() {
  const model = ticketModel();
  return {
    ...model,
    info: { ...model.info, countTokens: (text: string) => text.split(/\s+/u).length },
  };
}
const promptOf = (request: ChatRequest): string =>
  request.messages.map((message) => message.content).join("\n");
const shownRows = (request: ChatRequest): string[] =>
  (/<demonstrations>\n([\s\S]*?)<\/demonstrations>/u.exec(promptOf(request))?.[1] ?? "")
    .split("\n")
    .filter((line) => line.startsWith("{"));

const OWN: Readonly<Record<string, object>> = {
  helpful: { feedbackRatio: 0.7 },
  curriculum: { rounds: 3 },
};

async function run(
  strategy: string,
  concurrency: number,
): Promise<{
  readonly requests: readonly ChatRequest[];
  readonly dataset: string;
  readonly accepted: number;
}> {
  const model = countingModel();
  const { handle } = await startTickets(
    temporaryFolder(),
    {
      target: 24,
      seed: SEED,
      support: { rows },
      plan: { subtopics: 0, roundSize: 8 },
      review: "none",
      generate: {
        demonstrations: {
          name: strategy,
          count: 16,
          maxTokens: MOST_WORDS,
          machine: 0.25,
          ...OWN[strategy],
        },
      },
    },
    { model, concurrency },
  );
  const { summary } = await handle.result;
  return {
    requests: model.requests,
    dataset: runFile(handle.folder, "dataset.jsonl"),
    accepted: summary.accepted,
  };
}

describe("a run whose demonstrations are chosen by", () => {
  it("has rows that are held out", () => expect(heldOut.size).toBe(8));

  it.each(DEMONSTRATION_SELECTORS.names)(
    "%s shows real rows within the budget, and never a held-out one",
    async (strategy) => {
      const many = await run(strategy, 16);
      expect(many.accepted).toBe(24);
      const shown = new Set(many.requests.flatMap((request) => markers(promptOf(request))));
      expect([...shown].filter((marker) => heldOut.has(marker))).toEqual([]);
      expect(shown.size).toBeGreaterThan(4);
      for (const request of many.requests)
        expect(
          shownRows(request).reduce((sum, line) => sum + line.split(/\s+/u).length, 0),
        ).toBeLessThanOrEqual(MOST_WORDS);
    },
  );

  it.each(["mmr", "helpful", "human-machine"])(
    "%s, which reads accepted samples too, gives the same prompts and samples at any concurrency",
    async (strategy) => {
      const [one, many] = [await run(strategy, 1), await run(strategy, 16)];
      expect(one.dataset).toBe(many.dataset);
      expect(one.requests.map(promptOf).sort()).toEqual(many.requests.map(promptOf).sort());
      const written = one.dataset
        .split("\n")
        .filter((row) => row !== "")
        .map((row) => (JSON.parse(row) as { text: string }).text);
      expect(
        written.some((text) =>
          one.requests.some((request) => shownRows(request).some((row) => row.includes(text))),
        ),
      ).toBe(true);
    },
  );
});
