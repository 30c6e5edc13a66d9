import { mean } from "../../base/statistics/mean.js";
import { checkAligned, type Rated } from "./rated.js";

/** How one name fares against people's. */
export interface NameFigures {
  /** Of what was given this name, the share that people gave it too; 0 where nothing was. */
  readonly precision: number;
  /** Of what people gave this name, the share that was given it. */
  readonly recall: number;
  /** Harmonic mean of the two. */
  readonly f1: number;
  /** Items that people gave this name. */
  readonly items: number;
}

/** How far given names agree with people's. */
export interface ClassificationAgreement {
  /** Share of equal names, 0 to 1. */
  readonly accuracy: number;
  /** Mean of the precision over the names that people use. */
  readonly macroPrecision: number;
  /** Mean of the recall over them. */
  readonly macroRecall: number;
  /** Mean of F1 over them. */
  readonly macroF1: number;
  /** Figures of each name that people use. */
  readonly byName: Readonly<Record<string, NameFigures>>;
  /** Items whose given name people never use (an answer that could not be read): counted wrong. */
  readonly outside: number;
}

/**
 * Accuracy, macro precision, recall and F1 of given names against people's; a given name that people
 * never use is wrong and has no class of its own.
 *
 * @throws SHAPE if the lists differ in length or hold nothing
 */
export function classificationAgreement(
  given: readonly Rated[],
  people: readonly Rated[],
): ClassificationAgreement {
  checkAligned(given, people, { what: "classificationAgreement" });
  const names = [...new Set(people)].sort();
  const byName = new Map<string, NameFigures>();
  let right = 0;
  for (const name of names) {
    let [both, said, meant] = [0, 0, 0];
    for (const [at, value] of given.entries()) {
      if (value === name) said++;
      if (people[at] === name) meant++;
      if (value === name && people[at] === name) both++;
    }
    right += both;
    const precision = said === 0 ? 0 : both / said;
    const recall = both / meant;
    const f1 = both === 0 ? 0 : (2 * precision * recall) / (precision + recall);
    byName.set(String(name), { precision, recall, f1, items: meant });
  }
  const figures = [...byName.values()];
  return {
    accuracy: right / people.length,
    macroPrecision: mean(figures.map(({ precision }) => precision)),
    macroRecall: mean(figures.map(({ recall }) => recall)),
    macroF1: mean(figures.map(({ f1 }) => f1)),
    byName: Object.fromEntries(byName),
    outside: given.filter((name) => !names.includes(name)).length,
  };
}
