import { wilsonInterval } from "../../../base/statistics/intervals.js";
import type { CodebookSettings } from "./codebook-settings.js";
import { cohenKappa } from "../../agreement/cohen-kappa.js";
import type { LabelValidation, Rate } from "./contract.js";

/**
 * How well a language model applies one label: it goes, it stops, or it is for review, with the
 * reasons.
 *
 * @param people the label of each row of the sample
 * @param model  the model's first label of each row, and all its runs
 */
export function judgeLabel(
  label: string,
  people: readonly string[],
  {
    model,
    runs,
  }: {
    readonly model: readonly (string | null)[];
    readonly runs: readonly (readonly (string | null)[])[];
  },
  settings: CodebookSettings,
): LabelValidation {
  const byPeople = people.map((one) => one === label);
  const byModel = model.map((one) => one === label);
  const both = byPeople.filter((yes, index) => yes && byModel[index]).length;
  const support = byPeople.filter(Boolean).length;
  const named = byModel.filter(Boolean).length;
  const precision = rate(both, named);
  const recall = rate(both, support);
  const repeated = runs.filter((run) => run.length > 1 && run[0] === label);
  const consistency =
    repeated.length === 0
      ? null
      : repeated.reduce(
          (sum, run) => sum + run.slice(1).filter((one) => one === label).length / (run.length - 1),
          0,
        ) / repeated.length;
  const reasons: string[] = [];
  const weak = [
    ["precision", precision],
    ["recall", recall],
  ] as const;
  const stops = weak.filter(([, { upper, trials }]) => trials > 0 && upper < settings.stop);
  for (const [name, { upper }] of stops)
    reasons.push(`${name} is below ${settings.stop} (at most ${upper.toFixed(2)})`);
  if (stops.length === 0) {
    if (support < settings.leastSupport)
      reasons.push(`people gave it to ${support} rows, fewer than ${settings.leastSupport}`);
    if (named < settings.leastSupport)
      reasons.push(
        `the language model gave it to ${named} rows, fewer than ${settings.leastSupport}`,
      );
    for (const [name, { value }] of weak)
      if (value !== null && value < settings.go)
        reasons.push(`${name} ${value.toFixed(2)} is below ${settings.go}`);
    if (consistency !== null && consistency < settings.consistency)
      reasons.push(
        `repeated runs agree in ${consistency.toFixed(2)}, below ${settings.consistency}`,
      );
  }
  return {
    label,
    support,
    precision,
    recall,
    f1: support + named === 0 ? null : (2 * both) / (support + named),
    agreement: rate(byPeople.filter((yes, index) => yes === byModel[index]).length, people.length),
    kappa: cohenKappa(byPeople.map(String), byModel.map(String)),
    consistency,
    verdict: stops.length > 0 ? "stop" : reasons.length > 0 ? "review" : "go",
    reasons,
  };
}

/** A share with its 95 % interval (Wilson). */
export function rate(successes: number, trials: number): Rate {
  return {
    ...wilsonInterval(successes, trials),
    value: trials === 0 ? null : successes / trials,
    successes,
    trials,
  };
}
