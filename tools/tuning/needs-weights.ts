import { DatawrightError } from "../../base/errors.js";
import type { Tuner } from "./contract.js";

function needsWeights(name: string, what: string, instead: string): Tuner {
  const refuse = (): Promise<never> =>
    Promise.reject(
      new DatawrightError({
        code: "NEEDS_WEIGHTS",
        message: `${name}: ${what} changes the weights of a model, or reads its gradients; a hosted model gives neither`,
        hint: instead,
        details: { tuner: name },
      }),
    );
  return { name, asks: false, estimate: refuse, tune: refuse };
}

/** Prefix tuning (Li and Liang 2021), as FewGen (Meng et al. 2023) uses it. */
export const prefixTuner = needsWeights(
  "prefix",
  "prefix tuning",
  "Take --tuner openai (fine-tuning at the provider), --tuner prompt (the instruction in place of the " +
    "prefix) or --tuner embedded; or train outside: datawright export RUN --format openai writes the rows, " +
    "and the tuned model is used as openai:NAME with --base-url.",
);

/** Fine-tuning with differential privacy (DP-SGD, Abadi et al. 2016; Kurakin et al. 2023). */
export const privateTuner = needsWeights(
  "dp-sgd",
  "training with differential privacy",
  "Train outside (datawright export RUN --format openai writes the rows) and use the model as openai:NAME " +
    "with --base-url. Without such training: the filter privacy takes out personal data and canaries " +
    "(datawright curate --filters privacy), which promises no epsilon.",
);
