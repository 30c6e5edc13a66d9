import type { CoverageMap, Growth } from "../../../schema/coverage.js";
import type { AgentContext } from "../../contract.js";
import { askSubTasks } from "./ask-sub-tasks.js";
import type { OrderInput } from "../contract.js";
import { graftSubTasks, subTaskCell } from "./graft-sub-tasks.js";
import { growthSteps, type GrowthStep } from "./growth-steps.js";
import type { TreeLimits } from "./tree-limits.js";
import { landingRates } from "./acceptance-rate.js";
import { nodesBelow, treeBranches, type TreeNode } from "./growth-steps.js";

/**
 * The coverage map with the concept tree grown where that is worth it, from what the visible rounds
 * measured. New sub-tasks are cells whose quotas come from the cells that they take apart or stand
 * beside. Limits end the growth for good, with a row that says so.
 *
 * @throws errors of the provider, as they are
 */
export async function growTree(
  input: OrderInput,
  limits: TreeLimits,
  context: AgentContext,
): Promise<CoverageMap> {
  let { coverage } = input;
  if (coverage.growth.some((row) => row.step === "stopped")) return coverage;
  const steps = growthSteps(branchesOf(coverage, input), {
    growth: coverage.growth,
    spare: spareDemand(input),
    depth: limits.depth,
    novelty: limits.novelty,
  });
  for (const [index, step] of steps.entries()) {
    const limit = limitReached(coverage.growth, limits);
    if (limit !== null)
      return {
        ...coverage,
        growth: [
          ...coverage.growth,
          stopped(step.node, { round: input.round, why: limit, leftOut: steps.length - index }),
        ],
      };
    coverage = await take(step, coverage, { input, limits }, context);
  }
  return coverage;
}

/** One step: asks the model, and puts what it gave into the tree. */
async function take(
  step: GrowthStep,
  coverage: CoverageMap,
  {
    input,
    limits: { branching, maxNodes },
  }: { readonly input: OrderInput; readonly limits: TreeLimits },
  context: AgentContext,
): Promise<CoverageMap> {
  const { node } = step;
  const branch = branchesOf(coverage, input).find(({ id }) => id === node.branch)!;
  const place = placeOf(branch, coverage, context);
  const siblings = node.children.map((child) => child.name);
  const others = nodesBelow(branch)
    .filter((other) => other.depth > 0)
    .map((other) => other.name)
    .filter((name) => !siblings.includes(name));
  const answer = await askSubTasks(
    {
      node: node.id,
      path: node.path,
      label: place.label,
      known: [...siblings, ...others],
      count: Math.min(branching, step.most, maxNodes - nodeCount(coverage.growth)),
      asked: coverage.growth.filter((row) => row.node === node.id).length,
    },
    context,
  );
  const taken = new Set(coverage.cells.map((cell) => cell.id));
  const seeds = answer.names.map((name) => {
    const seed = subTaskCell({ ...place, path: [...node.path, name] }, 0, taken);
    taken.add(seed.id);
    return seed;
  });
  const growth: Growth = {
    round: input.round,
    node: node.id,
    path: [...node.path],
    step: step.kind,
    refused: answer.refused,
    leftOut: answer.leftOut,
    tokens: answer.tokens,
    added: seeds.map((seed, index) => ({
      id: `${node.id}/${answer.names[index]!}`,
      name: answer.names[index]!,
      cell: seed.id,
    })),
    why:
      answer.problem === null
        ? step.why
        : `${step.why}; the model gave no sub-tasks (${answer.problem})`,
  };
  if (seeds.length === 0) return { ...coverage, growth: [...coverage.growth, growth] };
  return graftSubTasks(coverage, { seeds, gifts: step.gifts(seeds.length), growth });
}

/** Label and names above a branch's nodes. */
function placeOf(
  branch: TreeNode,
  coverage: CoverageMap,
  { task }: AgentContext,
): { root: readonly string[]; label: CoverageMap["cells"][number]["label"] } {
  const cell = nodesBelow(branch).find((node) => node.cell !== null)?.cell;
  const depth = nodesBelow(branch).find((node) => node.cell !== null)?.depth ?? 0;
  return cell
    ? { root: cell.path.slice(0, cell.path.length - depth), label: cell.label }
    : { root: [task.spec.name], label: null };
}

function branchesOf(coverage: CoverageMap, { plan }: OrderInput): TreeNode[] {
  return treeBranches(
    plan.tree,
    coverage,
    coverage.cells.some((cell) => cell.label !== null),
  );
}

/** Cell id -> whole samples that it lacks beyond what orders on their way are expected to bring. */
function spareDemand({ coverage, outstanding }: OrderInput): Map<string, number> {
  const rates = landingRates(coverage.cells);
  return new Map(
    coverage.cells.map((cell) => {
      const expected =
        (Object.hasOwn(outstanding, cell.id) ? (outstanding[cell.id] ?? 0) : 0) *
        rates.get(cell.id)!.own;
      return [cell.id, Math.max(0, Math.floor(cell.quota - cell.accepted - expected))];
    }),
  );
}

function nodeCount(growth: readonly Growth[]): number {
  return growth.reduce((sum, row) => sum + row.added.length, 0);
}

/** Why the tree grows no further; null where it may. */
function limitReached(
  growth: readonly Growth[],
  { maxNodes, maxTokens }: { readonly maxNodes: number; readonly maxTokens: number },
): string | null {
  const nodes = nodeCount(growth);
  const tokens = growth.reduce((sum, row) => sum + row.tokens, 0);
  if (nodes >= maxNodes)
    return `the tree has ${nodes} sub-tasks, as many as maxNodes of plan.strategy allows`;
  if (tokens >= maxTokens)
    return `asking for sub-tasks took ${tokens} tokens, maxTokens of plan.strategy allows ${maxTokens}`;
  return null;
}

function stopped(
  node: TreeNode,
  {
    round,
    why,
    leftOut,
  }: { readonly round: number; readonly why: string; readonly leftOut: number },
): Growth {
  return {
    round,
    node: node.id,
    path: [...node.path],
    step: "stopped",
    added: [],
    refused: 0,
    leftOut,
    tokens: 0,
    why,
  };
}
