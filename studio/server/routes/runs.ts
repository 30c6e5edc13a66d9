import { streamSSE } from "hono/streaming";
import { readRunConfig, type RunConfig } from "../../../graphs/runtime/run-config.js";
import type { Report } from "../../../schema/report.js";
import {
  graphSchema,
  runChangeSchema,
  runDetailSchema,
  runsQuerySchema,
  runsSchema,
  type RunRow,
} from "../../api/runs.js";
import { cursorOf, positionOf } from "../cursor.js";
import { jsonRoute, streamRoute, type Route } from "../route.js";
import type { StudioContext } from "../studio-context.js";
import { changeOf } from "../read/live-changes.js";
import { runDetail } from "../read/run-detail.js";
import { runGraph } from "../read/run-graph.js";
import { isEnd, reportedRow, runRow, unreadableRow } from "../read/run-state.js";

/** Milliseconds between two looks at a live run, and between two signs of life. */
const LOOK = 500;
const ALIVE = 15_000;

export const runRoutes: readonly Route[] = [
  jsonRoute({
    method: "get",
    path: "/api/runs",
    summary: "Runs of the workspace, the latest first.",
    query: runsQuerySchema,
    answer: runsSchema,
    handle: async ({ query, studio }) => {
      const wanted = query.q?.toLowerCase();
      const listed = (await studio.storage.list(studio.workspace))
        .filter(({ id, config }) => {
          const { name = "", recipe = "" } =
            (config as { spec?: { name?: string; recipe?: string } } | null)?.spec ?? {};
          return (
            wanted === undefined ||
            [id, name, recipe].some((word) => word.toLowerCase().includes(wanted))
          );
        })
        .reverse();
      const offset = Number(positionOf(query.cursor)?.[0] ?? 0);
      // A status is known of each run only once it was looked at.
      const looked =
        query.status === undefined ? listed.slice(offset, offset + query.limit) : listed;
      const rows: RunRow[] = [];
      for (const one of looked) {
        const row = await rowOf(studio, one);
        if (query.status === undefined || row.status === query.status) rows.push(row);
      }
      const total = query.status === undefined ? listed.length : rows.length;
      const page = query.status === undefined ? rows : rows.slice(offset, offset + query.limit);
      return {
        rows: page,
        total,
        next: offset + query.limit < total ? cursorOf([offset + query.limit]) : null,
        workspace: studio.storage.place ?? studio.workspace.folder,
      };
    },
  }),
  jsonRoute({
    method: "get",
    path: "/api/runs/:run",
    summary: "Everything that the page of a run shows.",
    answer: runDetailSchema,
    inWords: (run, words) => ({
      ...run,
      stopDetail: run.stopDetail === null ? null : words.sentence(run.stopDetail),
      funnel: {
        ...run.funnel,
        rejected: run.funnel.rejected.map(({ reason, meaning, count }) => ({
          reason,
          meaning: words.reason(reason, meaning),
          count,
        })),
      },
      rounds: run.rounds.map((round) => ({
        ...round,
        moves: round.moves.map((move) => ({ ...move, why: words.sentence(move.why) })),
      })),
    }),
    handle: async ({ params, studio }) => {
      const run = params["run"]!;
      return runDetail(run, await studio.readers.open(run), {
        startedHere: studio.children.has(run),
      });
    },
  }),
  jsonRoute({
    method: "get",
    path: "/api/runs/:run/graph",
    summary: "The compiled graph, with what works now and how often each node worked.",
    answer: graphSchema,
    handle: async ({ params, studio }) => {
      const run = params["run"]!;
      return runGraph(await studio.readers.open(run), { working: studio.children.has(run) });
    },
  }),
  streamRoute({
    method: "get",
    path: "/api/runs/:run/events",
    summary: "Server-sent events `change`: how the run stands, whenever that is new.",
    answer: "text/event-stream",
    event: runChangeSchema,
    handle: async ({ params, studio }, context) => {
      const run = params["run"]!;
      // Before the stream begins: a run that there is not is an error like any other.
      await studio.readers.open(run);
      return streamSSE(context, async (stream) => {
        let before = "";
        let sentAt = 0;
        while (!stream.aborted && !stream.closed) {
          const { at, ...change } = await changeOf(await studio.readers.open(run), {
            working: studio.children.has(run),
          });
          const now = JSON.stringify(change);
          if (now !== before)
            await stream.writeSSE({ event: "change", data: JSON.stringify({ ...change, at }) });
          else if (at - sentAt > ALIVE) await stream.write(": alive\n\n");
          if (now !== before || at - sentAt > ALIVE) sentAt = at;
          before = now;
          await stream.sleep(LOOK);
        }
      });
    },
  }),
];

async function rowOf(
  studio: StudioContext,
  { id, report: written }: { readonly id: string; readonly report: unknown },
): Promise<RunRow> {
  try {
    const folder = await studio.readers.folder(id);
    const report = written as Report | null;
    const working = studio.children.has(id);
    if (isEnd(report) && !working && !(await studio.storage.isLocked(folder))) {
      const config: RunConfig = await readRunConfig(folder, studio.storage);
      // Of one that people may keep waiting its database alone knows.
      if (config.spec.review !== "blocking") return reportedRow(id, config, report);
    }
    return await runRow(id, await studio.readers.open(id), { working });
  } catch {
    return unreadableRow(id);
  }
}
