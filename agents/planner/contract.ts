import type { Condition, Exclusion } from "../../schema/task-file/condition.js";
import type { FieldSpec } from "../../schema/field.js";
import type { LabelValue } from "../../schema/label.js";
import type { Growth } from "../../schema/coverage.js";
import type { Attribute, ConceptNode, SubTask } from "../../schema/plan.js";
import type { Task } from "../../schema/task.js";
import type { CellSeed } from "../../tools/coverage/empty-coverage.js";
import type { Dimension } from "../../tools/conditions/dimension.js";
import type { AgentContext } from "../contract.js";
import type { RoleInput, RoleReturn } from "../roles.js";

/**
 * What a round is ordered from: its number and size, the plan, what was measured so far, and what
 * is still outstanding.
 */
export type OrderInput = RoleInput<"planner", "order">;
/**
 * The orders of a round, without ids, and the coverage map with `ordered` counted and quotas moved.
 */
export type OrderOutput = RoleReturn<"planner", "order">;

/**
 * A dimension as a source found it. Whether it spans cells is decided later, by the room that there
 * is for them.
 */
export type FoundAttribute = Omit<Attribute, "steered"> & {
  /**
   * False for dimensions that are only ever drawn for each sample, such as words of a long list.
   */
  readonly steerable: boolean;
};

/** What a source adds to the condition space. */
export interface FoundConditions {
  /** Dimensions that were found. */
  readonly attributes: readonly FoundAttribute[];
  /** Values that never occur together. */
  readonly exclude?: readonly Exclusion[];
  /** What was left out, dropped or not found, with counts: people read it in the plan. */
  readonly notes: readonly string[];
}

/** What a source is asked with. */
export interface ConditionQuery {
  /** Dimensions that earlier sources found; one of the same name would be left out. */
  readonly before: readonly FoundAttribute[];
  /** Folder of the task file: relative paths start here. */
  readonly folder: string;
}

/**
 * Where dimensions of the condition space come from. Two members; deterministic given
 * `context.random` and the model's answers. One with settings is made by
 * `configurable`.
 *
 *     const seasons: ConditionSource = {
 *       name: "seasons",
 *       find: () => ({ attributes: [{ name: "season", source: "spec", values: ["spring", "autumn"], steerable: true }], notes: [] }),
 *     };
 */
export interface ConditionSource {
  /** Name that tasks choose it by. */
  readonly name: string;
  /**
   * @throws errors of the provider and the budget, as they are; an answer that cannot be used
   *         becomes a note
   */
  find(query: ConditionQuery, context: AgentContext): FoundConditions | Promise<FoundConditions>;
}

/** What a strategy divides. */
export interface SpaceOptions {
  readonly target: number;
  /** Asks the task's sources for its dimensions. */
  readonly conditions: () => Promise<FoundConditions>;
}

/**
 * The condition space as a strategy divides it itself: cells with quotas that add up to the target,
 * and the tree that they hang on.
 */
export interface PlannedSpace {
  readonly cells: readonly CellSeed[];
  readonly attributes: readonly Attribute[];
  readonly exclude?: readonly Exclusion[];
  readonly tree: ConceptNode;
  readonly growth: readonly Growth[];
  readonly notes: readonly string[];
}

/**
 * Decides which conditions the next round is written for. Two members, and a third for one that
 * makes the condition space itself; deterministic given the input and `context.random`. The
 * coverage map that it returns may have more cells than it was given, with a row in `growth` for
 * each step: they belong to the plan from this round on.
 *
 *     const lastFirst: PlanStrategy = {
 *       name: "last-first",
 *       order: (input, context) => {
 *         const cell = input.coverage.cells.at(-1);
 *         return drawOrders(new Map(cell ? [[cell.id, input.size]] : []), input, context);
 *       },
 *     };
 */
export interface PlanStrategy {
  /** Name that tasks choose it by. */
  readonly name: string;
  /** Orders of one round. */
  order(input: OrderInput, context: AgentContext): OrderOutput | Promise<OrderOutput>;
  /**
   * Divides the target over a condition space of its own; by default that is labels and attributes
   * (see planCells).
   */
  plan?(options: SpaceOptions, context: AgentContext): Promise<PlannedSpace>;
}

