import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { hash32 } from "../../base/statistics/hash.js";
import type { RunGraph } from "../../studio/api/runs.js";
import type { SampleDetail, Samples } from "../../studio/api/samples.js";
import type { SpanDetail, SpanRow, Spans } from "../../studio/api/spans.js";
import { startStudio, type Studio } from "../../studio/server/start-studio.js";
import { askStudio } from "../helpers/studio-client.js";
import { goodAnswer, startTickets, ticketModel } from "../helpers/ticket-run.js";

/** A model whose critic sends half of the first drafts back. */
const strict = () =>
  ticketModel({
    answer: (request) => {
      const { step, attempt, sampleIds = [] } = request.origin;
      const isSentBack =
        step === "critique" && attempt === 0 && hash32(sampleIds.join(" ")) % 2 === 0;
      return isSentBack
        ? { ...(goodAnswer(request) as object), coherent: 1, reason: "It does not hang together." }
        : goodAnswer(request);
    },
  });

describe("the studio's trace", () => {
  const folder = mkdtempSync(join(tmpdir(), "datawright-studio-trace-"));
  let studio: Studio;
  const base = "/api/runs/run";
  const get = async <T>(path: string): Promise<T> => {
    const { status, json, text } = await askStudio(studio, path);
    if (status !== 200) throw new Error(`${path}: ${status} ${text}`);
    return json as T;
  };
  /** Every row of a list of steps, page by page. */
  const allOf = async (path: string): Promise<SpanRow[]> => {
    const rows: SpanRow[] = [];
    for (let cursor: string | null = ""; cursor !== null;) {
      const page: Spans = await get<Spans>(
        `${base}/spans?${path}${cursor === "" ? "" : `&cursor=${cursor}`}`,
      );
      rows.push(...page.rows);
      cursor = page.next;
    }
    return rows;
  };
  /** Rows with the folds among them opened, and those within. */
  const opened = async (filter: string, rows: readonly SpanRow[]): Promise<SpanRow[]> =>
    (
      await Promise.all(
        rows.map(async (row) =>
          row.fold === null
            ? [row]
            : opened(
                filter,
                await allOf(`${filter}&parent=${row.parentId ?? ""}&fold=${row.fold}&limit=5`),
              ),
        ),
      )
    ).flat();

  beforeAll(async () => {
    const { handle } = await startTickets(
      folder,
      { target: 20, plan: { subtopics: 0, roundSize: 12 } },
      { model: strict() },
    );
    await handle.result;
    studio = await startStudio({ workspace: folder });
  });
  afterAll(async () => {
    await studio.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it("folds what a filter finds, below the steps around it", async () => {
    const found = await get<Spans>(`${base}/spans?operation=chat&agent=critic`);
    const folds = found.rows.filter(({ folded }) => folded !== null);
    expect(folds.length).toBeGreaterThan(0);
    for (const { folded, context, parentId } of folds) {
      expect(folded!.count).toBeGreaterThanOrEqual(8);
      expect(folded!.p50).toBeLessThanOrEqual(folded!.p95);
      // The agents are folded, which only stand around the calls.
      expect(context).toBe(true);
      expect(found.rows.map(({ id }) => id)).toContain(parentId);
    }
    const rows = await opened("operation=chat&agent=critic", found.rows);
    const matches = rows.filter(({ context }) => !context);
    expect(matches).toHaveLength(found.total!);
    expect(new Set(matches.map(({ id }) => id)).size).toBe(found.total);
    for (const { operation, agent, parentId } of matches) {
      expect([operation, agent]).toEqual(["chat", "critic"]);
      expect(rows.map(({ id }) => id)).toContain(parentId);
    }
  });

  it("hands out what it found page by page, parents first and each once", async () => {
    const whole = await get<Spans>(`${base}/spans?agent=generator&limit=1000`);
    const paged = await allOf("agent=generator&limit=2");
    expect(paged.map(({ id }) => id)).toEqual(whole.rows.map(({ id }) => id));
    const seen = new Set<string>();
    for (const { id, parentId } of paged) {
      if (paged.some((row) => row.id === parentId)) expect(seen).toContain(parentId);
      seen.add(id);
    }
  });

  it("folds what a text is found in, and opens a fold of a search to its members", async () => {
    const filter = "text=TICKETS%20OF%20A%20SHOP&operation=chat";
    const rows = await allOf(`${filter}&limit=1000`);
    const all = await opened(filter, rows);
    const judged = await get<Spans>(`${base}/spans?operation=chat&agent=critic`);
    const spoken = all.filter(({ context, agent }) => !context && agent === "critic");
    expect(rows.some(({ folded }) => folded !== null)).toBe(true);
    expect(spoken).toHaveLength(judged.total!);
  });

  it("shows what a revision changed, with the draft before and the sample's life", async () => {
    const { rows } = await get<Samples>(`${base}/samples?limit=1000`);
    const revised = rows.find(({ revisions }) => revisions > 0)!;
    const detail = await get<SampleDetail>(`${base}/samples/${revised.id}`);
    const [first, second] = detail.versions;
    const of = (id: string): Promise<SpanDetail> => get<SpanDetail>(`${base}/spans/${id}`);
    const step = await of(second!.spanId!);
    expect(step.change).toEqual({
      sampleId: revised.id,
      revision: 1,
      before: first!.text,
      after: second!.text,
      beforeSpan: first!.spanId,
    });
    expect(step.change!.before).not.toBe(step.change!.after);
    // The agent's own step, around the call, shows the same; the first draft changed nothing.
    expect((await of(step.parentId!)).change).toEqual(step.change);
    expect((await of(first!.spanId!)).change).toBeNull();
  });

  it("counts in the graph what was written first and what again, and the ways that tell it", async () => {
    const { nodes, edges } = await get<RunGraph>(`${base}/graph`);
    const of = (name: string): number | null => nodes.find((node) => node.name === name)!.count;
    const { rows } = await get<Samples>(`${base}/samples?limit=1000`);
    const again = rows.reduce((sum, { revisions }) => sum + revisions, 0);
    expect(again).toBeGreaterThan(0);
    expect([of("generate"), of("revise"), of("critique")]).toEqual([
      rows.length,
      again,
      rows.length + again,
    ]);
    const way = (from: string, to: string): number | null =>
      edges.find((edge) => edge.from.endsWith(from) && edge.to.endsWith(to))!.count;
    expect([
      way("generate", "critique"),
      way("critique", "revise"),
      way("revise", "critique"),
    ]).toEqual([rows.length, again, again]);
    // Into the drafts' own graph a round goes once, with all of them.
    expect(way("plan", "generate")).toBe(of("plan"));
    expect(of("plan")! - 1).toBe(way("learn", "plan"));
  });

  it("leads from a sample's order to the planner's step that made it", async () => {
    const { rows } = await get<Samples>(`${base}/samples?limit=1000`);
    const { life, round } = await get<SampleDetail>(`${base}/samples/${rows.at(-1)!.id}`);
    const [ordered, wrote] = life;
    const step = await get<SpanDetail>(`${base}/spans/${ordered!.spanId}`);
    expect([step.agent, step.attributes["datawright.step"]]).toEqual(["planner", "order"]);
    expect(step.startedAt).toBeLessThan(wrote!.at!);
    const orders = await opened(
      "agent=planner",
      await allOf("agent=planner&operation=invoke_agent&limit=1000"),
    );
    // Of the orders the one of its round: the first step of the planner makes the plan.
    const planned = orders.filter(({ context }) => !context);
    expect(round).toBeGreaterThan(0);
    expect(planned.findIndex(({ id }) => id === step.id)).toBe(round + 1);
  });
});
