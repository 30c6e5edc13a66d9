import { DatawrightError } from "../../../base/errors.js";
import {
  pairedReference,
  pairedSample,
  pairSamples,
  type PairedSide,
} from "../../../graphs/comparison/pair-samples.js";
import { resolveTask } from "../../../schema/task.js";
import type { AnswerPair } from "../../../tools/judging/judge-pairs.js";
import type { RunReader, RunReaders } from "../run-readers.js";

/** Accepted samples of a run that pairs are drawn from. */
const MOST_READ = 20_000;

/**
 * Pairs of two runs, or of a run and the rows that it was given; titled by their task, which does not
 * tell what is compared.
 *
 * @throws RUN_NOT_FOUND, USAGE
 */
export async function pairsOfRuns(
  {
    first,
    second,
    most,
  }: {
    readonly first?: string | undefined;
    readonly second?: string | undefined;
    readonly most: number;
  },
  readers: Pick<RunReaders, "open">,
): Promise<{ readonly title: string; readonly pairs: readonly AnswerPair[] }> {
  if (first === undefined || first === second)
    throw new DatawrightError({
      code: "USAGE",
      message: "pairs are drawn from two different runs, or from a run and its given rows",
      hint: "Name `first`, and `second` where it is not the given rows.",
    });
  const reader = await readers.open(first);
  const task = resolveTask(reader.config.spec, await reader.store.rows("support"));
  const sides = [
    second === undefined
      ? { name: "given rows", rows: task.support.map(pairedReference) }
      : await sideOf(second, await readers.open(second)),
    await sideOf(first, reader),
  ] as const;
  // The second of a pair is the candidate whose wins are counted.
  const ordered = second === undefined ? sides : ([sides[1], sides[0]] as const);
  const { name: title, seed } = task.spec;
  return { title, pairs: pairSamples(ordered, { task, most, seed }) };
}

async function sideOf(name: string, { samples }: RunReader): Promise<PairedSide> {
  const rows: PairedSide["rows"][number][] = [];
  for await (const sample of samples.stream({
    status: "accepted",
    order: "accepted",
    limit: MOST_READ,
  }))
    rows.push(pairedSample(sample));
  return { name, rows };
}
