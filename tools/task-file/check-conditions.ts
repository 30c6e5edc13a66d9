import { chosenName } from "../../base/slots/slot-choice.js";
import { LABEL_DIMENSION, type AttributeSpec } from "../../schema/task-file/condition.js";
import type { TaskSpec } from "../../schema/task-file/task-spec.js";
import { ConditionSpace } from "../conditions/condition-space.js";
import { findCycleOfGivens } from "../conditions/find-cycle-of-givens.js";
import { didYouMean } from "../../base/text/nearest-name.js";
import type { SpecProblem } from "../../base/settings/zod-problems.js";

type Path = SpecProblem["path"];

/**
 * What is wrong with correlations (`given`) and exclusions: unknown names and values, circles, and
 * rules that leave nothing to draw.
 */
export function checkConditions(spec: TaskSpec): SpecProblem[] {
  const problems: SpecProblem[] = [];
  const report = (path: Path, message: string): void =>
    void problems.push({ code: "SPEC_INVALID", path, message });
  const names = new NamesOfConditions(spec);
  const attributes = spec.attributes ?? [];
  attributes.forEach((attribute, index) => {
    if (names.labels.length > 0 && attribute.name === LABEL_DIMENSION)
      report(
        ["attributes", index],
        'the name "label" stands for the label of a sample; choose another one',
      );
    checkGiven(attribute, ["attributes", index, "given"], names, report);
  });
  spec.plan.exclude.forEach((exclusion, index) => {
    const entries = Object.entries(exclusion);
    if (entries.length === 0)
      report(
        ["plan", "exclude", index],
        "names nothing that is excluded; write for example `{ tone: angry, channel: letter }`",
      );
    for (const [name, listed] of entries) {
      const path = ["plan", "exclude", index, name];
      if (names.check(name, path, report))
        [listed]
          .flat()
          .forEach((value, place) =>
            names.checkValue(name, value, Array.isArray(listed) ? [...path, place] : path, report),
          );
    }
  });
  const cycle = findCycleOfGivens(attributes);
  if (cycle)
    report(
      ["attributes", attributes.findIndex(({ name }) => name === cycle[0]), "given"],
      `the values of attributes depend on each other in a circle: ${cycle.join(" -> ")}`,
    );
  if (problems.length === 0) checkRoom(spec, report);
  return problems;
}

function checkGiven(
  attribute: AttributeSpec,
  above: Path,
  names: NamesOfConditions,
  report: (path: Path, message: string) => void,
): void {
  for (const [other, table] of Object.entries(attribute.given ?? {})) {
    if (other === attribute.name) {
      report([...above, other], "the values of an attribute cannot depend on its own");
      continue;
    }
    if (!names.check(other, [...above, other], report)) continue;
    for (const [value, weights] of Object.entries(table)) {
      const path = [...above, other, value];
      names.checkValue(other, value, path, report);
      for (const own of Object.keys(weights))
        names.checkValue(attribute.name, own, [...path, own], report);
      if (Object.values(weights).every((weight) => weight === 0))
        report(
          path,
          "every value has weight 0 there, so none can be drawn; use plan.exclude for " +
            "combinations that must not occur",
        );
    }
  }
}

/**
 * Rules that leave a label without any combination can only be a mistake: nothing could be written
 * for it.
 */
function checkRoom(spec: TaskSpec, report: (path: Path, message: string) => void): void {
  const dimensions = spec.attributes ?? [];
  if (spec.plan.exclude.length === 0 && dimensions.every(({ given }) => given === undefined))
    return;
  const labels = (spec.labels ?? []).map(({ name }) => name);
  const space = new ConditionSpace({
    dimensions,
    exclude: spec.plan.exclude,
    labelled: labels.length > 0,
  });
  const path = spec.plan.exclude.length > 0 ? ["plan", "exclude"] : ["attributes"];
  const without = (labels.length > 0 ? labels : [null]).filter(
    (label) => !space.under(label).isPossible(),
  );
  if (without.length === Math.max(1, labels.length))
    report(
      path,
      "the conditions contradict each other: no allowed combination of values was found",
    );
  else if (!spec.multiLabel)
    for (const label of without)
      report(
        path,
        `the conditions contradict each other for the label ${JSON.stringify(label)}: no ` +
          "allowed combination of values was found",
      );
}

/** The names that conditions can refer to, as far as they are known before anything ran. */
class NamesOfConditions {
  readonly labels: readonly string[];
  readonly #attributes: readonly AttributeSpec[];
  /** Dimensions that the planner adds by itself. */
  readonly #found: readonly string[];
  /**
   * False where a source finds dimensions that only show when it ran; the plan notes references
   * that then lead nowhere.
   */
  readonly #complete: boolean;

  constructor({ labels, attributes, plan }: TaskSpec) {
    this.labels = (labels ?? []).map(({ name }) => name);
    this.#attributes = attributes ?? [];
    this.#found =
      plan.conditions !== undefined
        ? []
        : this.#attributes.length > 0
          ? ["length"]
          : ["topic", "length"];
    this.#complete = (plan.conditions ?? []).every((source) => chosenName(source) === "spec");
  }

  check(name: string, path: Path, report: (path: Path, message: string) => void): boolean {
    const known = [
      ...this.#attributes.map((attribute) => attribute.name),
      ...this.#found,
      ...(this.labels.length > 0 ? [LABEL_DIMENSION] : []),
    ];
    if (known.includes(name) || !this.#complete) return true;
    report(
      path,
      "no attribute of that " +
        `name${didYouMean(name, known)}${known.length > 0 ? ` (there are ${known.join(", ")})` : ""}`,
    );
    return false;
  }

  checkValue(
    name: string,
    value: string,
    path: Path,
    report: (path: Path, message: string) => void,
  ): void {
    if (name === LABEL_DIMENSION && this.labels.length > 0) {
      if (!this.labels.includes(value))
        report(
          path,
          `${JSON.stringify(value)} is not a label of the task${didYouMean(value, this.labels)}`,
        );
      return;
    }
    const attribute = this.#attributes.find((candidate) => candidate.name === name);
    const values = [
      ...(attribute?.values ?? []),
      ...Object.values(attribute?.perLabel ?? {}).flat(),
    ];
    if (values.length > 0 && !values.includes(value))
      report(
        path,
        `${JSON.stringify(name)} has no value ${JSON.stringify(value)}${didYouMean(value, values)}`,
      );
  }
}
