import { existsSync } from "node:fs";
import { join } from "node:path";
import { reportSchema, reportSoFarQuerySchema, type ReportSoFar } from "../../api/report.js";
import type { ReportTickets } from "../report-tickets.js";
import { jsonRoute, type Route } from "../route.js";
import type { StudioContext } from "../studio-context.js";

interface Made {
  readonly page: string;
  readonly accepted: number;
  readonly at: number;
}

/** The report of a run, and of one that has none yet what can be said of it so far. */
export function reportRoutes(tickets: ReportTickets): readonly Route[] {
  const made = new Map<string, Made>();
  const making = new Map<string, Promise<Made>>();
  const soFarOf = (run: string): ReportSoFar | null => {
    const known = made.get(run);
    return known === undefined
      ? null
      : { url: tickets.urlFor(known.page), accepted: known.accepted, at: known.at };
  };
  /** One at a time for each run: a second page waits for the first one's. */
  const make = (run: string, studio: StudioContext, language: "en" | "ko"): Promise<Made> => {
    const running = making.get(run);
    if (running !== undefined) return running;
    const started = makeReport(run, studio, language);
    making.set(run, started);
    const over = (): boolean => making.delete(run);
    started.then((one) => made.set(run, one)).then(over, over);
    return started;
  };
  return [
    jsonRoute({
      method: "get",
      path: "/api/runs/:run/report",
      summary: "Addresses of the run's report for a frame, good for ten minutes.",
      answer: reportSchema,
      handle: async ({ params, studio }) => {
        const run = params["run"]!;
        const path = (await studio.readers.folder(run)).path("report");
        return existsSync(path)
          ? { url: tickets.urlFor(path), soFar: null }
          : { url: null, soFar: soFarOf(run) };
      },
    }),
    jsonRoute({
      method: "post",
      path: "/api/runs/:run/report",
      summary: "Measures what a run accepted so far; no model is asked.",
      query: reportSoFarQuerySchema,
      answer: reportSchema,
      handle: async ({ params, query, studio }) => {
        const run = params["run"]!;
        await studio.readers.folder(run);
        await make(run, studio, query.language ?? studio.language);
        return { url: null, soFar: soFarOf(run) };
      },
    }),
  ];
}

async function makeReport(
  run: string,
  { workspace, store, children }: StudioContext,
  language: "en" | "ko",
): Promise<Made> {
  const page = join(workspace.folder, "studio", `report-${run}.html`);
  // Not ended with the page that asked: the next one shows it at once.
  const { accepted } = (await children.result(
    { kind: "report", run, workspace: workspace.folder, store, page, language },
    new AbortController().signal,
  )) as { readonly accepted: number };
  return { page, accepted, at: Date.now() };
}
