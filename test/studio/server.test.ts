import { mkdtempSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { launch } from "../../graphs/run/launch.js";
import { TraceTree } from "../../memory/read/trace-tree.js";
import { openRunDatabase } from "../../memory/sqlite/open-run-database.js";
import type { RunReport } from "../../studio/api/report.js";
import type { Review } from "../../studio/api/review.js";
import type { z } from "zod";
import type { RunDetail, RunGraph, runsSchema } from "../../studio/api/runs.js";
import type { SampleDetail, Samples } from "../../studio/api/samples.js";
import type { SpanDetail, Spans } from "../../studio/api/spans.js";
import type { Validated } from "../../studio/api/task.js";
import { allRoutes } from "../../studio/server/routes/all-routes.js";
import { ReportTickets } from "../../studio/server/report-tickets.js";
import { startStudio, type Studio } from "../../studio/server/start-studio.js";
import { builtPackage } from "../helpers/built-package.js";
import { askStudio } from "../helpers/studio-client.js";
import { lightAgents, ticketModel, ticketSpec } from "../helpers/ticket-run.js";

describe("the studio's server", () => {
  const folder = mkdtempSync(join(tmpdir(), "datawright-studio-"));
  let studio: Studio;
  let run: string;
  let runFolder: string;
  const get = async <T>(path: string): Promise<T> => {
    const { status, json, text } = await askStudio(studio, path);
    if (status !== 200) throw new Error(`${path}: ${status} ${text}`);
    return json as T;
  };
  const post = async <T>(path: string, body: unknown): Promise<T> =>
    (await askStudio(studio, path, { body })).json as T;

  beforeAll(async () => {
    const handle = await launch(
      ticketSpec({
        target: 20,
        plan: { subtopics: 0, roundSize: 40 },
        attributes: { tone: ["calm", "angry"] },
      }),
      { model: ticketModel(), workspace: folder, logLevel: null },
    );
    await handle.result;
    run = handle.id;
    runFolder = handle.folder;
    studio = await startStudio({ workspace: folder, compiled: builtPackage().dist });
  });
  afterAll(async () => {
    await studio.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it("measures a run that has no report yet, from what it accepted so far", async () => {
    const path = `/api/runs/${run}/report`;
    const [page, away] = [join(runFolder, "report.html"), join(runFolder, "away.html")];
    renameSync(page, away);
    try {
      expect(await get<RunReport>(path)).toEqual({ url: null, soFar: null });
      const made = await post<RunReport>(`${path}?language=ko`, {});
      expect(made).toMatchObject({ url: null, soFar: { accepted: 20 } });
      const { text } = await askStudio(studio, made.soFar!.url);
      expect(text).toContain('<html lang="ko"');
      const { rows } = await get<Samples>(`/api/runs/${run}/samples?status=accepted&limit=1`);
      expect(text).toContain(rows[0]!.text.slice(0, 20));
      // Another page is shown the same at once.
      expect((await get<RunReport>(path)).soFar).toMatchObject({ accepted: 20 });
    } finally {
      renameSync(away, page);
    }
    expect((await get<RunReport>(path)).url).toMatch(/^\/report\//u);
  });

  it("lists runs with what is known of them, and null for what is not", async () => {
    const { rows, total, next } = await get<z.infer<typeof runsSchema>>("/api/runs?q=TICKETS");
    expect([total, next]).toEqual([1, null]);
    expect(rows[0]).toMatchObject({
      id: run,
      status: "finished",
      stop: "target",
      target: 20,
      accepted: 20,
      coverage: 1,
      faithfulness: null,
      cost: 0,
    });
    expect((await get<z.infer<typeof runsSchema>>("/api/runs?status=working")).rows).toEqual([]);
  });

  it("tells a run's funnel, coverage by label and attribute, rounds and use of models", async () => {
    const detail = await get<RunDetail>(`/api/runs/${run}`);
    expect(detail.funnel.accepted).toBe(20);
    expect(detail.funnel.planned).toBeGreaterThanOrEqual(detail.funnel.drafted);
    expect(detail.coverageMap.heat).toMatchObject({
      rows: { name: "label", values: ["refund", "delivery"] },
      columns: { name: "tone", values: ["calm", "angry"] },
    });
    const { cells } = detail.coverageMap.heat!;
    expect(cells.reduce((sum, { accepted }) => sum + accepted, 0)).toBe(20);
    expect(detail.rounds.at(-1)!.total).toBe(20);
    expect(detail.usage.map(({ agent }) => agent)).toEqual(
      expect.arrayContaining(["critic", "generator"]),
    );
  });

  it("draws the compiled graph with how often its agents worked", async () => {
    const { nodes, edges } = await get<RunGraph>(`/api/runs/${run}/graph`);
    const generate = nodes.find(({ name }) => name === "generate")!;
    expect(generate.parent).toBe("work");
    expect(generate.count).toBeGreaterThanOrEqual(20);
    const node = (name: string) => nodes.find((one) => one.name === name)!.count;
    const way = (from: string, to: string) =>
      edges.find((edge) => edge.from === from && edge.to === to)!.count;
    const { rounds } = await get<RunDetail>(`/api/runs/${run}`);
    const drafted = rounds.filter(({ drafted }) => (drafted ?? 0) > 0).length;
    // Each round that drafts were written for was passed once, those that were planned ahead were not.
    expect([node("plan"), node("assess"), way("work:label", "assess")]).toEqual([
      drafted,
      drafted,
      drafted,
    ]);
    expect(way("__start__", "plan")).toBe(1);
    expect(way("learn", "plan")).toBe(drafted - 1);
    expect(way("learn", "curate")).toBe(1);
    expect([way("curate", "review"), way("review", "evaluate")]).toEqual([1, 1]);
    expect([way("curate", "plan"), way("review", "plan"), way("__start__", "curate")]).toEqual([
      0, 0, 0,
    ]);
  });

  it("folds wide fan-outs, hands out their members page by page, and each once", async () => {
    const top = await get<Spans>(`/api/runs/${run}/spans`);
    let parent = "";
    let fold = top.rows.find(({ folded }) => folded !== null);
    const open = [...top.rows];
    while (fold === undefined && open.length > 0) {
      parent = `parent=${open.shift()!.id}&`;
      const { rows } = await get<Spans>(`/api/runs/${run}/spans?${parent}`);
      fold = rows.find(({ folded }) => folded !== null);
      open.push(...rows.filter(({ children }) => children > 0));
    }
    if (fold === undefined)
      throw new Error(
        `nothing of the trace is folded: ${JSON.stringify(top.rows.map(({ name, children }) => [name, children]))}`,
      );
    const { count, p50, p95, failed } = fold.folded!;
    expect(p50).toBeLessThanOrEqual(p95);
    expect(failed).toBe(0);
    const ids = new Set<string>();
    let cursor: string | null = "";
    while (cursor !== null) {
      const page: Spans = await get<Spans>(
        `/api/runs/${run}/spans?${parent}fold=${fold.fold}&limit=7${cursor === "" ? "" : `&cursor=${cursor}`}`,
      );
      for (const { id, name } of page.rows) {
        expect(name).toBe(fold.name);
        ids.add(id);
      }
      cursor = page.next;
    }
    expect(ids.size).toBe(count);
  });

  it("filters steps and keeps those around them, parents first", async () => {
    const sample = (await get<Samples>(`/api/runs/${run}/samples?limit=1`)).rows[0]!;
    const found = await get<Spans>(`/api/runs/${run}/spans?sample=${sample.id}&operation=chat`);
    expect(found.total).toBe(found.rows.filter(({ context }) => !context).length);
    const seen = new Set<string>();
    for (const row of found.rows) {
      if (row.parentId !== null && found.rows.some(({ id }) => id === row.parentId))
        expect(seen).toContain(row.parentId);
      seen.add(row.id);
    }
    expect(found.rows.some(({ context, agent }) => context && agent === "critic")).toBe(true);
    expect((await get<Spans>(`/api/runs/${run}/spans?status=error`)).rows).toEqual([]);
    const words = sample.text.split(" ").slice(0, 6).join(" ").toUpperCase();
    const spoken = await get<Spans>(
      `/api/runs/${run}/spans?operation=chat&text=${encodeURIComponent(words)}`,
    );
    expect(spoken.looked).toBeNull();
    expect(spoken.rows.filter(({ context }) => !context).length).toBeGreaterThan(0);
  });

  it("shows a step's messages by section, its answer and its verdicts", async () => {
    const [sample] = (await get<Samples>(`/api/runs/${run}/samples?limit=1`)).rows;
    const { rows } = await get<Spans>(
      `/api/runs/${run}/spans?agent=critic&operation=chat&sample=${sample!.id}`,
    );
    const span = rows.find(({ context }) => !context)!;
    const detail = await get<SpanDetail>(`/api/runs/${run}/spans/${span.id}`);
    const names = detail.messages.flatMap(({ sections }) => sections.map(({ name }) => name));
    expect(names).toEqual(expect.arrayContaining(["task", "draft"]));
    expect(detail.structured).toMatchObject({ on_task: expect.any(Number) as number });
    expect(detail.verdicts.length).toBeGreaterThan(0);
    expect(detail.ancestors.map(({ name }) => name)).toContain("chunk");
    expect((await askStudio(studio, `/api/runs/${run}/spans/none`)).status).toBe(404);
    const { text, headers } = await askStudio(studio, `/api/runs/${run}/trace.jsonl`);
    expect(headers["content-disposition"]).toContain("attachment");
    expect(
      text
        .trim()
        .split("\n")
        .map((line) => (JSON.parse(line) as { id: string }).id),
    ).toContain(span.id);
  });

  it("reads a trace of an earlier version as the same tree", async () => {
    const tops = (await get<Spans>(`/api/runs/${run}/spans`)).rows.map(({ id }) => id);
    const database = openRunDatabase(join(runFolder, "run.db"));
    try {
      database.raw.exec("create table kept as select id, parent_id from spans");
      database.raw.exec("update spans set parent_id = null");
      expect(await new TraceTree(database).isWhole()).toBe(false);
      const old = await startStudio({ workspace: folder });
      try {
        const { json } = await askStudio(old, `/api/runs/${run}/spans`);
        expect((json as Spans).rows.map(({ id }) => id)).toEqual(tops);
      } finally {
        await old.close();
      }
      database.raw.exec(
        "update spans set parent_id = (select parent_id from kept where kept.id = spans.id)",
      );
      database.raw.exec("drop table kept");
    } finally {
      database.close();
    }
  });

  it("pages samples without gaps, filters them, and tells a sample's whole life", async () => {
    const ids: string[] = [];
    let cursor: string | null = "";
    while (cursor !== null) {
      const page: Samples = await get<Samples>(
        `/api/runs/${run}/samples?limit=6${cursor === "" ? "" : `&cursor=${cursor}`}`,
      );
      ids.push(...page.rows.map(({ id }) => id));
      cursor = page.next;
    }
    const all = await get<Samples>(`/api/runs/${run}/samples?limit=1000`);
    expect(ids).toEqual(all.rows.map(({ id }) => id));
    const angry = await get<Samples>(
      `/api/runs/${run}/samples?status=accepted&label=refund&condition=tone%3Dangry`,
    );
    expect(angry.total).toBeGreaterThan(0);
    for (const { label, status, conditions } of angry.rows)
      expect([label, status, conditions]).toEqual([
        "refund",
        "accepted",
        expect.arrayContaining([{ name: "tone", value: "angry" }]),
      ]);
    const one = angry.rows[0]!;
    const text = encodeURIComponent(one.text.slice(0, 40).toUpperCase());
    expect((await get<Samples>(`/api/runs/${run}/samples?text=${text}`)).rows[0]!.id).toBe(one.id);
    expect((await get<Samples>(`/api/runs/${run}/samples?text=100%25_`)).rows).toEqual([]);
    const scored = (await get<Samples>(`/api/runs/${run}/samples?sort=score&limit=1000`)).rows;
    const scores = scored.flatMap(({ score }) => score ?? []);
    expect(scores).toEqual([...scores].sort((a, b) => a - b));
    const detail = await get<SampleDetail>(`/api/runs/${run}/samples/${one.id}`);
    expect(detail.life.map(({ what }) => what)).toEqual(
      expect.arrayContaining(["ordered", "wrote", "judged", "decided"]),
    );
    for (const { what, spanId } of detail.life)
      if (what === "wrote" || what === "judged")
        expect((await get<SpanDetail>(`/api/runs/${run}/spans/${spanId}`)).sampleIds).toContain(
          one.id,
        );
  });

  it("sends how a run stands as events, and refuses what it does not know with a code", async () => {
    const controller = new AbortController();
    const response = await fetch(`http://127.0.0.1:${studio.port}/api/runs/${run}/events`, {
      headers: { authorization: `Bearer ${studio.token}` },
      signal: controller.signal,
    });
    const { value } = await response.body!.getReader().read();
    controller.abort();
    expect(Buffer.from(value!).toString()).toMatch(/event: change\ndata: .*"status":"finished"/u);
    const { status, json } = await askStudio(studio, "/api/runs/none/events");
    expect([status, (json as { code: string }).code]).toEqual([404, "RUN_NOT_FOUND"]);
    const wrong = await askStudio(studio, `/api/runs/${run}/samples?status=good`);
    expect([wrong.status, (wrong.json as { code: string }).code]).toEqual([400, "USAGE"]);
  });

  it("says what is wrong with a task's text, with line and column", async () => {
    const { valid, problems } = await post<Validated>("/api/task/validate", {
      task: "name: x\nkind: clasification\ndescription: y\nlabels: [a, b]\n",
    });
    expect(valid).toBe(false);
    expect(problems[0]).toMatchObject({ path: "kind", line: 2, code: "SPEC_INVALID" });
    const syntax = await post<Validated>("/api/task/validate", { task: "name: [" });
    expect(syntax.problems[0]!.line).not.toBeNull();
  });

  it("describes every one of its routes", async () => {
    const { paths } = await get<{ paths: Record<string, Record<string, unknown>> }>(
      "/api/openapi.json",
    );
    for (const { method, path } of allRoutes(new ReportTickets()))
      expect(paths[path.replaceAll(/:(\w+)/gu, "{$1}")]).toHaveProperty(method);
  });

  it("links what a surplus left beyond the target to the step that took it out", async () => {
    for (const rowsAtOnce of [100, 20_000]) {
      const handle = await launch(
        ticketSpec({ target: 80, curate: { surplus: 2.6, rowsAtOnce }, review: "none" }),
        { model: ticketModel(), workspace: folder, agents: lightAgents, logLevel: null },
      );
      await handle.result;
      await handle.close();
      const { rows } = await get<Samples>(
        `/api/runs/${handle.id}/samples?reason=beyond-target&limit=1`,
      );
      const { life } = await get<SampleDetail>(`/api/runs/${handle.id}/samples/${rows[0]!.id}`);
      const { what, spanId } = life.at(-1)!;
      const { name, sampleIds } = await get<SpanDetail>(`/api/runs/${handle.id}/spans/${spanId}`);
      expect([what, name]).toEqual(["curated", "surplus"]);
      expect(sampleIds).toContain(rows[0]!.id);
    }
  });

  it("keeps answers of several people, takes one back, and lets a waiting run go on", async () => {
    const spec = ticketSpec({
      target: 8,
      review: "blocking",
      certify: { faithfulness: 0.1, confidence: 0.5, audits: 3 },
    });
    const handle = await launch(spec, { model: "embedded", workspace: folder, logLevel: null });
    expect((await handle.result).status).toBe("waiting");
    await handle.close();
    const path = `/api/runs/${handle.id}/review`;
    const before = await get<Review>(`${path}?reviewer=ann`);
    expect(before).toMatchObject({ available: true, blocking: true });
    const listed = async () =>
      (await get<z.infer<typeof runsSchema>>("/api/runs")).rows.find(({ id }) => id === handle.id)!;
    // The list names what the page of the review asks.
    const row = await listed();
    expect([row.status, row.inReview + row.audits]).toEqual(["waiting", before.waiting]);
    expect(row.audits).toBeGreaterThan(0);
    const [first, ...others] = before.items;
    const answer = (reviewer: string, sampleId: string, decision = "accept") =>
      post<{ stored: number; applied: number; left: number; resumed: boolean }>(path, {
        reviewer,
        answers: [{ sampleId, decision }],
      });
    await answer("ann", first!.sampleId, "reject");
    // The critic let it pass, and the one person who answered did not keep it.
    expect((await get<Review>(path)).critic).toMatchObject({
      of: 1,
      share: { value: 0 },
      table: { bothRight: 0, bothWrong: 0, onlyCritic: 1, onlyPeople: 0 },
    });
    await answer("ben", first!.sampleId);
    const tied = await get<Review>(`${path}?reviewer=ann`);
    expect(tied.items.map(({ sampleId }) => sampleId)).not.toContain(first!.sampleId);
    expect(tied.agreement.items).toBe(1);
    // A tie of people says nothing about the critic.
    expect(tied.critic).toMatchObject({ of: 0, share: null, growth: [] });
    expect(tied.reviewers.map(({ name }) => name)).toEqual(["ann", "ben"]);
    expect(await post(`${path}/undo`, { reviewer: "ann", sampleId: first!.sampleId })).toEqual({
      undone: true,
      why: null,
    });
    let last = await answer("ann", first!.sampleId);
    for (const { sampleId } of others) last = await answer("ann", sampleId);
    expect(last).toMatchObject({ applied: before.items.length, left: 0, resumed: true });
    for (;;) {
      const { status } = await get<RunDetail>(`/api/runs/${handle.id}`);
      if (status !== "working") {
        expect(status).toBe("finished");
        break;
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    const detail = await get<RunDetail>(`/api/runs/${handle.id}`);
    expect(detail.faithfulnessFrom).toBe("people");
    expect(detail.audits).toBe(0);
    expect(detail.certified).toMatchObject({ confidence: 0.5 });
    expect(detail.certified!.atLeast).toBeGreaterThanOrEqual(0.1);
    const { critic } = await get<Review>(path);
    expect(critic).toMatchObject({ of: before.items.length, share: { value: 1, high: 1 } });
    expect(critic.growth.map(({ n }) => n)).toEqual(before.items.map((_, at) => at + 1));
    expect(critic.table.bothRight).toBe(before.items.length);
    const { life } = await get<SampleDetail>(`/api/runs/${handle.id}/samples/${first!.sampleId}`);
    const names = life.map(({ what, who }) => `${what} ${who}`);
    expect(names.slice(-2)).toEqual(["decided gate", "reviewed review"]);
    for (const { at, spanId } of life.slice(-2)) {
      expect(at).not.toBeNull();
      const span = await get<SpanDetail>(`/api/runs/${handle.id}/spans/${spanId}`);
      expect(span.id).toBe(spanId);
    }
    const { edges } = await get<RunGraph>(`/api/runs/${handle.id}/graph`);
    // Asked once and asked again for nothing more: the run came back to the node with the answers.
    expect(edges.find(({ from, to }) => from === "curate" && to === "review")!.count).toBe(1);
    expect(edges.find(({ from, to }) => from === "review" && to === "evaluate")!.count).toBe(1);
  });
});