/** A step of a decomposition as it is written down: what it asks, what it writes, what it needs. */
export interface StepOutline
  extends
    Pick<SubTask, "id" | "output">,
    Partial<Pick<SubTask, "demonstrations" | "sources" | "temperature" | "topP">> {
  readonly prompt?: string;
  readonly purpose?: string;
  /**
   * Fields that it reads; default: what is given, and what the steps write that it depends on (all
   * steps before it where it names none).
   */
  readonly inputs?: readonly string[];
  /** Default: the step before it. */
  readonly dependsOn?: readonly string[];
  /** Types of outputs that are no fields of the task. */
  readonly fields?: Readonly<
    Record<string, Pick<FieldSpec, "type" | "description"> & Partial<FieldSpec>>
  >;
  /** Generate strategy that does it; the task's own where absent. */
  readonly strategy?: string | undefined;
  readonly settings?: Readonly<Record<string, unknown>> | undefined;
}

/**
 * Which steps make one sample (sample-wise decomposition). Two members; what it returns is checked
 * as a plan before it is used.
 *
 *     const titleThenBody: Decomposition = {
 *       name: "title-then-body",
 *       steps: () => [
 *         { id: "title", prompt: "Write the title.", output: ["title"] },
 *         { id: "body", prompt: "Write the text that belongs to the title.", output: ["body"] },
 *       ],
 *     };
 */
export interface Decomposition {
  readonly name: string;
  /** @throws PLAN_INVALID where it does not fit the task */
  steps(
    task: Task,
    context: AgentContext,
  ): readonly StepOutline[] | Promise<readonly StepOutline[]>;
}

/**
 * What seeds are chosen for: the orders of one round that were drawn, and how many were drawn
 * before them in the run.
 */
export interface SeedQuery {
  readonly orders: readonly {
    readonly cell: string;
    readonly label: LabelValue;
    readonly inputId: string | null;
  }[];
  /** Seeds for each order. */
  readonly count: number;
  readonly round: number;
  /** Orders of earlier rounds. */
  readonly before: number;
  /** Ids that orders of earlier rounds were made from. */
  readonly used: ReadonlySet<string>;
}

/**
 * Which existing rows a sample is made from. Two members; deterministic given the query, the
 * context's memory and `context.random`.
 *
 *     const firstRow: SeedSelector = {
 *       name: "first-row",
 *       select: ({ orders }, { memory }) => orders.map(() => memory.demonstrations.slice(0, 1).map((row) => row.id)),
 *     };
 */
export interface SeedSelector {
  readonly name: string;
  /** @returns for each order the ids of its seeds; none where there is no fitting row */
  select(
    query: SeedQuery,
    context: AgentContext,
  ): readonly (readonly string[])[] | Promise<readonly (readonly string[])[]>;
}

/**
 * What sources are chosen for: the orders of one round that were drawn, and how many were drawn
 * before them in the run.
 */
export interface SourceQuery {
  /** Orders that passages are wanted for. */
  readonly orders: readonly {
    /** Id of the order's cell. */
    readonly cell: string;
    /** Label that is wanted. */
    readonly label: LabelValue;
    /** What the sample must fulfil. */
    readonly conditions: readonly Condition[];
    /** Id of the given row, or null. */
    readonly inputId: string | null;
    /** Passages that its conditions brought along: they speak of a drawn value. */
    readonly given: readonly string[];
  }[];
  /** Passages for each order. */
  readonly count: number;
  /** Round that the orders belong to. */
  readonly round: number;
  /** Orders of earlier rounds. */
  readonly before: number;
  /** Dimensions of the plan that say what a sample is about: not how long or in which words it is. */
  readonly dimensions?: readonly Dimension[];
  /** How often orders of earlier rounds got each passage, by id. */
  readonly used?: Readonly<Record<string, number>>;
}

/**
 * Which passages of the knowledge sources a sample keeps to. Two members; deterministic given the
 * query, the knowledge and the seed.
 *
 *     const longest: SourceSelector = {
 *       name: "longest",
 *       select: ({ orders, count }, { knowledge }) => {
 *         const ids = [...knowledge.passages].sort((a, b) => b.text.length - a.text.length).slice(0, count).map((passage) => passage.id);
 *         return orders.map(() => ids);
 *       },
 *     };
 */
export interface SourceSelector {
  /** Name that tasks choose it by. */
  readonly name: string;
  /**
   * @returns for each order the ids of its passages, in the order in which a prompt shows them;
   *         none where there is no fitting one
   */
  select(
    query: SourceQuery,
    context: AgentContext,
  ): readonly (readonly string[])[] | Promise<readonly (readonly string[])[]>;
}
