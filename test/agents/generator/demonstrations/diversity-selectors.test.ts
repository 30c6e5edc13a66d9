import { selectRows } from "../../../helpers/select-rows.js";
import type { Configurable } from "../../../../base/slots/configurable.js";
import type { AgentContext } from "../../../../agents/contract.js";
import type { Demonstration, DemoSelector } from "../../../../agents/generator/contract.js";
import { kCenterSelector } from "../../../../agents/generator/demonstrations/k-center-selector.js";
import { medoidsSelector } from "../../../../agents/generator/demonstrations/medoids-selector.js";
import { mmrSelector } from "../../../../agents/generator/demonstrations/mmr-selector.js";
import { randomSelector } from "../../../../agents/generator/demonstrations/random-selector.js";
import type { Order } from "../../../../schema/plan.js";
import type { Row } from "../../../../schema/sample.js";
import type { TaskSpecInput } from "../../../../schema/task-file/task-spec.js";
import { Random } from "../../../../base/statistics/random.js";
import { fakeContext, fakeMemory, fakeRow, fakeTask } from "../../../helpers/fake-context.js";
import { orderOf } from "../../../helpers/plain-parts.js";

const DIMENSION = 12;
type Settings = NonNullable<NonNullable<TaskSpecInput["generate"]>["demonstrations"]>;
interface Planted {
  readonly rows: readonly Row[];
  readonly vectors: readonly Float32Array[];
}

function unit(values: ArrayLike<number>): Float32Array {
  const vector = Float32Array.from(values);
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
}
const axis = (cluster: number): Float32Array =>
  unit(Array.from({ length: DIMENSION }, (_, index) => (index === cluster ? 1 : 0)));

/**
 * Clusters around the axes of the space, most rows in the first ones; the id of a row tells its
 * cluster.
 */
function planted(
  sizes: readonly number[],
  label = (_cluster: number): string => "refund",
): Planted {
  const random = new Random("planted");
  const members = sizes.flatMap((size, cluster) =>
    Array.from({ length: size }, (_, index) => ({ cluster, index })),
  );
  return {
    rows: members.map(({ cluster, index }) =>
      fakeRow(`c${cluster}-${index}`, `text ${cluster} ${index}`, label(cluster)),
    ),
    vectors: members.map(({ cluster }) =>
      unit(Array.from(axis(cluster), (value) => value + 0.05 * random.normal())),
    ),
  };
}
const clusterOf = (row: Demonstration): string => row.id.split("-")[0]!;

function contextOf(
  { rows, vectors }: Planted,
  options: {
    readonly settings?: Settings;
    readonly seed?: string;
    readonly query?: Float32Array;
    readonly memory?: AgentContext["memory"];
  } = {},
): AgentContext {
  return fakeContext({
    task: fakeTask({ generate: { demonstrations: options.settings ?? {} } }, rows),
    seed: options.seed ?? "order",
    memory: options.memory ?? fakeMemory({ demonstrations: rows, demonstrationVectors: vectors }),
    embeddings: {
      embed: (texts) =>
        Promise.resolve(
          texts.map(() => options.query ?? unit(Array.from({ length: DIMENSION }, () => 1))),
        ),
    },
  });
}
const select = (
  selector: DemoSelector | Configurable<DemoSelector>,
  context: AgentContext,
  count: number,
  label: Order["label"] = null,
): Promise<readonly Demonstration[]> =>
  selectRows(
    selector,
    { order: orderOf({ id: "o", label }), count, revision: 0, given: "" },
    context,
  );

/** Mean number of clusters that 8 rows show, over 20 orders. */
async function clustersShown(
  selector: DemoSelector | Configurable<DemoSelector>,
  data: Planted,
  settings?: Settings,
): Promise<number> {
  const { memory } = contextOf(data);
  let sum = 0;
  for (let index = 0; index < 20; index++)
    sum += new Set(
      (
        await select(
          selector,
          contextOf(data, { memory, seed: `order ${index}`, ...(settings ? { settings } : {}) }),
          8,
        )
      ).map(clusterOf),
    ).size;
  return sum / 20;
}

describe("diversity", () => {
  const skewed = planted([60, 30, 15, 8, 5, 4, 3, 2]);

  it("shows far more of the clusters of a skewed data set than chance does", async () => {
    const random = await clustersShown(randomSelector, skewed);
    expect(random).toBeLessThan(5);
    expect(await clustersShown(kCenterSelector, skewed)).toBeGreaterThan(7.5);
    expect(await clustersShown(mmrSelector, skewed, { lambda: 0.3 })).toBeGreaterThan(random + 1.5);
  });
});

