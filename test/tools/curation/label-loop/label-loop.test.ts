import type { LabelValue } from "../../../../schema/label.js";
import type { CurationRow } from "../../../../tools/curation/contract.js";
import type { AskRows } from "../../../../tools/curation/label-loop/contract.js";
import { labelLoop } from "../../../../tools/curation/label-loop/label-loop.js";
import { embeddedEmbeddings } from "../../../../tools/embeddings/embedded-embeddings.js";
import { Random } from "../../../../base/statistics/random.js";

const embeddings = embeddedEmbeddings();
const embed = (texts: readonly string[]) => embeddings.embed(texts);
const TOPICS: Readonly<Record<string, readonly string[]>> = {
  배송: ["택배", "운송장", "주소", "기사님", "도착", "배달"],
  환불: ["환불", "취소", "반품", "영수증", "결제", "카드"],
  login: ["password", "account", "email", "reset", "locked", "code"],
  praise: ["lovely", "thanks", "great", "kind", "happy", "perfect"],
};
const labels = Object.keys(TOPICS);

function row(id: string, text: string, label: LabelValue = null): CurationRow {
  return { id, text, fields: {}, label, weight: 1, scores: {}, line: null };
}

/**
 * Rows of four topics with shared words, their true labels, and a labeller that is wrong on a fixed
 * 15 %.
 */
function world(count: number, seed: number) {
  const random = new Random(seed);
  const gold = Array.from({ length: count }, (_, index) => labels[index % labels.length]!);
  const rows = gold.map((label, index) =>
    row(
      `r${index}`,
      [
        random.pick(TOPICS[label]!),
        random.pick(["the", "please", "오늘", "요"]),
        random.pick(TOPICS[label]!),
        random.pick(TOPICS[random.pick(labels)]!),
        String(index),
      ].join(" "),
    ),
  );
  const wrong = new Set(random.sample([...gold.keys()], Math.round(0.15 * count)));
  const answers = gold.map((label, index) =>
    wrong.has(index) ? random.pick(labels.filter((other) => other !== label)) : label,
  );
  const asked: { id: string; demonstrations: number; variant: number }[] = [];
  const ask =
    (corrects: boolean): AskRows =>
    (some, { demonstrations, variant }) =>
      Promise.resolve(
        some.map(({ id }, at) => {
          const index = Number(id.slice(1));
          asked.push({ id, demonstrations: demonstrations[at]!.length, variant });
          return {
            label:
              corrects && demonstrations[at]!.some(({ label }) => label === gold[index])
                ? gold[index]!
                : answers[index]!,
            confidence: null,
          };
        }),
      );
  const errors = (found: readonly { label: string | null }[]): number =>
    found.filter(({ label }, index) => label !== gold[index]).length;
  return { rows, gold, answers, asked, ask, errors, own: wrong.size };
}

