import { selectRows } from "../../../helpers/select-rows.js";
import type { Demonstration } from "../../../../agents/generator/contract.js";
import { humanMachineSelector } from "../../../../agents/generator/demonstrations/human-machine-selector.js";
import type { Order } from "../../../../schema/plan.js";
import type { Row, Sample } from "../../../../schema/sample.js";
import type { TaskSpecInput } from "../../../../schema/task-file/task-spec.js";
import { fakeContext, fakeMemory, fakeRow, fakeTask } from "../../../helpers/fake-context.js";
import { orderOf } from "../../../helpers/plain-parts.js";

type Settings = NonNullable<NonNullable<TaskSpecInput["generate"]>["demonstrations"]>;
const human = (count: number): Row[] =>
  Array.from({ length: count }, (_, index) =>
    fakeRow(`h${index}`, `human ${index}`, null, { instruction: `human ${index}` }),
  );
const machine = (count: number): Sample[] =>
  Array.from(
    { length: count },
    (_, index) =>
      ({
        id: `m${index}`,
        fields: { instruction: `machine ${index}` },
        text: `machine ${index}`,
        conditions: [],
        label: { given: null, current: null },
      }) as unknown as Sample,
  );

async function select({
  humans,
  machines,
  count,
  settings = {},
  seed = "order",
}: {
  readonly humans: number;
  readonly machines: number;
  readonly count: number;
  readonly settings?: Settings;
  readonly seed?: string;
}): Promise<readonly Demonstration[]> {
  const support = human(humans);
  const memory = fakeMemory({
    sealedThrough: machines > 0 ? 1 : -1,
    demonstrations: support,
    demonstrationVectors: [],
    async *accepted() {
      yield* machine(machines);
    },
  });
  const task = fakeTask(
    { kind: "instruction", labels: undefined, generate: { demonstrations: settings } },
    support,
  );
  const order: Order = orderOf({ id: "o", round: 2 });
  return selectRows(
    humanMachineSelector,
    { order, count, revision: 0, given: "" },
    fakeContext({ task, memory, seed }),
  );
}
const machines = (rows: readonly Demonstration[]): number =>
  rows.filter((row) => row.id.startsWith("m")).length;

describe("human-machine selector", () => {
  it("shows six human rows and two of the machine, and all human ones until there are some", async () => {
    const rows = await select({ humans: 30, machines: 50, count: 8 });
    expect([rows.length, machines(rows)]).toEqual([8, 2]);
    const first = await select({ humans: 30, machines: 0, count: 8 });
    expect([first.length, machines(first)]).toEqual([8, 0]);
    const one = await select({ humans: 30, machines: 1, count: 8 });
    expect([one.length, machines(one)]).toEqual([8, 1]);
  });

  it("mixes them in any order", async () => {
    const places = new Set<string>();
    for (let index = 0; index < 20; index++)
      places.add(
        (await select({ humans: 30, machines: 50, count: 8, seed: `order ${index}` }))
          .map((row) => row.id[0])
          .join(""),
      );
    expect(places.size).toBeGreaterThan(5);
    expect(
      [...places].some((order) => order.startsWith("m")) &&
        [...places].some((order) => order.endsWith("m")),
    ).toBe(true);
  });

  it.each([
    [64, {}, 16],
    [4, {}, 1],
    [8, { human: 3, machineCount: 5 }, 5],
    [8, { human: 0, machineCount: 4 }, 8],
    [8, { human: 8, machineCount: 0 }, 0],
    [8, { human: 0, machineCount: 0 }, 0],
  ])("keeps the proportion for %d rows with %p", async (count, settings, expected) => {
    const rows = await select({ humans: 70, machines: 70, count, settings });
    expect([rows.length, machines(rows)]).toEqual([count, expected]);
  });

  it("fills up with machine rows where there are too few human ones", async () => {
    const rows = await select({ humans: 3, machines: 50, count: 8 });
    expect([rows.length, machines(rows)]).toEqual([8, 5]);
    expect(machines(await select({ humans: 0, machines: 50, count: 8 }))).toBe(8);
  });
});
