import type { Exclusion } from "../../../schema/task-file/condition.js";
import type { Attribute, Plan } from "../../../schema/plan.js";
import { coveringDraws } from "../../../tools/conditions/covering-draws.js";
import type { CellSeed } from "../../../tools/coverage/empty-coverage.js";
import type { AgentContext } from "../../contract.js";

/**
 * Rows are worked out for so many times the target at most: some of their drafts will be refused.
 */
const BEYOND_TARGET = 2;

/** The draws that hold every pair of values, and what there is to say about them. */
export async function coverPairs(
  {
    cells,
    attributes,
    exclude,
    target,
  }: {
    readonly cells: readonly CellSeed[];
    readonly attributes: readonly Attribute[];
    readonly exclude: readonly Exclusion[];
    readonly target: number;
  },
  context: AgentContext,
): Promise<{ covering: NonNullable<Plan["covering"]>; notes: string[] }> {
  const labels = [
    ...new Map(
      cells.filter((cell) => cell.quota > 0).map(({ label }) => [JSON.stringify(label), label]),
    ).values(),
  ];
  const drawn = attributes.filter((attribute) => !attribute.steered);
  const { dimensions, rows, pairs, covered, impossible, leftOut } = await coveringDraws({
    dimensions: drawn,
    exclude,
    labels: labels.length > 0 ? labels : [null],
    seed: context.task.spec.seed,
    most: BEYOND_TARGET * target,
  });
  const notes = [
    `pairwise: ${rows.length} draws hold ` +
      `${covered === pairs ? `all ${pairs}` : `${covered} of ${pairs}`} pairs of ` +
      `values${impossible > 0 ? `; ${impossible} pairs cannot occur` : ""}${rows.length > target ? `; the target of ${target} is too small for all of them` : ""}`,
    ...leftOut.map(
      ({ name, values }) =>
        `pairwise: ${name} has ${values} values, too many to cover their pairs: drawn by weight`,
    ),
  ];
  return {
    covering: {
      dimensions: [...dimensions],
      rows: rows.map((row) => [...row]),
      pairs,
      covered,
      impossible,
    },
    notes,
  };
}
