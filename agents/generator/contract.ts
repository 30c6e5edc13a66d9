import type { z } from "zod";
import type { Condition } from "../../schema/task-file/condition.js";
import type { LabelValue } from "../../schema/label.js";
import type { Order } from "../../schema/plan.js";
import type { Prompt } from "../../schema/prompt.js";
import type { Row } from "../../schema/sample.js";
import type { AgentContext } from "../contract.js";
import type { ChatParameters, ObjectAnswer } from "../../tools/models/contract.js";
import type { LabelConfusions } from "../../tools/learning/label-confusions.js";
import type { RoleInput, RoleReturn } from "../roles.js";

/**
 * One sub-task of one order: what to write, what is there already, and why the previous version was
 * refused.
 */
export type GenerateInput = RoleInput<"generator", "generate"> & {
  /** With many labels those that the run's small model confuses, for the contrast of a prompt. */
  readonly confusions?: LabelConfusions | undefined;
};

/**
 * A row that a prompt shows: a real one, or an accepted sample with the conditions that it was
 * written for.
 */
export interface Demonstration extends Row {
  readonly conditions?: readonly Condition[] | undefined;
}

/** What the model is asked. */
export interface GenerateRequest<S extends z.ZodObject = z.ZodObject> {
  readonly prompt: Prompt;
  /** What the answer must parse as; the same object for every order of a sub-task. */
  readonly schema: S;
  /** Go before the task's own temperature and top-p. */
  readonly parameters?: ChatParameters;
  /**
   * Name of this question where a strategy asks several for one sub-task, unique among them: it is
   * a span of its own, part of the cache key, and tried again alone where it fails.
   */
  readonly part?: string;
  /** Where several models share the role, which of the order's sequence answers. Default: 0. */
  readonly turn?: number;
  /**
   * Who answers: the partner plays the other side of a dialogue, the judge is the critic's model.
   * Default: the generator's model.
   */
  readonly of?: "generator" | "partner" | "judge";
  /**
   * Which sample it is about, where one answer serves several: requests with the same name and part
   * share it. Default: the order's id.
   */
  readonly sharedBy?: string;
}

/** What a strategy works with beside its input. */
export interface GenerateWork {
  /** The demonstrations that were selected for the order, within the token budget. */
  readonly demonstrations: readonly Demonstration[];
  /**
   * The demonstrations for an answer that several orders share: chosen by its name in place of the
   * order's, so that they are the same whichever order asks. Label and conditions are the order's:
   * they must be those of all who share.
   */
  demonstrationsOf(sharedBy: string): Promise<readonly Demonstration[]>;
  /** The demonstrations for a sample of another label than the order's. */
  demonstrationsFor(label: LabelValue): Promise<readonly Demonstration[]>;
  /**
   * @throws MODEL_OUTPUT, MODEL_EMPTY, MODEL_REFUSED or MODEL_TRUNCATED where the answer cannot be
   *         used, also after `generate.stepRetries` more tries of a part
   */
  ask<S extends z.ZodObject>(request: GenerateRequest<S>): Promise<ObjectAnswer<z.output<S>>>;
}

/** What a strategy wrote: the sub-task's fields, and where the model decided it the label. */
export type Written = RoleReturn<"generator", "generate">;

/**
 * How one step of a sample is done. Two members; deterministic given its arguments and
 * `context.random`. It asks the model as often as the method wants, and throws DRAFT_FAILED with
 * the reason code where the sample must be given up.
 *
 *     const terse: GenerateStrategy = {
 *       name: "terse",
 *       async write(input, { demonstrations, ask }, context) {
 *         const answer = await ask({
 *           prompt: { sections: [{ kind: "task", text: context.task.spec.description },
 *             { kind: "demonstrations", text: "", items: demonstrations.map((row) => row.fields) }] },
 *           schema: recordSchema(context.task, input.subTask.output),
 *         });
 *         return { fields: answer.value };
 *       },
 *     };
 */
export interface GenerateStrategy {
  /** Name that tasks choose it by. */
  readonly name: string;
  /** Writes the fields of one step. */
  write(input: GenerateInput, work: GenerateWork, context: AgentContext): Promise<Written>;
}

/** What demonstrations are chosen for. */
export interface DemonstrationQuery {
  readonly order: Order;
  /** Most rows that are wanted. */
  readonly count: number;
  /** Share of the rows that may be accepted samples of sealed rounds, 0 to 1. */
  readonly machine: number;
  /** False where only rows of the order's label are wanted. Default: true. */
  readonly contrast?: boolean;
  readonly revision: number;
  /** The given row, for kinds that label or rewrite one; empty otherwise. */
  readonly given: string;
}

/**
 * Chooses the rows that a prompt shows, in the order in which it shows them. Two members, and a
 * third for a method that has a count of its own; deterministic given `context.random`. One with
 * settings is made by `configurable`.
 */
export interface DemoSelector {
  /** Name that tasks choose it by. */
  readonly name: string;
  /** Rows of a prompt where the task names no count. Default: 8. */
  readonly usual?: number;
  /** Rows for the prompt of one order, best first. */
  select(query: DemonstrationQuery, context: AgentContext): Promise<readonly Demonstration[]>;
}
