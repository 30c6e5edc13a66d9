import { chosenName, chosenSettings } from "../../../base/slots/slot-choice.js";
import type { Slot } from "../../../base/slots/slot.js";
import type { SubTask } from "../../../schema/plan.js";
import type { TaskSpec } from "../../../schema/task-file/task-spec.js";
import type { GenerateStrategy } from "../contract.js";

/** Finds how a sub-task is done; made once for each name with its settings. */
export type StrategyOf = (
  subTask: Pick<SubTask, "strategy" | "settings">,
) => Promise<GenerateStrategy>;

/**
 * How the sub-tasks of a run are done: by the strategy that a sub-task names, else by
 * `generate.strategy`. Settings of the sub-task go first, then those beside the name in
 * `generate.strategy`, then those of the entry of `generate.strategies`, then the defaults.
 *
 * @throws SPEC_INVALID for what the task names and there is not, and for a wrong setting
 */
export async function subTaskStrategies(
  { generate, steps }: TaskSpec,
  slot: Slot<GenerateStrategy>,
): Promise<StrategyOf> {
  await slot.choose(generate.strategy, ["generate", "strategy"]);
  for (const [index, choice] of generate.strategies.entries())
    await slot.choose(choice, ["generate", "strategies", index]);
  for (const [index, { strategy }] of steps.entries())
    if (strategy !== undefined) await slot.choose(strategy, ["steps", index, "strategy"]);
  const made = new Map<string, Promise<GenerateStrategy>>();
  return ({ strategy: name = chosenName(generate.strategy), settings }) => {
    const choice = {
      ...settingsOf(name, generate.strategies),
      ...settingsOf(name, [generate.strategy]),
      ...settings,
      name,
    };
    const key = JSON.stringify(choice);
    let found = made.get(key);
    if (!found) {
      found = slot.choose(choice, []).then(({ value }) => value);
      made.set(key, found);
    }
    return found;
  };
}

function settingsOf(
  name: string,
  choices: TaskSpec["generate"]["strategies"],
): Readonly<Record<string, unknown>> {
  const choice = choices.find((one) => chosenName(one) === name);
  return choice === undefined ? {} : chosenSettings(choice);
}
