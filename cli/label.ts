import { labelData } from "../graphs/label-data.js";
import { columnsOf, type CurateFlags } from "./curate.js";
import { StepProgress } from "./step-progress.js";

interface LabelFlags extends Omit<CurateFlags, "spec" | "filters" | "relabel" | "reweight" | "test"> {
  readonly spec: string;
  readonly maxCalls?: number;
  readonly people: number;
  readonly concurrency?: number;
}

/** `datawright label DATA --spec TASK` */
export async function label(data: string, flags: LabelFlags): Promise<number> {
  const progress = new StepProgress(process.stderr, flags.json);
  const columns = columnsOf(flags);
  const report = await labelData(data, {
    task: flags.spec, people: flags.people, seed: flags.seed, ...(columns ? { columns } : {}), ...(flags.header ? {} : { header: false }),
    ...(flags.support === undefined ? {} : { support: flags.support }), ...(flags.out === undefined ? {} : { out: flags.out }), ...(flags.model === undefined ? {} : { model: flags.model }),
    ...(flags.baseUrl === undefined ? {} : { baseUrl: flags.baseUrl }), ...(flags.maxCalls === undefined ? {} : { maxCalls: flags.maxCalls }),
    ...(flags.concurrency === undefined ? {} : { concurrency: flags.concurrency }), ...(flags.workspace === undefined ? {} : { workspace: flags.workspace }),
    onProgress: (step, share) => progress.show(step, share),
  }).finally(() => progress.end());
  if (flags.json) {
    process.stdout.write(`${JSON.stringify(report)}\n`);
    return report.labelled > 0 ? 0 : 1;
  }
  const out = (line: string): void => void process.stdout.write(`${line}\n`);
  out(`${report.rows} rows read${report.unusable > 0 ? `, ${report.unusable} could not be used` : ""}`);
  for (const problem of report.problems.slice(0, 5)) out(`  not used: ${problem}`);
  out(`labelled ${report.labelled} (${Object.entries(report.bySource).map(([source, count]) => `${source} ${count}`).join(", ")}), for people ${report.toPeople}, without any label ${report.unlabelled}`);
  out(`model questions ${report.calls}, ${report.cachedCalls} of them from the cache; cost ${report.costUsd === null ? "unknown" : report.costUsd === 0 ? "nothing" : `$${report.costUsd.toFixed(4)}`}`);
  if (report.expectedError !== null) out(`expected share of wrong labels ${(100 * report.expectedError).toFixed(1)} %, in the models' own estimate, which tends to be too low`);
  out(`people decide  ${report.curve.map((point) => `${point.people}: ${(100 * point.expectedAccuracy).toFixed(1)} %`).join("   ")}  (rows, expected accuracy)`);
  for (const round of report.log) if (round.note !== null) out(`note           round ${round.round}: ${round.note}`);
  if (report.folder !== null) out(report.folder);
  return report.labelled > 0 ? 0 : 1;
}
