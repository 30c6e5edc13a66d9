import { selectRows } from "../../../helpers/select-rows.js";
import type { Configurable } from "../../../../base/slots/configurable.js";
import { ambiguousNeighboursSelector } from "../../../../agents/generator/demonstrations/ambiguous-neighbours-selector.js";
import type { AgentContext } from "../../../../agents/contract.js";
import type { Demonstration, DemoSelector } from "../../../../agents/generator/contract.js";
import { curriculumSelector } from "../../../../agents/generator/demonstrations/curriculum-selector.js";
import { helpfulSelector } from "../../../../agents/generator/demonstrations/helpful-selector.js";
import type { Order } from "../../../../schema/plan.js";
import type { Row, Sample } from "../../../../schema/sample.js";
import type { TaskSpecInput } from "../../../../schema/task-file/task-spec.js";
import { Random } from "../../../../base/statistics/random.js";
import {
  fakeContext,
  fakeMemory,
  fakeRow,
  fakeSpan,
  fakeTask,
  letterVector,
} from "../../../helpers/fake-context.js";
import { orderOf } from "../../../helpers/plain-parts.js";

type Settings = NonNullable<NonNullable<TaskSpecInput["generate"]>["demonstrations"]>;
const WORDS: Readonly<Record<string, readonly string[]>> = {
  refund: ["refund", "money", "invoice", "charged", "billing"],
  delivery: ["courier", "parcel", "tracking", "depot", "driver"],
};
const other = (label: string): string => (label === "refund" ? "delivery" : "refund");
/** Five words of a label; `alien` of them are the other label's. */
function text(label: string, index: number, alien = 0): string {
  const random = new Random(`${label} ${index} ${alien}`);
  return [
    ...random.sample(WORDS[label]!, 5 - alien),
    ...random.sample(WORDS[other(label)]!, alien),
    `n${index}`,
  ].join(" ");
}
const labelOf = (index: number): string => (index % 2 === 0 ? "refund" : "delivery");

interface Scene {
  readonly support?: readonly Row[];
  readonly accepted?: readonly Sample[];
  readonly settings?: Settings;
  readonly spec?: Partial<TaskSpecInput>;
}
function sceneOf({ support = [], accepted = [], settings = {}, spec = {} }: Scene): {
  context: (seed: string) => AgentContext & { readonly span: ReturnType<typeof fakeSpan> };
  reads: () => number;
} {
  let reads = 0;
  const memory = fakeMemory({
    sealedThrough: accepted.length > 0 ? 2 : -1,
    demonstrations: [...support],
    demonstrationVectors: support.map((row) => letterVector(row.text)),
    async *accepted({ limit = Infinity } = {}) {
      reads++;
      yield* accepted.slice(-limit);
    },
  });
  const task = fakeTask({ generate: { demonstrations: settings }, ...spec }, support);
  return {
    context: (seed) => fakeContext({ task, memory, seed, span: fakeSpan() }) as never,
    reads: () => reads,
  };
}
const select = (
  selector: DemoSelector | Configurable<DemoSelector>,
  context: AgentContext,
  count: number,
  label: Order["label"],
  round = 0,
): Promise<readonly Demonstration[]> =>
  selectRows(
    selector,
    { order: orderOf({ id: "o", label, round }), count, revision: 0, given: "" },
    context,
  );
const share = (rows: readonly Demonstration[], test: (row: Demonstration) => boolean): number =>
  rows.filter(test).length / rows.length;

