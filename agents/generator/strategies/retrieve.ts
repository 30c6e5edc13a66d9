import { chosenName } from "../../../base/slots/slot-choice.js";
import { DatawrightError } from "../../../base/errors.js";
import type { GenerateStrategy } from "../contract.js";
import { giveUp } from "../request/give-up.js";
import { pick } from "./question-and-answer.js";

/**
 * Takes the sample as its seed has it, without asking a model: a text that was retrieved for the
 * label (ReGen, Yu et al. 2023). The seeds come from `plan.seeds: { strategy: retrieved }`; the
 * criterion consistent checks the label.
 *
 * @throws SPEC_INVALID where no seeds are chosen
 */
export const retrieveStrategy: GenerateStrategy = {
  name: "retrieve",
  async write({ seeds, subTask }, _work, { task }) {
    if (chosenName(task.spec.plan.seeds) === "none")
      throw new DatawrightError({
        code: "SPEC_INVALID",
        message:
          "generate.strategy: retrieve takes samples as their seeds have them, and " +
          "plan.seeds chooses none",
        hint: "Set plan.seeds: retrieved.",
        details: { path: "plan.seeds" },
      });
    const [seed] = seeds;
    if (!seed)
      throw giveUp("draft-failed", "no text of the corpus is left for it", { final: true });
    const fields = pick(seed.fields, subTask.output);
    const missing = subTask.output.find(
      (name) => fields[name] === undefined && !task.fields[name]?.optional,
    );
    if (missing !== undefined)
      throw giveUp("format", `the text ${seed.id} has no "${missing}"`, { final: true });
    return { fields };
  },
};
