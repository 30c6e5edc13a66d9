import { selectRows } from "../../../helpers/select-rows.js";
import { DEMONSTRATION_SELECTORS } from "../../../../agents/generator/demonstrations/demonstration-selectors.js";
import type { AgentContext } from "../../../../agents/contract.js";
import type { Demonstration, DemoSelector } from "../../../../agents/generator/contract.js";
import type { Order } from "../../../../schema/plan.js";
import type { Row, Sample } from "../../../../schema/sample.js";
import type { TaskSpecInput } from "../../../../schema/task-file/task-spec.js";
import {
  fakeContext,
  fakeMemory,
  fakeRow,
  fakeTask,
  letterVector,
} from "../../../helpers/fake-context.js";
import { orderOf } from "../../../helpers/plain-parts.js";

const WORDS: Readonly<Record<string, readonly string[]>> = {
  refund: ["money", "charged", "invoice"],
  delivery: ["courier", "parcel", "late"],
  other: ["hello", "thanks", "shop"],
};
const textOf = (label: string, index: number): string =>
  `${WORDS[label]![index % 3]} ${WORDS[label]![(index >> 1) % 3]} ` +
  `${"abcdefghij"[index % 10]!.repeat(3)} ${index}`;
const rowsOf = (count: number, labels = ["refund", "delivery"]): Row[] =>
  Array.from({ length: count }, (_, index) =>
    fakeRow(
      `s${index}`,
      textOf(labels[index % labels.length]!, index),
      labels[index % labels.length]!,
    ),
  );
const sampleOf = (index: number, label: Sample["label"]["current"]): Sample => {
  const text = textOf([label ?? "other"].flat()[0] ?? "other", index + 100);
  return {
    id: `m${index}`,
    fields: { text },
    text,
    conditions: [],
    label: { given: label, current: label },
  } as unknown as Sample;
};

interface Scene {
  readonly support: readonly Row[];
  readonly accepted?: readonly Sample[];
  readonly spec?: Partial<TaskSpecInput>;
}
/** A context that fails where anything but the visible rows is asked for. */
function contextOf({ support, accepted = [], spec = {} }: Scene, seed = "order"): AgentContext {
  const memory = fakeMemory({
    sealedThrough: accepted.length > 0 ? 3 : -1,
    demonstrations: [...support],
    demonstrationVectors: support.map((row) => letterVector(row.text)),
    async *accepted({ limit = Infinity, latest = false } = {}) {
      yield* latest ? accepted.slice(-limit) : accepted.slice(0, limit);
    },
    async *inReview() {
      throw new Error("samples in review are no demonstrations");
    },
    nearest: () => {
      throw new Error("the novelty index is not for demonstrations");
    },
  });
  return fakeContext({
    task: fakeTask(spec, support),
    memory,
    seed,
    heldOut: () => {
      throw new Error("held-out rows were read");
    },
  });
}
const order = (label: Order["label"], round = 0): Order =>
  orderOf({ round, label, conditions: [{ name: "topic", value: "shoes" }] });
const select = (
  selector: DemoSelector,
  context: AgentContext,
  count: number,
  label: Order["label"] = "refund",
  round = 3,
): Promise<readonly Demonstration[]> =>
  selectRows(selector, { order: order(label, round), count, revision: 0, given: "" }, context);
const ids = (rows: readonly Demonstration[]): string[] => rows.map((row) => row.id);