describe("the label loop", () => {
  it("learns from rows that were answered before, by how likely their answers are right", async () => {
    const { rows, gold, ask, errors } = world(400, 3);
    const answered = world(300, 4);
    const known = (weight: number): CurationRow[] =>
      answered.rows.map((row, at) => ({ ...row, id: `a${at}`, label: answered.gold[at]!, weight }));
    const labelled = (before: readonly CurationRow[]) =>
      labelLoop({ rows, labels, askModel: ask(false), maxCalls: 0, embed, answered: before });
    expect((await labelled([])).labels.every(({ label }) => label === null)).toBe(true);
    const { labels: found, sharpness } = await labelled(known(1));
    expect(errors(found)).toBeLessThan(gold.length / 10);
    expect(sharpness).toBeGreaterThan(0);
    expect((await labelled(known(0))).labels.every(({ label }) => label === null)).toBe(true);
  });

  it("halves the language model's errors with fewer calls than rows, and knows how many", async () => {
    const { rows, ask, asked, errors, own } = world(400, 1);
    const {
      labels: found,
      calls,
      log,
    } = await labelLoop({ rows, labels, askModel: ask(true), maxCalls: 320, embed });
    expect(calls).toBeLessThanOrEqual(320);
    expect(asked).toHaveLength(calls);
    expect(errors(found)).toBeLessThanOrEqual(own / 2);
    expect(Math.abs(log.at(-1)!.expectedError! * 400 - errors(found))).toBeLessThan(25);
    expect(new Set(found.map(({ source }) => source))).toEqual(new Set(["llm", "small-model"]));
    expect(log[0]).toMatchObject({ round: 0, asked: 80, askedAgain: 0 });
  });

  it("is not worse than the language model where nothing corrects it", async () => {
    const { rows, ask, errors, own } = world(400, 2);
    const { labels: found } = await labelLoop({
      rows,
      labels,
      askModel: ask(false),
      maxCalls: 320,
      embed,
    });
    expect(errors(found)).toBeLessThanOrEqual(own);
  });

  it("asks about no row more than twice, and shows few demonstrations, none at first", async () => {
    const { rows, ask, asked } = world(200, 3);
    await labelLoop({
      rows,
      labels,
      askModel: ask(true),
      maxCalls: 1000,
      embed,
      settings: { demonstrations: 3, askAbove: 0 },
    });
    const times = new Map<string, number>();
    for (const { id } of asked) times.set(id, (times.get(id) ?? 0) + 1);
    expect(Math.max(...times.values())).toBeLessThanOrEqual(2);
    expect(Math.max(...asked.map(({ demonstrations }) => demonstrations))).toBe(3);
    expect(asked.slice(0, 200).some(({ demonstrations }) => demonstrations === 0)).toBe(true);
  });

  it("gives the same labels for the same seed", async () => {
    const run = async () => {
      const { rows, ask } = world(120, 4);
      return (
        await labelLoop({
          rows,
          labels,
          askModel: ask(true),
          maxCalls: 90,
          embed,
          seed: 7,
          settings: { rounds: 2 },
        })
      ).labels;
    };
    expect(await run()).toEqual(await run());
  });

  it("learns from support rows before it asks anything, and shows them", async () => {
    const { rows, gold, ask, asked } = world(200, 5);
    const support = rows.slice(100).map((one, index) => ({ ...one, label: gold[index + 100]! }));
    const { labels: found, calls } = await labelLoop({
      rows: rows.slice(0, 100),
      labels,
      askModel: ask(true),
      maxCalls: 40,
      embed,
      support,
    });
    expect(asked.every(({ demonstrations }) => demonstrations > 0)).toBe(true);
    expect(calls).toBeLessThanOrEqual(40);
    expect(found.filter(({ label }, index) => label !== gold[index]).length).toBeLessThan(15);
  });

  it("asks people about the least certain rows at the end", async () => {
    const { rows, gold, ask } = world(120, 6);
    const people: string[] = [];
    const { labels: found } = await labelLoop({
      rows,
      labels,
      askModel: ask(false),
      maxCalls: 80,
      embed,
      maxPeople: 5,
      askPeople: (some) => {
        people.push(...some.map(({ id }) => id));
        return Promise.resolve(new Map(some.map(({ id }) => [id, gold[Number(id.slice(1))]!])));
      },
    });
    expect(people).toHaveLength(5);
    for (const id of people)
      expect(found[Number(id.slice(1))]).toMatchObject({
        source: "people",
        confidence: 1,
        label: gold[Number(id.slice(1))],
      });
  });

  it("lets answers stand, leaves the rest open and says why, where nothing can be trained", async () => {
    const rows = Array.from({ length: 30 }, (_, index) => row(`r${index}`, `text ${index}`));
    const {
      labels: found,
      calls,
      log,
    } = await labelLoop({
      rows,
      labels,
      askModel: (some) => Promise.resolve(some.map(() => ({ label: "배송", confidence: null }))),
      maxCalls: 20,
      embed,
    });
    expect(calls).toBe(20);
    expect(
      found.filter(
        ({ label, source, confidence }) =>
          label === "배송" && source === "llm" && confidence === null,
      ),
    ).toHaveLength(20);
    expect(found.filter(({ label, source }) => label === null && source === null)).toHaveLength(10);
    expect(log.at(-1)!.note).toMatch(/1 classes are too few/);
  });

  it("counts answers that are no label, and labels those rows by the small model", async () => {
    const { rows, ask } = world(200, 8);
    const { labels: found, log } = await labelLoop({
      rows,
      labels,
      maxCalls: 200,
      embed,
      askModel: async (some, options) =>
        (await ask(true)(some, options)).map((answer, at) =>
          Number(some[at]!.id.slice(1)) % 10 === 0
            ? { label: "nonsense", confidence: null }
            : answer,
        ),
    });
    expect(log.reduce((sum, { unread }) => sum + unread, 0)).toBeGreaterThan(0);
    expect(found.every(({ label }) => label !== null && labels.includes(label))).toBe(true);
    expect(
      found
        .filter((_, index) => index % 10 === 0)
        .every(({ source, answer }) => source === "small-model" && answer === null),
    ).toBe(true);
  });

  it("does nothing without rows or calls", async () => {
    const ask: AskRows = () => Promise.reject(new Error("nobody should be asked"));
    expect(await labelLoop({ rows: [], labels, askModel: ask, maxCalls: 5, embed })).toMatchObject({
      labels: [],
      calls: 0,
    });
    expect(
      (await labelLoop({ rows: [row("a", "x")], labels, askModel: ask, maxCalls: 0, embed }))
        .labels,
    ).toMatchObject([{ label: null, calls: 0 }]);
  });

  it.each([
    ["one label", { labels: ["a"] }, "SHAPE"],
    ["half a call", { maxCalls: 0.5 }, "SHAPE"],
    ["an unknown setting", { settings: { round: 3 } }, "SPEC_INVALID"],
    ["too few answers", { askModel: () => Promise.resolve([]) }, "SHAPE"],
    ["a fired signal", { signal: AbortSignal.abort() }, "INTERRUPTED"],
  ])("refuses %s", async (_name, change, code) => {
    const { rows, ask } = world(40, 9);
    await expect(
      labelLoop({ rows, labels, askModel: ask(true), maxCalls: 20, embed, ...change } as Parameters<
        typeof labelLoop
      >[0]),
    ).rejects.toMatchObject({ code });
  });
});
