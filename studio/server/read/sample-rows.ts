import { DatawrightError } from "../../../base/errors.js";
import type { StoredVerdict } from "../../../memory/contract.js";
import type { SampleFilter } from "../../../memory/read/sample-table.js";
import { SAMPLE_STATUSES, type Sample, type SampleStatus } from "../../../schema/sample.js";
import type { SampleFacets, SampleRow, Samples, SamplesQuery } from "../../api/samples.js";
import { cursorOf, positionOf } from "../cursor.js";
import type { RunReader } from "../run-readers.js";

const TEXT = 400;
/** Samples of a run up to which rows of any filter are counted; of a larger one that takes seconds. */
const COUNTED = 20_000;

/** A page of the samples that fit a filter. */
export async function sampleRows(reader: RunReader, query: SamplesQuery): Promise<Samples> {
  const filter = filterOf(query);
  const { ids, next } = await reader.table.page(filter, {
    order: query.sort,
    limit: query.limit,
    after: positionOf(query.cursor),
  });
  return {
    rows: await rowsOfIds(reader, ids),
    total: await totalOf(reader, filter),
    next: next === null ? null : cursorOf(next),
  };
}

/** Samples of these ids as rows, in their order. */
export async function rowsOfIds(
  { samples }: Pick<RunReader, "samples">,
  ids: readonly string[],
): Promise<SampleRow[]> {
  const found = new Map((await samples.samples({ ids })).map((sample) => [sample.id, sample]));
  const verdicts = new Map<string, StoredVerdict[]>();
  for (const verdict of await samples.verdicts(ids)) {
    const own = verdicts.get(verdict.sampleId) ?? [];
    own.push(verdict);
    verdicts.set(verdict.sampleId, own);
  }
  return ids.flatMap((id) => {
    const sample = found.get(id);
    return sample === undefined ? [] : [sampleRow(sample, verdicts.get(id) ?? [])];
  });
}

export function sampleRow(sample: Sample, verdicts: readonly StoredVerdict[]): SampleRow {
  const scores = verdicts
    .filter(({ revision }) => revision === sample.revisions)
    .flatMap(({ score }) => (score === null ? [] : [score]));
  const { student } = sample.label;
  const last = sample.history.at(-1);
  return {
    id: sample.id,
    round: sample.round,
    ordinal: sample.ordinal,
    status: sample.status,
    reason: last?.to === sample.status ? last.reason : (sample.reasons[0] ?? ""),
    label: sample.label.current,
    labelSource: sample.label.source,
    conditions: sample.conditions.map(({ name, value }) => ({ name, value })),
    cell: sample.cell,
    text: sample.text.length > TEXT ? `${sample.text.slice(0, TEXT)}…` : sample.text,
    score:
      scores.length === 0 ? null : scores.reduce((sum, score) => sum + score, 0) / scores.length,
    weight: sample.weight,
    disagreement: student === null ? null : 1 - student.probabilityOfCurrent,
    revisions: sample.revisions,
  };
}

/** What the filters of a run's samples can be set to. */
export async function sampleFacets(reader: RunReader): Promise<SampleFacets> {
  const plans = await reader.store.plans();
  return {
    statuses: await reader.samples.countByReason(),
    labels: await reader.table.labels(),
    conditions: (plans.at(-1)?.plan.attributes ?? []).map(({ name, values }) => ({
      name,
      values,
    })),
  };
}

async function totalOf(reader: RunReader, filter: SampleFilter): Promise<number | null> {
  const { statuses: _statuses, reason: _reason, label: _label, cell: _cell, ...slow } = filter;
  const isSlow = Object.values(slow).some((value) => value !== undefined);
  if (isSlow && (await reader.samples.count()) > COUNTED) return null;
  return reader.table.count(filter);
}

/** @throws USAGE for a status that there is not, and for a condition without a value */
function filterOf(query: SamplesQuery): SampleFilter {
  const statuses = query.status?.split(",").filter((status) => status !== "");
  const unknown = statuses?.find(
    (status) => !(SAMPLE_STATUSES as readonly string[]).includes(status),
  );
  if (unknown !== undefined)
    throw new DatawrightError({
      code: "USAGE",
      message: `there is no status "${unknown}"`,
      hint: `Statuses: ${SAMPLE_STATUSES.join(", ")}.`,
    });
  const equals = query.condition?.indexOf("=") ?? -1;
  if (query.condition !== undefined && equals < 1)
    throw new DatawrightError({
      code: "USAGE",
      message: `"${query.condition}" is no condition`,
      hint: "A condition is name=value.",
    });
  return {
    statuses:
      statuses === undefined || statuses.length === 0 ? undefined : (statuses as SampleStatus[]),
    reason: query.reason,
    label: query.label,
    cell: query.cell,
    condition:
      query.condition === undefined
        ? undefined
        : { name: query.condition.slice(0, equals), value: query.condition.slice(equals + 1) },
    minScore: query.minScore,
    maxScore: query.maxScore,
    minWeight: query.minWeight,
    minDisagreement: query.minDisagreement,
    text: query.text === "" ? undefined : query.text,
  };
}