describe("k-center selector", () => {
  it("takes the farthest rows within the order's own label, and of the others", async () => {
    const data = planted([20, 20, 20, 20], (cluster) => (cluster < 2 ? "refund" : "delivery"));
    const chosen = await select(kCenterSelector, contextOf(data), 4, "refund");
    expect(chosen.map((row) => row.label)).toEqual(["delivery", "refund", "refund", "refund"]);
    expect(new Set(chosen.slice(1).map(clusterOf))).toEqual(new Set(["c0", "c1"]));
  });
});

describe("mmr selector", () => {
  const data = planted([40, 40, 40]);
  const query = axis(1);

  it("shows rows near to what is ordered with lambda 1, and goes to other clusters as it falls", async () => {
    const near = await select(mmrSelector, contextOf(data, { query, settings: { lambda: 1 } }), 6);
    expect(near.every((row) => clusterOf(row) === "c1")).toBe(true);
    const spread = await select(
      mmrSelector,
      contextOf(data, { query, settings: { lambda: 0.3 } }),
      6,
    );
    expect(new Set(spread.map(clusterOf)).size).toBe(3);
    expect(spread.some((row) => clusterOf(row) === "c1")).toBe(true);
  });
});

describe("medoids selector", () => {
  // Two labels of three clusters each: 6 clusters, a medoid for each.
  const data = planted([12, 9, 6, 12, 9, 6], (cluster) => (cluster < 3 ? "refund" : "delivery"));
  const settings = { medoids: 6 };

  it("shows one row of each cluster, the one nearest to its centre", async () => {
    const chosen = await select(
      medoidsSelector,
      contextOf(data, { settings: { medoids: 6 } }),
      3,
      "refund",
    );
    expect(chosen.map((row) => row.label)).toEqual(["refund", "refund", "refund"]);
    expect(new Set(chosen.map(clusterOf))).toEqual(new Set(["c0", "c1", "c2"]));
    for (const row of chosen) {
      const members = data.rows.flatMap((other, index) =>
        clusterOf(other) === clusterOf(row) ? [index] : [],
      );
      const centre = unit(
        Array.from({ length: DIMENSION }, (_, d) =>
          members.reduce((sum, index) => sum + data.vectors[index]![d]!, 0),
        ),
      );
      const similarity = (index: number): number =>
        data.vectors[index]!.reduce((sum, value, d) => sum + value * centre[d]!, 0);
      const best = members.reduce((a, b) => (similarity(b) > similarity(a) ? b : a));
      expect(similarity(data.rows.indexOf(row as Row))).toBeGreaterThan(similarity(best) - 0.005);
    }
  });

  it("takes the medoids nearest to the query, as many of every label where the order has none", async () => {
    const context = contextOf(data, {
      settings,
      query: unit(Array.from({ length: DIMENSION }, (_, d) => [0.1, 1, 0.2, 0.1, 0.2, 1][d] ?? 0)),
    });
    const chosen = await select(medoidsSelector, context, 2);
    expect(chosen.map(clusterOf).sort()).toEqual(["c1", "c5"]);
    const four = await select(medoidsSelector, contextOf(data, { settings: { medoids: 8 } }), 4);
    expect(four.filter((row) => row.label === "refund")).toHaveLength(2);
  });

  it("lets the longest row of a cluster stand for it, or the one nearest to the query", async () => {
    const rows = data.rows.map((row) =>
      row.id.endsWith("-4")
        ? { ...row, fields: { text: `${row.text} ${"because ".repeat(9)}` } }
        : row,
    );
    const longest = await select(
      medoidsSelector,
      contextOf({ ...data, rows }, { settings: { ...settings, representative: "longest" } }),
      3,
      "refund",
    );
    expect(longest.map((row) => row.id).sort()).toEqual(["c0-4", "c1-4", "c2-4"]);
    const query = data.vectors[data.rows.findIndex((row) => row.id === "c1-7")]!;
    const nearest = await select(
      medoidsSelector,
      contextOf(data, { query, settings: { ...settings, representative: "nearest" } }),
      3,
      "refund",
    );
    expect(nearest.map((row) => row.id)).toContain("c1-7");
    expect(new Set(nearest.map(clusterOf)).size).toBe(3);
  });

  it("clusters the rows once for all orders", async () => {
    let asked = 0;
    const { memory } = contextOf({ ...data, rows: [...data.rows] });
    const counted = {
      ...memory,
      get demonstrationVectors() {
        asked++;
        return memory.demonstrationVectors;
      },
    };
    const first = await select(
      medoidsSelector,
      contextOf(data, { memory: counted, settings }),
      3,
      "refund",
    );
    expect(asked).toBe(2);
    for (let index = 0; index < 5; index++)
      expect(
        await select(medoidsSelector, contextOf(data, { memory: counted, settings }), 3, "refund"),
      ).toEqual(first);
    expect(asked).toBe(2);
  });
});
