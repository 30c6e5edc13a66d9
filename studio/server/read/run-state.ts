import type { RunConfig } from "../../../graphs/runtime/run-config.js";
import { openAudits } from "../../../graphs/finish/open-audits.js";
import { runEntries } from "../../../graphs/runtime/run-entries.js";
import type { ModelUse } from "../../../memory/contract.js";
import type { Report } from "../../../schema/report.js";
import type { SampleStatus } from "../../../schema/sample.js";
import { coverageOf } from "../../../schema/coverage.js";
import type { RunRow } from "../../api/runs.js";
import type { RunReader } from "../run-readers.js";
import { lastSealed } from "./round-rows.js";

type Counts = Awaited<ReturnType<RunReader["samples"]["countByReason"]>>;

const CUT_SHORT: ReadonlySet<string> = new Set(["interrupted", "provider-down", "error"]);

/**
 * What a run used of its models. Of one that has come to its end its report says it: to sum up millions
 * of steps takes seconds.
 */
export async function runUsage(reader: RunReader): Promise<readonly ModelUse[]> {
  if (!(await reader.isWorkedOn()) && (await reader.store.get(runEntries.finished)) !== null) {
    const report = (await reader.report()) as Report | null;
    if (report !== null) return report.usage;
  }
  return reader.lately("usage", () => reader.trace.usage());
}

/** How a run stands now. */
export async function runState(
  reader: RunReader,
  { working }: { readonly working: boolean },
): Promise<RunRow["status"]> {
  if (working || (await reader.isWorkedOn())) return "working";
  if ((await reader.store.get(runEntries.finished)) !== null) return "finished";
  // A run that waits has written a report already, for whoever wants to see how it stands.
  if (
    reader.config.spec.review === "blocking" &&
    ((await reader.samples.count({ status: "in-review" })) > 0 || (await hasAudits(reader)))
  )
    return "waiting";
  return isEnd((await reader.report()) as Report | null) ? "finished" : "interrupted";
}

async function hasAudits({ store }: RunReader): Promise<boolean> {
  const state = await store.get(runEntries.certification);
  return state?.audits.some(({ faithful }) => faithful === null) ?? false;
}

/**
 * A run as a row of the list, from its database.
 *
 * @param options.counts its samples by status, where they are counted already
 */
export async function runRow(
  id: string,
  reader: RunReader,
  { working, counts: known }: { readonly working: boolean; readonly counts?: Counts },
): Promise<RunRow> {
  const { config, samples, store, database } = reader;
  const status = await runState(reader, { working });
  const counts = known ?? (await samples.countByReason());
  const count = (...wanted: readonly SampleStatus[]): number =>
    counts.filter((row) => wanted.includes(row.status)).reduce((sum, row) => sum + row.count, 0);
  const report = status === "working" ? null : ((await reader.report()) as Report | null);
  const sealed = report === null ? await lastSealed(database) : null;
  const usage = await runUsage(reader);
  const tree = await reader.tree();
  const extent = await reader.lately("extent", () => tree.extent());
  const coverage =
    report?.summary.coverage ?? (sealed === null ? null : coverageOf(sealed.coverage));
  const certificate = (await store.get(runEntries.certification))?.certificate ?? null;
  return {
    ...namesOf(id, config),
    status,
    stop: report?.summary.stop ?? null,
    accepted: count("accepted"),
    rejected: count("rejected"),
    inReview: count("in-review"),
    drafted: count("drafted"),
    coverage: coverage === null || coverage.cells === 0 ? null : coverage.ratio,
    audits: (await openAudits(reader)).length,
    ...faithfulnessOf(certificate),
    cost: usage.some(({ costUsd }) => costUsd === null)
      ? null
      : usage.reduce((sum, row) => sum + (row.costUsd ?? 0), 0),
    seconds: report?.summary.seconds ?? (extent === null ? null : (extent.to - extent.from) / 1000),
    updated: extent?.to ?? null,
  };
}

/** A row of a run that ended, from what its report says: its database stays closed. */
export function reportedRow(id: string, config: RunConfig, report: Report): RunRow {
  const { summary } = report;
  const started = momentOf(config.createdAt);
  return {
    ...namesOf(id, config),
    status: "finished",
    stop: summary.stop,
    accepted: summary.accepted,
    rejected: summary.rejected,
    inReview: summary.inReview,
    drafted: 0,
    coverage: summary.coverage.cells === 0 ? null : summary.coverage.ratio,
    audits: report.certificate?.waiting ?? 0,
    ...faithfulnessOf(report.certificate),
    cost: summary.costUsd,
    seconds: summary.seconds,
    updated: started === null ? null : started + summary.seconds * 1000,
  };
}

/** True where a report says that its run has come to its end. */
export function isEnd(report: Report | null): report is Report {
  return report !== null && !CUT_SHORT.has(report.summary.stop);
}

export function unreadableRow(id: string): RunRow {
  return {
    id,
    name: id,
    recipe: null,
    status: "unreadable",
    stop: null,
    target: null,
    accepted: 0,
    rejected: 0,
    inReview: 0,
    audits: 0,
    drafted: 0,
    coverage: null,
    faithfulness: null,
    faithfulnessFrom: null,
    certified: null,
    cost: null,
    seconds: null,
    started: null,
    updated: null,
  };
}

function namesOf(
  id: string,
  { spec, createdAt }: RunConfig,
): Pick<RunRow, "id" | "name" | "recipe" | "target" | "started"> {
  return {
    id,
    name: spec.name,
    recipe: spec.recipe ?? null,
    target: spec.target,
    started: momentOf(createdAt),
  };
}

function momentOf(text: string): number | null {
  const time = Date.parse(text);
  return Number.isNaN(time) ? null : time;
}

/** Only what people audited is measured: the critic's own word is none about itself. */
function faithfulnessOf(
  certificate: Report["certificate"],
): Pick<RunRow, "faithfulness" | "faithfulnessFrom" | "certified"> {
  const audits = certificate?.audits ?? null;
  // Of a promise that is not shown there is nothing to say yet.
  const certified =
    certificate?.status === "holds" && certificate.atLeast !== null
      ? { atLeast: certificate.atLeast, confidence: certificate.confidence }
      : null;
  return audits === null
    ? { faithfulness: null, faithfulnessFrom: certified === null ? null : "people", certified }
    : {
        faithfulness: { value: audits.share, low: audits.low, high: audits.high },
        faithfulnessFrom: "people",
        certified,
      };
}
