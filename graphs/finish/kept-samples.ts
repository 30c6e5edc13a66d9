import type { CoverageMap } from "../../schema/coverage.js";
import { labelKey, type LabelValue } from "../../schema/label.js";
import type { TaskSpec } from "../../schema/task-file/task-spec.js";

/** How far a label may go beyond its share of the target before what it has more is cut. */
const SLACK = 1.05;

/**
 * What a curation keeps of a surplus, in all and of each label: quotas say a label's share of the
 * target. A run as published has no shares.
 */
export class KeptSamples {
  readonly #target: number;
  readonly #most: ReadonlyMap<string, number>;
  readonly #ofLabel = new Map<string, number>();
  count = 0;

  constructor({ target, asPublished }: TaskSpec, { cells }: CoverageMap) {
    this.#target = target;
    const quotas = new Map<string, number>();
    for (const { label, quota } of asPublished ? [] : cells)
      quotas.set(labelKey(label), (quotas.get(labelKey(label)) ?? 0) + quota);
    const all = [...quotas.values()].reduce((sum, quota) => sum + quota, 0);
    this.#most = new Map(
      [...quotas].map(([label, quota]) => [label, Math.ceil((SLACK * target * quota) / all)]),
    );
  }

  /** True where one more of the label is within the target and the label's share. */
  hasRoom(label: LabelValue): boolean {
    const key = labelKey(label);
    return (
      this.count < this.#target && (this.#ofLabel.get(key) ?? 0) < (this.#most.get(key) ?? Infinity)
    );
  }

  add(label: LabelValue): void {
    this.count += 1;
    this.#ofLabel.set(labelKey(label), (this.#ofLabel.get(labelKey(label)) ?? 0) + 1);
  }
}