describe("ambiguous-neighbours selector", () => {
  // One row in four has words of both labels.
  const support = Array.from({ length: 80 }, (_, index) =>
    fakeRow(
      `${index % 8 < 2 ? "mixed" : "clear"}${index}`,
      text(labelOf(index), index, index % 8 < 2 ? 2 : 0),
      labelOf(index),
    ),
  );

  it("builds a pocket of one label around an ambiguous row: its nearest rows, the seed last", async () => {
    const { context } = sceneOf({ support });
    const seeds: string[] = [];
    for (let index = 0; index < 20; index++) {
      const label = labelOf(index);
      const chosen = await select(ambiguousNeighboursSelector, context(`order ${index}`), 5, label);
      expect(chosen).toHaveLength(5);
      expect(chosen.every((row) => row.label === label)).toBe(true);
      const seed = chosen.at(-1)!;
      const similarity = (row: Demonstration): number =>
        letterVector(row.text).reduce(
          (sum, value, d) => sum + value * letterVector(seed.text)[d]!,
          0,
        );
      const farthest = similarity(chosen[0]!);
      const outside = support.filter((row) => row.label === label && !chosen.includes(row));
      expect(Math.max(...outside.map(similarity))).toBeLessThanOrEqual(farthest + 1e-9);
      seeds.push(seed.id);
    }
    expect(seeds.filter((id) => id.startsWith("mixed")).length).toBeGreaterThan(15);
    expect(new Set(seeds).size).toBeGreaterThan(5);
  });

  it("takes its seeds from the wanted share of each label's rows", async () => {
    const { context } = sceneOf({ support, settings: { ambiguous: 0.05 } });
    const seeds = new Set<string>();
    for (let index = 0; index < 30; index++)
      seeds.add(
        (await select(ambiguousNeighboursSelector, context(`order ${index}`), 1, null))[0]!.id,
      );
    expect(seeds.size).toBeLessThanOrEqual(4);
    const labels = new Set([...seeds].map((id) => support.find((row) => row.id === id)!.label));
    expect(labels.size).toBe(2);
  });

  it("shows no row of another label, and says so", async () => {
    const { context } = sceneOf({ support: support.filter((row) => row.label === "delivery") });
    const asked = context("a");
    expect(await select(ambiguousNeighboursSelector, asked, 5, "refund")).toEqual([]);
    expect(asked.span.attributes["datawright.demonstrations.note"]).toContain("refund");
  });

  it("builds the pocket around any row where no small model can be trained, and says so", async () => {
    const { context } = sceneOf({
      support: support.map((row) => ({ ...row, label: [String(row.label)] })),
      spec: { multiLabel: true },
    });
    const asked = context("a");
    const chosen = await select(ambiguousNeighboursSelector, asked, 5, ["refund"]);
    expect(chosen.map((row) => row.label)).toEqual(Array.from({ length: 5 }, () => ["refund"]));
    expect(asked.span.attributes["datawright.demonstrations.note"]).toContain("multi-label");
  });
});

describe("curriculum selector", () => {
  const support = Array.from({ length: 120 }, (_, index) =>
    fakeRow(
      `r${index}`,
      `${text(labelOf(index), index, index % 6 < 2 ? 3 : 0)} ${"word ".repeat(index % 40)}`,
      labelOf(index),
    ),
  );

  it("goes from short to long rows over the rounds", async () => {
    const { context } = sceneOf({ support, settings: { difficulty: "length", rounds: 5 } });
    const lengths: number[] = [];
    for (let round = 0; round < 7; round++) {
      const chosen = await select(curriculumSelector, context("order"), 8, null, round);
      lengths.push(chosen.reduce((sum, row) => sum + row.text.length, 0) / chosen.length);
    }
    for (let round = 1; round < 5; round++)
      expect(lengths[round]!).toBeGreaterThan(lengths[round - 1]!);
    expect(lengths[6]!).toBe(lengths[4]!);
  });

  it("goes from rows that a small model learns fast to rows that it learns slowly", async () => {
    const { context } = sceneOf({
      support: support.map((row) => ({ ...row, text: row.text.replace(/word /gu, "") })),
      settings: { rounds: 4 },
    });
    const hard = async (round: number): Promise<number> =>
      share(
        (
          await Promise.all(
            Array.from({ length: 6 }, (_, index) =>
              select(curriculumSelector, context(`order ${index}`), 6, null, round),
            ),
          )
        ).flat(),
        (row) => Number(row.id.slice(1)) % 6 < 2,
      );
    expect(await hard(0)).toBe(0);
    expect(await hard(3)).toBeGreaterThan(0.9);
  });

  it("goes by length where nothing can be learned, and says so", async () => {
    const { context } = sceneOf({
      support: support.map((row) => ({ ...row, label: null })),
      settings: { rounds: 2 },
    });
    const asked = context("a");
    const first = await select(curriculumSelector, asked, 8, null, 0);
    expect(Math.max(...first.map((row) => row.text.length))).toBeLessThan(80);
    expect(asked.span.attributes["datawright.demonstrations.note"]).toContain("length");
  });

  it("takes the rounds that the target needs where the task names none", async () => {
    const { context } = sceneOf({
      support,
      settings: { difficulty: "length" },
      spec: { target: 128 },
    });
    const longest = async (round: number): Promise<number> =>
      Math.max(
        ...(await select(curriculumSelector, context("order"), 8, null, round)).map(
          (row) => row.text.length,
        ),
      );
    // 128 samples in rounds of 32: the fourth round shows the hardest rows.
    expect(await longest(3)).toBe(await longest(9));
    expect(await longest(2)).toBeLessThan(await longest(3));
  });
});

