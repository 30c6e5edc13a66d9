import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defineAgent, launch, type TaskSpecInput } from "../../index.js";
import { lightAgents } from "../light-agents.js";
import { gini } from "../../tools/metrics/distributions/gini.js";
import { lowerBound } from "./lower-bound.js";
import {
  drawDraft,
  indexOf,
  LABELS,
  LEAVES,
  ratesOf,
  textOf,
  TOPICS,
  WORLD,
  type Leaf,
  type Rates,
} from "./world.js";

const SEEDS = (process.env["COVERAGE_SEEDS"] ?? "1001,1002,1003,1004,1005,1006,1007,1008,1009,1010")
  .split(",")
  .map(Number);
const TARGET = { lowerBound: 1.1, uniform: 0.7 } as const;
const STRATEGIES = (process.env["COVERAGE_STRATEGIES"] ?? "deficit,refill,uniform").split(",");

interface Figures {
  /** Drafts up to the one that filled the last leaf. */
  readonly filled: number;
  /** Calls that the run made in all: those after it, in flight when it ended, are paid too. */
  readonly paid: number;
  readonly duplicates: number;
  readonly gini: number;
  readonly rounds: number;
}

/**
 * Calls until every leaf holds its quota, on real runs with rounds in flight: the planner against a
 * lower bound and two baselines.
 */
export async function run(): Promise<void> {
  const bounds = SEEDS.map((seed) => lowerBound(ratesOf(seed)));
  console.log(
    `coverage: ${WORLD.leaves} leaves, quota ${WORLD.quota}; lower bound ` +
      `${mean(bounds).toFixed(0)} calls, mean of ${SEEDS.length} seeds`,
  );
  const paid = new Map<string, number>();
  const filled = new Map<string, number>();
  for (const strategy of STRATEGIES) {
    const runs: Figures[] = [];
    for (const seed of SEEDS) runs.push(await fill(strategy, seed));
    const of = (figure: (run: Figures) => number): number => mean(runs.map(figure));
    const ratios = runs.map((one, index) => one.paid / bounds[index]!);
    console.log(
      `coverage: ${strategy.padEnd(8)} ${of((one) => one.filled).toFixed(0)} calls until all ` +
        `are filled, ${of((one) => one.paid).toFixed(0)} paid; ` +
        `paid / lower bound ${mean(ratios).toFixed(3)} (${Math.min(...ratios).toFixed(3)} to ` +
        `${Math.max(...ratios).toFixed(3)}); duplicates ` +
        `${of((one) => one.duplicates).toFixed(0)}, ` +
        `Gini of the good drafts ${of((one) => one.gini).toFixed(3)}, rounds ` +
        `${of((one) => one.rounds).toFixed(1)}`,
    );
    paid.set(
      strategy,
      of((one) => one.paid),
    );
    filled.set(
      strategy,
      of((one) => one.filled),
    );
  }
  // Against the baselines what the planner paid counts, and of theirs only the calls until the last
  // leaf was filled.
  const planner = paid.get("deficit")!;
  report("over the lower bound", planner / mean(bounds), TARGET.lowerBound);
  report("over blind uniform quotas", planner / filled.get("uniform")!, TARGET.uniform);
  report("over uniform with refill", planner / filled.get("refill")!, 1);
}

function report(what: string, value: number, atMost: number): void {
  console.log(
    `coverage: planner ${what} ${value.toFixed(3)}, at most ${atMost}: ` +
      `${value <= atMost ? "reached" : "NOT REACHED"}`,
  );
}

/**
 * One run towards the quotas, with a source of drafts in place of the generator and a critic that
 * reads where a text belongs.
 */
async function fill(strategy: string, seed: number): Promise<Figures> {
  const workspace = mkdtempSync(join(tmpdir(), "datawright-bench-"));
  const source = scriptedSource(ratesOf(seed));
  try {
    const handle = await launch(specOf(strategy, seed), {
      workspace,
      runId: "run",
      cache: false,
      logLevel: null,
      agents: { ...source.agents, ...lightAgents },
    });
    let [decided, filled] = [0, 0];
    handle.on((event) => {
      if (event.type === "sample-accepted" || event.type === "sample-rejected") decided += 1;
      if (event.type === "sample-accepted") filled = decided;
    });
    const { summary } = await handle.result;
    if (summary.stop !== "target")
      throw new Error(`${strategy}, seed ${seed}: ended by ${summary.stop}: ${summary.stopDetail}`);
    return {
      filled,
      paid: source.counts.calls,
      duplicates: source.counts.repeated,
      gini: gini(source.counts.good),
      rounds: summary.rounds,
    };
  } finally {
    rmSync(workspace, { recursive: true, force: true });
  }
}

function specOf(strategy: string, seed: number): TaskSpecInput {
  return {
    name: "coverage",
    kind: "classification",
    description: "Messages to a shop.",
    labels: [...LABELS],
    attributes: { topic: [...TOPICS] },
    // One text of each leaf is there from the start: what the source repeats.
    support: { rows: LEAVES.map((leaf) => ({ text: openingOf(leaf), label: leaf.label })) },
    target: WORLD.leaves * WORLD.quota,
    seed,
    review: "none",
    plan: { strategy, holdQuotas: true, noProgressRounds: 1000 },
    critique: { maxRevisions: 0 },
  };
}

const openingOf = (leaf: Leaf): string =>
  textOf(leaf, `the very first message of number ${indexOf(leaf)}`);

function scriptedSource(rates: Rates) {
  const counts = { calls: 0, repeated: 0, good: LEAVES.map(() => 0) };
  const generator = defineAgent({
    name: "source",
    role: "generator",
    run: ({ order }, { random }) => {
      const { leaf, kind } = drawDraft(
        {
          label: String(order.label),
          topic: order.conditions.find((condition) => condition.name === "topic")!.value,
        },
        rates,
        random.derive("draft"),
      );
      counts.calls += 1;
      if (kind === "repeated") counts.repeated += 1;
      if (kind === "good") counts.good[indexOf(leaf)]! += 1;
      const words = Array.from({ length: 12 }, (_, index) =>
        random
          .derive("word", index)
          .integer(2 ** 31)
          .toString(36),
      ).join(" ");
      return {
        fields: {
          text:
            kind === "repeated"
              ? openingOf(leaf)
              : textOf(leaf, `${words}${kind === "bad" ? " !" : ""}`),
        },
        label: leaf.label,
      };
    },
  });
  const critic = defineAgent({
    name: "reader",
    role: "critic",
    run: ({ draft }) => ({
      verdicts: [
        {
          judge: "reader",
          criterion: "topic",
          pass: true,
          score: null,
          reason: "read from the text",
          code: "custom",
          conditions: [{ name: "topic", value: draft.text.split(" / ")[1]! }],
        },
        {
          judge: "reader",
          criterion: "quality",
          pass: !draft.text.endsWith("!"),
          score: null,
          reason: "refused by the script",
          code: "custom",
        },
      ],
    }),
  });
  return { counts, agents: { generator, critic } };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
