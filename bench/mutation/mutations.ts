/**
 * One condition broken: `find` stands in `file` exactly once, and `tests` (paths for Jest) should
 * fail with `replace` in its place.
 */
export interface Mutation {
  readonly name: string;
  readonly file: string;
  readonly find: string;
  readonly replace: string;
  readonly tests: readonly string[];
}

export const MUTATIONS: readonly Mutation[] = [
  {
    name: "the judge is never asked",
    file: "agents/critic/critic.ts",
    tests: ["test/agents/critic"],
    find: "(settled && !askAlways)",
    replace: "(settled || !askAlways)",
  },
  {
    name: "a draft near an earlier one by its vector is novel",
    file: "agents/critic/criteria/novel.ts",
    tests: ["test/agents/critic"],
    find: "nearest.distance < task.spec.critique.vectorDistance",
    replace: "nearest.distance < -task.spec.critique.vectorDistance",
  },
  {
    name: "invented figures are grounded",
    file: "agents/critic/criteria/grounded.ts",
    tests: ["test/agents/critic"],
    find: "if (evidence.length === 0) return passes",
    replace: "if (evidence.length >= 0) return passes",
  },
  {
    name: "no label is ever wrong",
    file: "agents/critic/criteria/label-correct.ts",
    tests: ["test/agents/critic"],
    find: "probability < task.spec.critique.minLabelProbability",
    replace: "probability < -task.spec.critique.minLabelProbability",
  },
  {
    name: "texts above the limit pass",
    file: "agents/critic/criteria/format.ts",
    tests: ["test/agents/critic"],
    find: "most !== undefined && found > most",
    replace: "most !== undefined && found > 2 * most",
  },
  {
    name: "a label changes without the judge",
    file: "agents/curator/curator.ts",
    tests: ["test/agents/curator"],
    find: " && (await judgedLabel()) === labelKey(student.label)",
    replace: "",
  },
  {
    name: "what a person decided is curated",
    file: "agents/curator/curator.ts",
    tests: ["test/agents/curator"],
    find: 'sample.label.source === "person" || ',
    replace: "",
  },
  {
    name: "orders forget what is outstanding",
    file: "agents/planner/strategies/deficit-strategy.ts",
    tests: ["test/agents/planner"],
    find: "cell.quota - cell.accepted - expected.get(cell.id)!",
    replace: "cell.quota - cell.accepted",
  },
  {
    name: "a sub-task may read what comes after it",
    file: "agents/planner/decompositions/sub-tasks.ts",
    tests: ["test/agents/planner"],
    find: "(source !== undefined && before.has(source))",
    replace: "source !== undefined",
  },
  {
    name: "demonstrations overflow the context",
    file: "agents/generator/demonstrations/demonstration-budget.ts",
    tests: ["test/agents/generator"],
    find: "if (tokens > rest) return false;",
    replace: "if (tokens > Infinity) return false;",
  },
  {
    name: "an earlier answer counts beside the later one",
    file: "agents/reviewer/reviewer.ts",
    tests: ["test/agents/reviewer"],
    find: "last.get(answer.sampleId) !== index",
    replace: "last.get(answer.sampleId) === undefined",
  },
  {
    name: "the gate accepts one more than the target",
    file: "graphs/rounds/gate.ts",
    tests: ["test/graphs", "test/e2e/stops", "test/e2e/run-folder"],
    find: "acceptedBefore + gate.accepted >= aim",
    replace: "acceptedBefore + gate.accepted > aim",
  },
  {
    name: "a sample counts where it was ordered, not where it belongs",
    file: "graphs/rounds/gate.ts",
    tests: ["test/graphs", "test/e2e/steering"],
    find: "cells.of(sample.cell, sample.label.current, found)",
    replace: "sample.cell",
  },
  {
    name: "a tree grows where nothing new is written",
    file: "agents/planner/strategies/growth-steps.ts",
    tests: ["test/agents/planner"],
    find: "cell.unseenMass < novelty) return null",
    replace: "cell.unseenMass < -novelty) return null",
  },
  {
    name: "the small model learns from the validation part",
    file: "tools/rows/split-validation.ts",
    tests: ["test/tools/data", "test/e2e/student-errors"],
    find: "return { support: split.support, validation: split.heldOut",
    replace: "return { support, validation: split.heldOut",
  },
  {
    name: "drafts that are stored are made again",
    file: "graphs/rounds/work-loop.ts",
    tests: ["test/graphs", "test/e2e/determinism", "test/e2e/budget", "test/e2e/kill"],
    find: "!drafted.has(order.id)",
    replace: '!drafted.has("")',
  },
  {
    name: "a draft is revised once more than allowed",
    file: "graphs/chunk/chunk-nodes.ts",
    tests: ["test/graphs", "test/e2e/answers", "test/e2e/own-agents", "test/e2e/stops"],
    find: "item.revision < runtime.task.spec.critique.maxRevisions",
    replace: "item.revision <= runtime.task.spec.critique.maxRevisions",
  },
  {
    name: "a run without progress never ends",
    file: "graphs/rounds/stop-rule.ts",
    tests: ["test/graphs", "test/e2e/stops"],
    find: "sealed.dryRounds >= spec.plan.noProgressRounds",
    replace: "sealed.dryRounds >= 50 * spec.plan.noProgressRounds",
  },
  {
    name: "saturation is not seen",
    file: "graphs/rounds/stop-rule.ts",
    tests: ["test/graphs", "test/e2e/stops"],
    find: "if (isSaturated(sealed.coverage, spec.plan.saturation)) {",
    replace: "if (isSaturated(sealed.coverage, spec.plan.saturation) && sealed.round < 0) {",
  },
  {
    name: "what the curator refuses stays",
    file: "graphs/finish/curate-step.ts",
    tests: ["test/graphs", "test/e2e/stops", "test/e2e/own-agents"],
    find: 'case "reject": return decided(base, "curation", "rejected"',
    replace: 'case "reject": return decided(base, "curation", "accepted"',
  },
  {
    name: "a blocking review does not wait",
    file: "graphs/finish/review-step.ts",
    tests: ["test/graphs", "test/e2e/review"],
    find: 'if (mode === "after") {',
    replace: 'if (mode !== "none") {',
  },
  {
    name: "drafts see rounds that are in flight",
    file: "graphs/runtime/run-novelty.ts",
    tests: ["test/graphs", "test/e2e/determinism"],
    find: "{ maxRound: round - 2 }",
    replace: "{ maxRound: round }",
  },
  {
    name: "a provider that is down breaks the run",
    file: "graphs/run/run-session.ts",
    tests: ["test/graphs", "test/e2e/provider"],
    find: "if (!interrupted && !down && !budget) throw error;",
    replace: "if (!interrupted && !budget) throw error;",
  },
];
