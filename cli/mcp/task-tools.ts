import { z } from "zod";
import { estimateRead, type RunEstimate } from "../../graphs/commands/estimate-run.js";
import { validateTask } from "../commands/validate.js";
import { confirmPlanning } from "../confirm-spending.js";
import { flagsOf, readToolTask, requireConfirmed, taskInput } from "./task-input.js";
import { defineTool, type Tool } from "./tool.js";

const validate = defineTool({
  name: "validate",
  title: "Check a task file",
  description:
    "Checks a datawright task file, its data, agents and models without asking any model. " +
    "Problems come with file, line and field.",
  input: taskInput,
  reads: true,
  call: async (input, context) =>
    (await validateTask(input.task, { ...flagsOf(input, context), online: false })).found,
});

const estimate = defineTool({
  name: "estimate",
  title: "Estimate a run",
  description:
    "Calls, tokens, money and seconds that a run of the task would take. Asks no model and costs " +
    "nothing.",
  input: taskInput,
  reads: true,
  async call(input, context) {
    const { read, options } = await readToolTask(input, context);
    return figuresOf(await estimateRead(read, { ...options, askPlanner: false }));
  },
});

const plan = defineTool({
  name: "plan",
  title: "Plan a run",
  description:
    "The plan of a run (sub-tasks, concept tree, attributes, cells) and what it would take. Asks " +
    "the planner's model; where that is many questions of a model that may cost money, the first " +
    "call is refused with the estimate and a word to confirm it by.",
  input: {
    ...taskInput,
    confirm: z.string().optional().describe("The word that the refused call gave."),
  },
  reads: true,
  async call(input, context) {
    const task = await readToolTask(input, context);
    await requireConfirmed(task, { confirm: input.confirm, purpose: "plan" }, confirmPlanning);
    const made = await estimateRead(task.read, task.options);
    return { plan: made.plan, ...figuresOf(made) };
  },
});

function figuresOf({ plan: _plan, coverage: _coverage, ...figures }: RunEstimate) {
  return figures;
}

/** Tools on a task file. */
export const taskTools: readonly Tool[] = [validate, estimate, plan];