describe("helpful selector", () => {
  // One accepted sample in five has the wrong label.
  const accepted = Array.from({ length: 200 }, (_, index): Sample => {
    const wrong = index % 10 < 2;
    const label = labelOf(index);
    const fields = { text: text(wrong ? other(label) : label, index) };
    return {
      id: `${wrong ? "wrong" : "right"}${index}`,
      fields,
      text: fields.text,
      conditions: [{ name: "tone", value: "calm" }],
      label: { given: label, current: label },
    } as unknown as Sample;
  });
  const support = Array.from({ length: 20 }, (_, index) =>
    fakeRow(`s${index}`, text(labelOf(index), index + 500), labelOf(index)),
  );
  const isMachine = (row: Demonstration): boolean => !row.id.startsWith("s");

  it("feeds samples of the order's label back that help, in half of the prompts", async () => {
    const { context, reads } = sceneOf({ support, accepted });
    const prompts: (readonly Demonstration[])[] = [];
    for (let index = 0; index < 60; index++)
      prompts.push(await select(helpfulSelector, context(`order ${index}`), 8, "refund"));
    const fed = prompts.filter((rows) => rows.every(isMachine));
    expect(prompts.filter((rows) => rows.some(isMachine))).toHaveLength(fed.length);
    expect(fed.length).toBeGreaterThan(20);
    expect(fed.length).toBeLessThan(40);
    expect(
      fed.flat().every((row) => row.label === "refund" && row.conditions?.[0]?.value === "calm"),
    ).toBe(true);
    expect(share(fed.flat(), (row) => row.id.startsWith("wrong"))).toBeLessThan(0.02);
    expect(fed.every((rows) => rows.length === 8)).toBe(true);
    expect(reads()).toBe(1);
  });

  it("shows the most helpful rows of each label only, and as often as the task says", async () => {
    const { context } = sceneOf({ accepted, settings: { helpful: 3, feedbackRatio: 1 } });
    const shown = new Set<string>();
    for (let index = 0; index < 12; index++)
      for (const row of await select(helpfulSelector, context(`order ${index}`), 2, "delivery"))
        shown.add(row.id);
    expect(shown.size).toBe(3);
    const none = sceneOf({ support, accepted, settings: { feedbackRatio: 0 } });
    expect((await select(helpfulSelector, none.context("a"), 8, "refund")).some(isMachine)).toBe(
      false,
    );
    expect(none.reads()).toBe(0);
  });

  it("shows real rows while nothing is accepted, and nothing where there are none", async () => {
    expect(
      await select(
        helpfulSelector,
        sceneOf({ support, settings: { feedbackRatio: 1 } }).context("a"),
        4,
        "refund",
      ),
    ).toHaveLength(4);
    expect(
      await select(
        helpfulSelector,
        sceneOf({ settings: { feedbackRatio: 1 } }).context("a"),
        4,
        "refund",
      ),
    ).toEqual([]);
  });

  it("says why nothing is known to help", async () => {
    const { context } = sceneOf({
      support,
      accepted: accepted.filter((sample) => sample.label.current === "refund"),
      settings: { feedbackRatio: 1 },
    });
    const asked = context("a");
    expect((await select(helpfulSelector, asked, 4, "refund")).some(isMachine)).toBe(false);
    expect(asked.span.attributes["datawright.demonstrations.note"]).toContain('class "refund"');
  });
});
