import { setImmediate as nextTurn } from "node:timers/promises";
import type { CurationDecision } from "../../agents/roles.js";
import type { SampleUpdate } from "../../memory/contract.js";
import { entry } from "../../memory/entry-key.js";
import type { DatabaseRunStore } from "../../memory/run-store.js";
import type { CoverageMap } from "../../schema/coverage.js";
import { RealisedCells } from "../runtime/realised-cell.js";
import { runEntries } from "../runtime/run-entries.js";
import type { RunRuntime } from "../runtime/runtime.js";
import { curatedPages, curatedSample, type CuratedSample } from "./curated-samples.js";
import type { CuratorDecisions } from "./curator-decisions.js";
import { inSurplusSpan } from "./surplus-span.js";

/** Changed samples that are held in memory, and written in one transaction. */
const MOST_TOGETHER = 2000;
/** Where the changes of a decided pass are until they are written. */
const SET = "curation";

/** How many changed samples are written in one transaction; more are stored as decisions before. */
export function mostTogether({ task }: RunRuntime): number {
  return Math.min(MOST_TOGETHER, task.spec.curate.rowsAtOnce);
}

/** Writes the opinions of each page as it comes, and gives the changes in it. */
async function* changedPages(
  runtime: RunRuntime,
  decisions: CuratorDecisions,
  coverage: CoverageMap,
): AsyncGenerator<readonly CuratedSample[]> {
  for await (const page of curatedPages(runtime, decisions, { coverage })) {
    const opinions = page.filter(({ isOpinion }) => isOpinion);
    await runtime.samples.applyUpdates(opinions.map(({ after }) => ({ sample: after })));
    await nextTurn();
    if (opinions.length < page.length) yield page.filter(({ isOpinion }) => !isOpinion);
  }
}

/** Writes the opinions of a pass, and gives its changes, of which there are few. */
export async function writeOpinions(
  runtime: RunRuntime,
  decisions: CuratorDecisions,
  coverage: CoverageMap,
): Promise<readonly SampleUpdate[]> {
  const updates: SampleUpdate[] = [];
  for await (const page of changedPages(runtime, decisions, coverage))
    for (const { after } of page) updates.push({ sample: after });
  return updates;
}

/** Writes the opinions of a pass, and stores what is to be changed beside them: a page is a slice. */
export async function storeChanges(
  runtime: RunRuntime,
  decisions: CuratorDecisions,
  coverage: CoverageMap,
): Promise<void> {
  await runtime.store.saveRecords(
    [SET],
    changedPages(runtime, decisions, coverage),
    (page: readonly CuratedSample[]) => [page.map(({ decision }) => decision)],
  );
}

/**
 * Writes the stored changes, each slice in one transaction with how far they have come: whoever goes on
 * behind a kill writes none of them twice.
 */
export async function applyStoredChanges(
  runtime: RunRuntime,
  coverage: CoverageMap,
): Promise<void> {
  const { store, samples } = runtime;
  const cells = new RealisedCells(coverage);
  const written = (await store.get(runEntries.curationWritten)) ?? 0;
  let number = 0;
  for await (const slice of store.streamRecords<readonly CurationDecision[]>(SET, 1)) {
    number += 1;
    if (number <= written) continue;
    const byId = new Map(slice.map((decision) => [decision.id, decision]));
    const updates = (await samples.samples({ ids: [...byId.keys()] })).flatMap((sample) => {
      const changed = curatedSample(sample, byId.get(sample.id)!, cells);
      return changed === null ? [] : [{ sample: changed }];
    });
    await inSurplusSpan(runtime, updates, () =>
      samples.applyUpdates(updates, [entry(runEntries.curationWritten, number)]),
    );
    await nextTurn();
  }
}

/** Takes away the stored changes of a pass that is written whole. */
export async function dropStoredChanges(store: DatabaseRunStore): Promise<void> {
  if (((await store.countRows(SET)) ?? 0) > 0) await store.saveRecords([SET], [], () => []);
}
