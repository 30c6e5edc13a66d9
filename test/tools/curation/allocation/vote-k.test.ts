import fc from "fast-check";
import { allocate } from "../../../../tools/curation/allocation/allocate.js";
import { neighbourGraph } from "../../../../tools/curation/allocation/neighbour-graph.js";
import { VoteSelection } from "../../../../tools/curation/allocation/vote-selection.js";
import { Random } from "../../../../base/statistics/random.js";

function vectors(count: number, dimension: number, seed: number): Float32Array[] {
  const random = new Random(seed);
  return Array.from({ length: count }, () =>
    Float32Array.from({ length: dimension }, () => random.normal()),
  );
}

/** The definition, without heap or index: every score anew for every choice. */
function plain(rows: readonly Float32Array[], k: number, count: number): number[] {
  const cosine = (a: Float32Array, b: Float32Array): number =>
    a.reduce((sum, value, d) => sum + value * b[d]!, 0) / Math.hypot(...a) / Math.hypot(...b);
  const votes = rows.map((row, u) =>
    [...rows.keys()]
      .filter((v) => v !== u)
      .sort((a, b) => cosine(row, rows[b]!) - cosine(row, rows[a]!) || a - b)
      .slice(0, k),
  );
  const chosen: number[] = [];
  while (chosen.length < Math.min(count, rows.length)) {
    const score = (v: number): number =>
      votes.reduce(
        (sum, targets) =>
          sum +
          (targets.includes(v)
            ? 10 ** -targets.filter((target) => chosen.includes(target)).length
            : 0),
        0,
      );
    const open = [...rows.keys()].filter((v) => !chosen.includes(v));
    // Scores of at most eight votes a row are equal or at least 1e-8 apart.
    chosen.push(open.reduce((best, v) => (score(v) > score(best) + 1e-9 ? v : best)));
  }
  return chosen;
}

describe("vote-k", () => {
  it("chooses what the definition chooses", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 2, max: 40 }),
        fc.integer({ min: 1, max: 8 }),
        fc.integer({ min: 0, max: 1000 }),
        async (count, k, seed) => {
          const rows = vectors(count, 4, seed);
          const chosen = await new VoteSelection(await neighbourGraph(rows, k), 10).best(8);
          const expected = plain(rows, k, 8);
          expect(chosen).toEqual(expected);
        },
      ),
      { numRuns: 30 },
    );
  });

  it("gives equal scores to the lower row, whatever the order of their votes", async () => {
    const rows = vectors(16, 4, 4);
    expect(await new VoteSelection(await neighbourGraph(rows, 5), 10).best(8)).toEqual(
      plain(rows, 5, 8),
    );
  });

  it("picks from every cluster before it comes back to one", async () => {
    const random = new Random(1);
    const rows = Array.from({ length: 90 }, (_, index) =>
      Float32Array.from(
        { length: 6 },
        (_value, d) => (d === index % 3 ? 5 : 0) + 0.2 * random.normal(),
      ),
    );
    const chosen = await new VoteSelection(await neighbourGraph(rows, 20), 10).best(3);
    expect(new Set(chosen.map((row) => row % 3)).size).toBe(3);
  });

  it("takes its later rows from every level of confidence", async () => {
    const embed = (texts: readonly string[]) => Promise.resolve(vectors(texts.length, 8, 5));
    const rows = Array.from({ length: 100 }, (_, index) => ({
      text: `t${index}`,
      scores: { averageLogProbability: -index },
    }));
    const { order, figures } = await allocate({
      rows,
      budget: 100 + 9 * 20,
      costs: { "small-model": 0, llm: 1, people: 10 },
      method: { name: "vote-k", neighbours: 10 },
      embed,
      labels: ["a", "b"],
    });
    expect(figures["confidence"]).toBe("averageLogProbability");
    const chosen = order.slice(0, Number(figures["chosen"]));
    for (let level = 0; level < 4; level++)
      expect(chosen.filter((row) => Math.floor(row / 25) === level).length).toBeGreaterThan(3);
  });

  it("falls back to the graph alone, and says so, where no confidence is to be had", async () => {
    const rows = Array.from({ length: 30 }, (_, index) => ({ text: `text ${index}` }));
    const { figures } = await allocate({
      rows,
      budget: 60,
      costs: { "small-model": 0, llm: 1, people: 10 },
      method: "vote-k",
      labels: ["a", "b"],
    });
    expect(figures["note"]).toMatch(/graph alone/);
  });

  it("works on identical and empty texts", async () => {
    for (const text of ["", "same"]) {
      for (const method of ["fast-vote-k", "k-center"] as const) {
        const { order } = await allocate({
          rows: Array.from({ length: 12 }, () => ({ text })),
          budget: 40,
          costs: { "small-model": 0, llm: 1, people: 10 },
          method,
          labels: ["a", "b"],
        });
        expect(new Set(order).size).toBe(12);
      }
    }
  });
});

describe("k-center", () => {
  it("takes the farthest row next", async () => {
    const points = [
      [1, 0],
      [0.99, 0.1],
      [0, 1],
      [-1, 0],
      [0.98, 0.15],
    ].map((point) => Float32Array.from(point));
    const { order } = await allocate({
      rows: points.map((_, index) => ({ text: String(index) })),
      budget: 35,
      costs: { "small-model": 0, llm: 1, people: 10 },
      method: "k-center",
      labels: ["a", "b"],
      embed: (texts) => Promise.resolve(texts.map((text) => points[Number(text)]!)),
    });
    expect(order.slice(0, 3).sort()).toEqual(expect.arrayContaining([3]));
    expect(order.indexOf(3)).toBeLessThan(2);
  });
});
