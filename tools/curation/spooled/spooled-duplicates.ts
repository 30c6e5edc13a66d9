import { z } from "zod";
import { exactForm } from "../../../base/text/exact-form.js";
import { sha256Hex } from "../../../base/statistics/hash.js";
import { TimeSlices } from "../../../base/workers/time-slices.js";
import { temporaryName } from "../../../memory/temporary-name.js";
import { labelKey } from "../../../schema/label.js";
import { SpooledNearDuplicates } from "../../dedup/spooled-near-duplicates.js";
import type { CurationContext } from "../contract.js";
import { exactDuplicateSettings } from "../filters/exact-duplicate.js";
import { nearDuplicateSettings } from "../filters/near-duplicate.js";
import { refusedForSpooled, type Spool, type SpooledRow } from "./spooled-row.js";

/** What a search for duplicates did. */
export interface SpooledRemoval {
  readonly seen: number;
  readonly removed: number;
  readonly figures: Readonly<Record<string, unknown>>;
}

/**
 * Keeps the first of equal rows: their forms are compared by a hash of 128 bits, on disk.
 *
 * @throws DATA_TOO_LARGE for settings that need all rows at once
 */
export async function removeEqual(
  spool: Spool,
  settings: unknown,
  { progress }: CurationContext,
): Promise<SpooledRemoval> {
  const chosen = exactDuplicateSettings.parse(settings);
  if (chosen.conflicts !== "keep-first")
    throw refusedForSpooled("exact-duplicate", `conflicts: ${chosen.conflicts}`);
  const slices = new TimeSlices();
  const [counted, figures] = [{ seen: 0, removed: 0 }, { conflictingLabels: 0 }];
  spool.forgetFound();
  for (const [n, value] of spool.all()) {
    if (slices.over) await slices.turn();
    if (n % 10_000 === 0) progress("", n / spool.size);
    const { item } = value;
    if (item.status !== "kept") continue;
    counted.seen += 1;
    if (item.row.text.trim() === "") continue;
    const form = exactForm(item.row.text, { case: chosen.case });
    const first = spool.firstWith(sha256Hex(form).slice(0, 32), n);
    if (first === n) continue;
    const { row } = spool.get(first).item;
    if (labelKey(row.label) !== labelKey(item.label)) figures.conflictingLabels += 1;
    counted.removed += 1;
    spool.set(n, removed(value, "exact-duplicate", "duplicate", `equal to ${row.id}`));
  }
  return { ...counted, figures };
}

/**
 * Keeps each row unless it is near an earlier one that stays.
 *
 * @throws DATA_TOO_LARGE for settings that need all rows at once
 */
export async function removeNear(
  spool: Spool,
  settings: unknown,
  context: CurationContext & { readonly folder: string },
): Promise<SpooledRemoval> {
  const { threshold, shingle, prefer, notation } = nearDuplicateSettings.parse(settings);
  if (prefer !== "first") throw refusedForSpooled("near-duplicate", `prefer: ${prefer}`);
  const search = new SpooledNearDuplicates(temporaryName(`${context.folder}/bands`), {
    threshold,
    shingle,
    notation: notation ?? context.notation ?? "operators",
  });
  const slices = new TimeSlices();
  const counted = { seen: 0, removed: 0 };
  spool.forgetFound();
  try {
    for (const [n, { item }] of spool.all()) {
      if (slices.over) await slices.turn();
      if (n % 10_000 === 0) context.progress("signatures", n / spool.size / 2);
      if (item.status !== "kept") continue;
      counted.seen += 1;
      if (item.row.text.trim() !== "") search.add(n, item.row.text);
    }
    await search.find(
      {
        text: (n) => spool.get(n).item.row.text,
        addPair: (pair) => spool.addPair(pair),
        hasPair: (earlier, later) => spool.hasPair(earlier, later),
      },
      (share) => context.progress("pairs", (1 + share) / 2),
    );
  } finally {
    search.close();
  }
  const gone = new Uint8Array(spool.size);
  for (const { later, earlier, share } of spool.pairs()) {
    if (gone[later] === 1 || gone[earlier] === 1) continue;
    if (slices.over) await slices.turn();
    gone[later] = 1;
    counted.removed += 1;
    const value = spool.get(later);
    const note = `similarity ${share.toFixed(3)} with ${spool.get(earlier).item.row.id}`;
    const next = removed(value, "near-duplicate", "near-duplicate", note);
    spool.set(later, {
      ...next,
      item: { ...next.item, scores: { ...next.item.scores, "near-duplicate": share } },
    });
  }
  return { ...counted, figures: { threshold, shingle, prefer } };
}

function removed(value: SpooledRow, step: string, reason: string, note: string): SpooledRow {
  return { ...value, item: { ...value.item, status: "removed", reason, note, step } };
}

/** Settings of a step by its choice: a name alone has none. */
export function settingsOf(choice: unknown): unknown {
  const named = z.looseObject({ name: z.string() }).safeParse(choice);
  if (!named.success) return {};
  const { name: _name, ...settings } = named.data;
  return settings;
}