describe.each(DEMONSTRATION_SELECTORS.names)("the selector %s", (name) => {
  let selector: DemoSelector;
  beforeAll(async () => {
    selector = (await DEMONSTRATION_SELECTORS.choose(name, [])).value;
  });
  const machine = Array.from({ length: 24 }, (_, index) =>
    sampleOf(index, index % 2 === 0 ? "refund" : "delivery"),
  );
  const settings = { generate: { demonstrations: { name: name, machine: 0.5 } } };

  it("has the name that it is found by", () => expect(selector.name).toBe(name));

  const scenes: readonly (readonly [string, Scene, Order["label"]])[] = [
    ["no row at all", { support: [] }, "refund"],
    ["one row", { support: rowsOf(1) }, "refund"],
    ["rows of another label only", { support: rowsOf(3, ["delivery"]) }, "refund"],
    ["three rows", { support: rowsOf(3) }, "refund"],
    ["forty rows", { support: rowsOf(40) }, "refund"],
    [
      "forty rows and accepted samples",
      { support: rowsOf(40), accepted: machine, spec: settings },
      "refund",
    ],
    ["accepted samples only", { support: [], accepted: machine, spec: settings }, "delivery"],
    [
      "rows without a label",
      {
        support: rowsOf(20).map((row) => ({ ...row, label: null })),
        spec: { kind: "instruction", labels: undefined },
      },
      null,
    ],
    [
      "labelled rows for an order without a label",
      { support: rowsOf(20), accepted: machine, spec: settings },
      null,
    ],
    [
      "rows of several labels",
      {
        support: rowsOf(20).map((row, index) => ({
          ...row,
          label: index % 3 === 0 ? ["refund", "delivery"] : [String(row.label)],
        })),
        accepted: machine.map((sample, index) => ({
          ...sample,
          label: {
            ...sample.label,
            current: index % 2 === 0 ? ["refund"] : ["delivery", "refund"],
          },
        })),
        spec: { multiLabel: true, ...settings },
      },
      ["refund", "delivery"],
    ],
    [
      "blank and equal texts",
      {
        support: rowsOf(12).map((row, index) => ({ ...row, text: index % 2 === 0 ? "" : "same" })),
      },
      "refund",
    ],
  ];
  it.each(scenes)(
    "shows at most the wanted number of different visible rows: %s",
    async (_scene, scene, label) => {
      const visible = new Set([
        ...scene.support.map((row) => row.id),
        ...(scene.accepted ?? []).map((sample) => sample.id),
      ]);
      for (const count of [1, 5, 64]) {
        const chosen = await select(selector, contextOf(scene), count, label);
        expect(chosen.length).toBeLessThanOrEqual(count);
        expect(new Set(ids(chosen)).size).toBe(chosen.length);
        expect(ids(chosen).filter((id) => !visible.has(id))).toEqual([]);
      }
    },
  );

  it("fills the number where there are rows of the label", async () => {
    for (const count of [1, 5, 16])
      expect(await select(selector, contextOf({ support: rowsOf(40) }), count)).toHaveLength(count);
  });

  it("gives the same rows for the same order, whatever was asked before", async () => {
    const scene: Scene = { support: rowsOf(40), accepted: machine, spec: settings };
    const alone = ids(await select(selector, contextOf(scene, "b"), 5));
    const shared = contextOf(scene);
    const asked = async (seed: string, label: string): Promise<string[]> =>
      ids(await select(selector, { ...contextOf(scene, seed), memory: shared.memory }, 5, label));
    for (let index = 0; index < 8; index++)
      for (const label of ["refund", "delivery"]) await asked(`a${index}`, label);
    const [first, second] = await Promise.all([asked("b", "refund"), asked("b", "refund")]);
    expect(first).toEqual(alone);
    expect(second).toEqual(alone);
  });

  it("does not show every prompt the same rows", async () => {
    const scene: Scene = { support: rowsOf(40), accepted: machine, spec: settings };
    const shared = contextOf(scene);
    const prompts = new Set<string>();
    for (let index = 0; index < 12; index++) {
      const query = {
        order: {
          ...order("refund", 3),
          conditions: [{ name: "topic", value: `${"xyzjkq"[index % 6]!.repeat(9)}` }],
        },
        count: 4,
        revision: 0,
        given: "",
      };
      prompts.add(
        ids(
          await selectRows(selector, query, {
            ...contextOf(scene, `order ${index}`),
            memory: shared.memory,
          }),
        )
          .sort()
          .join(" "),
      );
    }
    expect(prompts.size).toBeGreaterThan(1);
  });
});
