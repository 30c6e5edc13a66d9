import type { Notation } from "../../base/text/notation.js";
import { findLeakage } from "../../tools/dedup/find-leakage.js";
import { DiversityAccumulator } from "../../tools/metrics/lexical/diversity-accumulator.js";
import { CopyIndex } from "../../tools/text/copies.js";

export interface MeasureTask {
  readonly accepted: readonly string[];
  readonly support: readonly string[];
  readonly heldOut: readonly string[];
  readonly copyWords: number;
  readonly rougeL: number;
  readonly nearDuplicate: number;
  readonly notation: Notation;
}

export interface Measured {
  readonly vocabulary: number;
  readonly distinct1: number | null;
  readonly distinct2: number | null;
  readonly copies: { readonly verbatim: number; readonly near: number };
  /**
   * Accepted texts by how they give away a held-out row, and how many held-out rows are given away;
   * null without held-out rows.
   */
  readonly leakage: {
    readonly equal: number;
    readonly containing: number;
    readonly near: number;
    readonly heldOutRows: number;
  } | null;
}

/** What is counted text by text, of texts that come some at a time. */
export interface CountedTexts extends Pick<Measured, "copies"> {
  /** As in `Measured`, with the held-out rows by position. */
  readonly leakage:
    | (Omit<NonNullable<Measured["leakage"]>, "heldOutRows"> & {
        readonly heldOut: readonly number[];
      })
    | null;
}

/**
 * Everything about the accepted texts that needs no model: lexical diversity, copies of support
 * rows, leakage of held-out rows.
 */
export function measure(task: MeasureTask): Measured {
  const diversity = new DiversityAccumulator();
  for (const text of task.accepted) diversity.add(text);
  const { vocabulary, distinct1, distinct2 } = diversity.result();
  const { copies, leakage } = count(task);
  if (leakage === null) return { vocabulary, distinct1, distinct2, copies, leakage };
  const { heldOut, ...counts } = leakage;
  return {
    vocabulary,
    distinct1,
    distinct2,
    copies,
    leakage: { ...counts, heldOutRows: heldOut.length },
  };
}

/** Copies of support rows and leakage of held-out rows. */
export function count(task: MeasureTask): CountedTexts {
  const index = new CopyIndex(task.support, {
    span: task.copyWords,
    maxRougeL: task.rougeL,
    notation: task.notation,
  });
  let verbatim = 0;
  let near = 0;
  for (const text of task.accepted) {
    if (index.verbatim(text)) verbatim += 1;
    else if (index.near(text)) near += 1;
  }
  return { copies: { verbatim, near }, leakage: leakageOf(task) };
}

function leakageOf(task: MeasureTask): CountedTexts["leakage"] {
  if (task.heldOut.length === 0) return null;
  const found = findLeakage(task.accepted, task.heldOut, {
    threshold: task.nearDuplicate,
    notation: task.notation,
  });
  const samples = (pairs: readonly { readonly generated: number }[]): number =>
    new Set(pairs.map((pair) => pair.generated)).size;
  const heldOut = new Set(
    [...found.exact, ...found.containment, ...found.near].map(({ test }) => test),
  );
  return {
    equal: samples(found.exact),
    containing: samples(found.containment),
    near: samples(found.near),
    heldOut: [...heldOut],
  };
}
