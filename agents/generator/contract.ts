import type { z } from "zod";
import type { Condition } from "../../schema/condition.js";
import type { Order } from "../../schema/plan.js";
import type { Prompt } from "../../schema/prompt.js";
import type { Row } from "../../schema/sample.js";
import type { AgentContext } from "../contract.js";
import type { RoleInput } from "../roles.js";

/** One sub-task of one order: what to write, what is there already, and why the previous version was refused. */
export type GenerateInput = RoleInput<"generator", "generate">;

/** A row that a prompt shows: a real one, or an accepted sample with the conditions that it was written for. */
export interface Demonstration extends Row {
  readonly conditions?: readonly Condition[];
}

/** What the model is asked. */
export interface GenerateRequest {
  readonly prompt: Prompt;
  /** What the answer must parse as; the same object for every order of a sub-task. */
  readonly schema: z.ZodObject;
}

/**
 * How a sample is asked for. Two members; a pure function of its arguments.
 *
 *     const terse: GenerateStrategy = {
 *       name: "terse",
 *       request: (input, demonstrations, context) => ({
 *         prompt: { sections: [{ kind: "task", text: context.task.spec.description },
 *           { kind: "demonstrations", text: "", items: demonstrations.map((row) => row.fields) }] },
 *         schema: recordSchema(context.task, input.subTask.output),
 *       }),
 *     };
 */
export interface GenerateStrategy {
  readonly name: string;
  request(input: GenerateInput, demonstrations: readonly Demonstration[], context: AgentContext): GenerateRequest;
}

/** What demonstrations are chosen for. */
export interface DemonstrationQuery {
  readonly order: Order;
  /** Most rows that are wanted. */
  readonly count: number;
  readonly revision: number;
  /** The given row, for kinds that label or rewrite one; empty otherwise. */
  readonly given: string;
}

/** Chooses the rows that a prompt shows, in the order in which it shows them. Two members; deterministic given `context.random`. */
export interface DemoSelector {
  readonly name: string;
  select(query: DemonstrationQuery, context: AgentContext): Promise<readonly Demonstration[]>;
}
