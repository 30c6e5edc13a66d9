import type { Order } from "../../schema/plan.js";
import { textOf } from "../../schema/task.js";
import { isDatawrightError } from "../../base/errors.js";
import { Random } from "../../base/statistics/random.js";
import { DEFINED_LABELS } from "../../tools/learning/confusable-labels.js";
import type { Agent, AgentContext } from "../contract.js";
import { defineAgent } from "../define-agent.js";
import type { Demonstration, DemoSelector } from "./contract.js";
import { demonstrationCount, withinTokenBudget } from "./demonstrations/demonstration-budget.js";
import type { StrategyOf } from "./strategies/sub-task-strategies.js";
import { giveUp } from "./request/give-up.js";
import { generateWork } from "./request/generate-work.js";

export interface GeneratorOptions {
  /** Finds how a sub-task is done. */
  readonly strategyOf: StrategyOf;
  readonly selector: DemoSelector;
  /** How many rows a prompt shows. Default: as many as the selector's method, no accepted ones. */
  readonly demonstrations?: {
    readonly count?: number;
    /** In place of it for a model that writes from rows. */
    readonly embeddedCount?: number;
    /** Whether rows of other labels stand among them. Default: true. */
    readonly contrast?: boolean;
    /** Most tokens of all of them. Default: a quarter of the model's context. */
    readonly maxTokens?: number;
    /** Share that may be accepted samples. Default: 0. */
    readonly machine?: number;
  };
}

/**
 * The built-in generator: chooses demonstrations and has one sub-task of one sample done by its
 * strategy.
 *
 * @throws DRAFT_FAILED where the strategy gives the sample up; MODEL_OUTPUT, MODEL_EMPTY,
 *         MODEL_REFUSED or MODEL_TRUNCATED where the answer cannot be used; other errors of the
 *         provider and the budget, as they are
 */
export function createGenerator({
  strategyOf,
  selector,
  demonstrations: { maxTokens, machine = 0, contrast = true, ...counts } = {},
}: GeneratorOptions): Agent {
  return defineAgent({
    name: "generator",
    role: "generator",
    async run(input, context) {
      const { task, model } = context;
      const { order, subTask, revision, seeds } = input;
      const count = demonstrationCount(counts, selector, model.info);
      const givenText =
        task.kind.givenFields.length > 0 ? textOf(input.values, task.kind.givenFields) : "";
      const select = async (
        forOrder: Order,
        within: AgentContext,
      ): Promise<readonly Demonstration[]> => {
        // What the sample is made from is no example for it: it would tell the answer. The same
        // row may stand in the inputs and in the support, under two ids.
        const isMaterial = (row: Demonstration): boolean =>
          seeds.some(({ id, text }) => id === row.id || (text !== "" && text === row.text)) ||
          (givenText !== "" && textOf(row.fields, task.kind.givenFields) === givenText);
        const chosen =
          count === 0
            ? []
            : (
                await selector.select(
                  {
                    order: forOrder,
                    count: count + seeds.length + (givenText === "" ? 0 : 1),
                    machine,
                    contrast,
                    revision,
                    given: givenText,
                  },
                  within,
                )
              )
                .filter((row) => !isMaterial(row))
                .slice(-count);
        const { shown, left, tokens } = await withinTokenBudget(chosen, model.info, maxTokens);
        context.span.set({
          "datawright.demonstrations": shown.map((row) => row.id),
          "datawright.sources": input.sources.map((passage) => passage.id),
          "datawright.demonstrations.tokens": tokens,
          "datawright.demonstrations.without_room": left > 0 ? left : undefined,
        });
        return shown;
      };
      const demonstrations = await select(order, context);
      const demonstrationsOf = (sharedBy: string): Promise<readonly Demonstration[]> =>
        select(
          { ...order, id: sharedBy, ordinal: 0 },
          withRandom(context, new Random(task.spec.seed).derive(sharedBy, "demonstrations")),
        );
      const strategy = await strategyOf(subTask);
      const work = generateWork(
        input,
        {
          demonstrations,
          demonstrationsOf,
          demonstrationsFor: (label) => select({ ...order, label }, context),
        },
        context,
      );
      const told = {
        ...input,
        confusions:
          task.labels.length > DEFINED_LABELS + 1 ? await context.memory.confusions() : undefined,
      };
      const written = await strategy.write(told, work, context).catch((error: unknown) => {
        // The embedded model writes from texts alone: without a passage it has none for this order.
        if (order.unsourced === undefined || !isDatawrightError(error)) throw error;
        if (error.code !== "NO_TEXT_TO_FIT") throw error;
        throw giveUp("draft-failed", order.unsourced, { final: true });
      });
      const parents = [
        ...(order.inputId === null ? [] : [order.inputId]),
        ...seeds.map((row) => row.id),
        ...(written.parents ?? []),
      ];
      return { ...written, parents: [...new Set(parents)] };
    },
  });
}

/**
 * The context with another random stream; the rest, such as a signal that is made when it is asked
 * for, stays the context's own.
 */
function withRandom(context: AgentContext, random: Random): AgentContext {
  return Object.create(context, { random: { value: random, enumerable: true } }) as AgentContext;
}
