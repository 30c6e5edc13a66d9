import type { DemoSelector } from "../../../../agents/generator/contract.js";
import { DEMONSTRATION_SELECTORS } from "../../../../agents/generator/demonstrations/demonstration-selectors.js";
import fc from "fast-check";
import type { Demonstration } from "../../../../agents/generator/contract.js";
import {
  demonstrationCount,
  withinTokenBudget,
} from "../../../../agents/generator/demonstrations/demonstration-budget.js";
import { estimateTokens } from "../../../../tools/models/providers/count-tokens.js";
import type { ModelInfo } from "../../../../tools/models/contract.js";
import { openaiTokenizer } from "../../../../tools/models/providers/openai-tokenizer.js";
import { renderItem } from "../../../../tools/models/prompt/render-prompt.js";
import { fakeRow } from "../../../helpers/fake-context.js";

const modelInfo = (more: Partial<ModelInfo> = {}): ModelInfo => ({
  name: "fake",
  fingerprint: "fake",
  contextTokens: 8000,
  price: null,
  logProbabilities: false,
  structured: ["schema"],
  ...more,
});
const words = (text: string): number => text.split(" ").length;
const line = (row: Demonstration): string =>
  `${renderItem({ ...row.fields, label: row.label, ...(row.conditions ? { conditions: Object.fromEntries(row.conditions.map(({ name, value }) => [name, value])) } : {}) })}\n`;

describe("withinTokenBudget", () => {
  const texts = fc.array(fc.string({ unit: "grapheme", maxLength: 200 }), { maxLength: 12 });
  const rowsOf = (list: readonly string[]): Demonstration[] =>
    list.map((text, index) => ({
      ...fakeRow(`r${index}`, text, "refund"),
      ...(index % 3 === 0 ? { conditions: [{ name: "tone", value: text.slice(0, 9) }] } : {}),
    }));
  const tokenizers: Readonly<Record<string, ModelInfo["countTokens"]>> = {
    estimate: undefined,
    words,
    "gpt-4o": openaiTokenizer("gpt-4o"),
  };

  it.each(Object.keys(tokenizers))(
    "never exceeds the budget, keeps the order, and leaves out no row that had room (%s)",
    async (name) => {
      const info = modelInfo(
        tokenizers[name] === undefined ? {} : { countTokens: tokenizers[name] },
      );
      const count = async (text: string): Promise<number> =>
        info.countTokens ? await info.countTokens(text) : estimateTokens(text);
      await fc.assert(
        fc.asyncProperty(texts, fc.integer({ min: 1, max: 400 }), async (list, maxTokens) => {
          const rows = rowsOf(list);
          const { shown, left, tokens, room } = await withinTokenBudget(rows, info, maxTokens);
          expect(room).toBe(maxTokens);
          expect(tokens).toBeLessThanOrEqual(maxTokens);
          expect(rows.filter((row) => shown.includes(row))).toEqual(shown);
          expect(left).toBe(rows.length - shown.length);
          let sum = 0;
          for (const row of rows) {
            const own = await count(line(row));
            if (shown.includes(row)) sum += own;
            else expect(tokens + own).toBeGreaterThan(maxTokens);
          }
          expect(tokens).toBe(sum);
          // As they stand in the prompt, one below the other.
          if (name !== "words")
            expect(await count(shown.map(line).join(""))).toBeLessThanOrEqual(maxTokens);
        }),
        { numRuns: 60 },
      );
    },
  );

  it("gives room to the last rows first, and to shorter ones before a row without room", async () => {
    const rows = [
      fakeRow("first", "a b", null),
      fakeRow("long", "x ".repeat(50), null),
      fakeRow("last", "c d e", null),
    ];
    const info = modelInfo({ countTokens: words });
    expect((await withinTokenBudget(rows, info, 6)).shown.map((row) => row.id)).toEqual([
      "first",
      "last",
    ]);
    expect((await withinTokenBudget(rows, info, 3)).shown.map((row) => row.id)).toEqual(["last"]);
  });

  it("is a quarter of the context by default, and never more than the context", async () => {
    expect((await withinTokenBudget([], modelInfo({ contextTokens: 1001 }))).room).toBe(250);
    expect((await withinTokenBudget([], modelInfo({ contextTokens: 1000 }), 5000)).room).toBe(1000);
  });

  it("counts a row once for a model", async () => {
    let counts = 0;
    const info = modelInfo({
      countTokens: () => {
        counts++;
        return Promise.resolve(3);
      },
    });
    const rows = rowsOf(["one", "two"]);
    for (let index = 0; index < 3; index++)
      expect((await withinTokenBudget(rows, info, 100)).tokens).toBe(6);
    expect(counts).toBe(2);
    await withinTokenBudget(
      rows,
      modelInfo({
        countTokens: () => {
          counts++;
          return 3;
        },
      }),
      100,
    );
    expect(counts).toBe(4);
  });

  it("asks again where counting failed", async () => {
    let fails = true;
    const info = modelInfo({
      countTokens: () => (fails ? Promise.reject(new Error("no tokenizer")) : Promise.resolve(1)),
    });
    const rows = rowsOf(["one"]);
    await expect(withinTokenBudget(rows, info)).rejects.toThrow("no tokenizer");
    fails = false;
    expect((await withinTokenBudget(rows, info)).tokens).toBe(1);
  });
});

describe("demonstrationCount", () => {
  const free = modelInfo({ contextTokens: 200_000, price: { input: 0, output: 0 } });
  const selector = async (name: string, settings: object = {}): Promise<DemoSelector> =>
    (await DEMONSTRATION_SELECTORS.choose({ name, ...settings }, [])).value;

  it.each([
    ["similarity", 8],
    ["helpful", 8],
    ["ambiguous-neighbours", 5],
    ["medoids", 10],
    ["human-machine", 8],
  ])("is the paper's for %s: %d", async (name, count) => {
    expect(demonstrationCount({}, await selector(name), modelInfo())).toBe(count);
    expect(demonstrationCount({}, await selector(name), free)).toBe(64);
    expect(demonstrationCount({ count: 3 }, await selector(name), free)).toBe(3);
  });

  it("is another for a model that writes from rows, where the task names one", async () => {
    const random = await selector("random");
    const counts = { count: 3, embeddedCount: 24 };
    expect(demonstrationCount(counts, random, modelInfo())).toBe(3);
    expect(demonstrationCount(counts, random, modelInfo({ writesFromRows: true }))).toBe(24);
    expect(demonstrationCount({ count: 3 }, random, modelInfo({ writesFromRows: true }))).toBe(3);
  });

  it("is the sum of human and machine rows for human-machine", async () => {
    const wanted = await selector("human-machine", { human: 10, machineCount: 4 });
    expect(demonstrationCount({}, wanted, modelInfo())).toBe(14);
  });
});
