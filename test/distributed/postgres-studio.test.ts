import type { Spans } from "../../studio/api/spans.js";
import type { SampleMap, Samples } from "../../studio/api/samples.js";
import type { Review } from "../../studio/api/review.js";
import type { RunDetail } from "../../studio/api/runs.js";
import { comparisonSchema } from "../../studio/api/task.js";
import { allRoutes } from "../../studio/server/routes/all-routes.js";
import { ReportTickets } from "../../studio/server/report-tickets.js";
import { startStudio, type Studio } from "../../studio/server/start-studio.js";
import { builtPackage } from "../helpers/built-package.js";
import { describeWithPostgres } from "../helpers/describe-with-postgres.js";
import { PostgresTestServer } from "../helpers/postgres-server.js";
import { askStudio } from "../helpers/studio-client.js";
import { startTickets, ticketModel, ticketSpec } from "../helpers/ticket-run.js";
import { temporaryFolder } from "../memory/temporary-folder.js";

describeWithPostgres("the studio on PostgreSQL", () => {
  const workspace = temporaryFolder();
  const inFolder = temporaryFolder();
  let postgres: PostgresTestServer;
  let onServer: Studio;
  let onFolder: Studio;
  const get = async <T>(path: string, studio = onServer): Promise<T> => {
    const { status, json, text } = await askStudio(studio, path);
    if (status !== 200) throw new Error(`${path}: ${status} ${text}`);
    return json as T;
  };

  beforeAll(async () => {
    postgres = await PostgresTestServer.start();
    const store = await postgres.database("studio");
    const spec = { target: 20, attributes: { tone: ["calm", "angry"] } };
    for (const place of [{ workspace, store }, { workspace: inFolder }]) {
      const { handle } = await startTickets(place.workspace, spec, {
        ...place,
        model: ticketModel(),
      });
      await handle.result;
      await handle.close();
    }
    const { dist } = builtPackage();
    onServer = await startStudio({ workspace, store, compiled: dist });
    onFolder = await startStudio({ workspace: inFolder });
  });
  afterAll(async () => {
    await onServer?.close();
    await onFolder?.close();
    await postgres.stop();
  });

  it("answers every page's route as its schema says", async () => {
    const { rows } = await get<Samples>("/api/runs/run/samples?limit=1");
    const steps = await get<Spans>("/api/runs/run/spans?operation=invoke_agent&agent=planner");
    const span = steps.rows.find(({ context, folded }) => !context && folded === null);
    const made = await askStudio(onServer, "/api/pairs", {
      body: { first: "run", most: 5 },
    });
    const queries: Readonly<Record<string, string>> = {
      "/api/runs/:run/spans": "?operation=chat",
      "/api/runs/:run/samples": "?sort=disagreement&status=accepted&condition=tone%3Dangry",
    };
    const wrong: unknown[] = [];
    for (const { method, path, answer } of allRoutes(new ReportTickets())) {
      if (method !== "get" || typeof answer === "string" || path === "/api/compare") continue;
      const asked = path
        .replace(":run", "run")
        .replace(":sample", encodeURIComponent(rows[0]!.id))
        .replace(":span", encodeURIComponent(span!.id))
        .replace(":set", (made.json as { readonly id: string }).id);
      const told = await askStudio(onServer, `${asked}${queries[path] ?? ""}`);
      const parsed = told.status === 200 ? answer.safeParse(told.json) : null;
      if (parsed?.success !== true) wrong.push([path, told.status, parsed?.error ?? told.text]);
    }
    expect(wrong).toEqual([]);
    const { text } = await askStudio(onServer, "/api/runs/run/trace.jsonl");
    expect(text.trim().split("\n").length).toBeGreaterThan(20);
  });

  it("shows the same of a run as where it is in a folder", async () => {
    const both = async <T>(path: string, of: (answer: T) => unknown): Promise<void> => {
      const [here, there] = [await get<T>(path), await get<T>(path, onFolder)];
      expect([path, of(here)]).toEqual([path, of(there)]);
    };
    await both<RunDetail>("/api/runs/run", ({ funnel, coverageMap, rounds, status }) => [
      status,
      funnel,
      coverageMap,
      rounds,
    ]);
    const row = ({ name, folded, context }: Spans["rows"][number]) => [
      name,
      folded?.count ?? null,
      context,
    ];
    for (const filter of [
      "",
      "operation=chat&agent=critic",
      "agent=generator&status=ok",
      "text=TICKETS%20OF%20A%20SHOP&operation=chat",
    ])
      await both<Spans>(`/api/runs/run/spans?${filter}`, ({ rows, total }) => [
        total,
        rows.map(row).sort(),
      ]);
    for (const filter of [
      "limit=7",
      "sort=score&limit=50",
      "sort=accepted&label=refund",
      "text=THE&status=accepted",
      "condition=tone%3Dangry",
      "minScore=0.5&sort=score",
    ])
      await both<Samples>(`/api/runs/run/samples?${filter}`, ({ rows, total, next }) => [
        total,
        next,
        rows.map(({ id, text, score }) => [id, text, score]),
      ]);
    await both("/api/runs/run/samples/facets", (facets) => facets);
    await both<{ kinds: { agent: string }[] }>("/api/runs/run/spans/facets", (facets) => facets);
    await both("/api/runs/run/graph", (graph) => graph);
    for (;;) {
      const map = await get<SampleMap>("/api/runs/run/map");
      if (map.state === "working") continue;
      expect(map.points.length + map.withoutVector).toBe(
        (await get<Samples>("/api/runs/run/samples")).total,
      );
      break;
    }
  });

  it("starts a run there from the page, takes a review, and compares", async () => {
    const spec = ticketSpec({
      name: "waits",
      target: 4,
      review: "blocking",
      certify: { faithfulness: 0.1, confidence: 0.5, audits: 2 },
    });
    const { json } = await askStudio(onServer, "/api/runs", {
      body: { task: JSON.stringify(spec) },
    });
    const { run } = json as { run: string };
    const until = async (wanted: string): Promise<void> => {
      for (;;) {
        const { status } = await get<RunDetail>(`/api/runs/${run}`);
        if (status === wanted) return;
        if (status !== "working") throw new Error(`${run} is ${status}, not ${wanted}`);
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    };
    await until("waiting");
    const { items } = await get<Review>(`/api/runs/${run}/review`);
    const answers = items.map(({ sampleId }) => ({ sampleId, decision: "accept" }));
    const answered = await askStudio(onServer, `/api/runs/${run}/review`, {
      body: { reviewer: "ann", answers, finish: true },
    });
    expect(answered.json).toMatchObject({ applied: items.length, left: 0, resumed: true });
    await until("finished");
    const listed = await get<{ rows: { id: string }[] }>("/api/runs");
    expect(listed.rows.map(({ id }) => id).sort()).toEqual(["run", run].sort());
    const compared = comparisonSchema.parse(await get(`/api/compare?a=run&b=${run}`));
    expect(compared.settings.map(({ path }) => path)).toContain("target");
  });
});
