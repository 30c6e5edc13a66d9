import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Agents, Tried } from "../../studio/api/agents.js";
import type { RunDetail } from "../../studio/api/runs.js";
import type { Neighbours, SampleDetail, SampleMap, Samples } from "../../studio/api/samples.js";
import type { Span } from "../../schema/span.js";
import type { Spans } from "../../studio/api/spans.js";
import type { Comparison, Planned, Prompts, Validated } from "../../studio/api/task.js";
import type { Context } from "hono";
import { startStudio, type Studio } from "../../studio/server/start-studio.js";
import { wordsFor } from "../../studio/server/words.js";
import { builtPackage } from "../helpers/built-package.js";
import { askStudio } from "../helpers/studio-client.js";
import { startTickets, ticketModel, ticketSpec } from "../helpers/ticket-run.js";

const KOREAN = { "accept-language": "ko" };

describe("what the studio's pages ask for", () => {
  const folder = mkdtempSync(join(tmpdir(), "datawright-studio-pages-"));
  let studio: Studio;
  const ask = (path: string, options: Parameters<typeof askStudio>[2] = {}) =>
    askStudio(studio, path, options);
  const get = async <T>(path: string, headers = {}): Promise<T> => {
    const { status, json, text } = await ask(path, { headers });
    if (status !== 200) throw new Error(`${path}: ${status} ${text}`);
    return json as T;
  };
  const task = JSON.stringify(ticketSpec({ name: "small", target: 6 }));

  const key = process.env["OPENAI_API_KEY"];

  beforeAll(async () => {
    // A key that no request is made with.
    process.env["OPENAI_API_KEY"] = "sk-canary-0123456789abcdef";
    for (const [runId, seed] of [
      ["a", 7],
      ["b", 8],
    ] as const) {
      const { handle } = await startTickets(
        folder,
        { target: 10, seed },
        { model: ticketModel(), runId },
      );
      await handle.result;
    }
    studio = await startStudio({ workspace: folder, compiled: builtPackage().dist });
  });
  afterAll(async () => {
    await studio.close();
    if (key === undefined) delete process.env["OPENAI_API_KEY"];
    else process.env["OPENAI_API_KEY"] = key;
    rmSync(folder, { recursive: true, force: true });
  });

  it("compares two runs: the setting that differs, figures with their verdicts", async () => {
    const compared = await get<Comparison>("/api/compare?a=a&b=b");
    expect([compared.first.id, compared.second.id]).toEqual(["a", "b"]);
    expect(compared.settings).toEqual([{ path: "seed", first: 7, second: 8 }]);
    expect(compared.figures.map(({ name }) => name)).toContain("acceptance");
    const real = compared.figures.filter(({ verdict }) => verdict === "real");
    for (const { low, high } of real) expect(low! > 0 || high! < 0).toBe(true);
    const { status, json } = await ask("/api/compare?a=a&b=none");
    expect([status, (json as { code: string }).code]).toEqual([404, "RUN_NOT_FOUND"]);
  });

  it("maps every sample with a vector, and finds its neighbours by them", async () => {
    let map = await get<SampleMap>("/api/runs/a/map");
    while (map.state === "working") map = await get<SampleMap>("/api/runs/a/map");
    const { rows } = await get<Samples>("/api/runs/a/samples?limit=1000");
    expect(map.points.length + map.withoutVector).toBe(rows.length);
    expect(map.fitted).toBe(map.points.length);
    expect(map.points.length).toBeGreaterThanOrEqual(10);
    for (const { id, label, x, y } of map.points) {
      expect(label).toBe(rows.find((row) => row.id === id)!.label);
      expect(Number.isFinite(x) && Number.isFinite(y)).toBe(true);
    }
    const places = new Set(map.points.map(({ x, y }) => `${x} ${y}`));
    expect(places.size).toBe(map.points.length);
    const one = map.points[0]!.id;
    const { neighbours } = await get<Neighbours>(`/api/runs/a/samples/${one}/neighbours`);
    expect(neighbours.map(({ sample }) => sample.id)).not.toContain(one);
    const nearness = neighbours.map(({ similarity }) => similarity);
    expect(nearness).toEqual([...nearness].sort((x, y) => y - x));
  });

  it("hands out pages to their ends, and refuses cursors that it gave nobody", async () => {
    for (const list of ["samples", "samples?sort=score", "spans?operation=chat&agent=critic"]) {
      const path = `/api/runs/a/${list}${list.includes("?") ? "&" : "?"}`;
      const whole = await get<Samples | Spans>(`${path}limit=1000`);
      expect(whole.next).toBeNull();
      const ids: string[] = [];
      let cursor: string | null = "";
      while (cursor !== null) {
        const page: Samples | Spans = await get(
          `${path}limit=3${cursor === "" ? "" : `&cursor=${cursor}`}`,
        );
        // A page that says there is more is full, and the one behind it is not empty.
        if (page.next !== null) expect(page.rows).toHaveLength(3);
        expect(page.rows.length).toBeGreaterThan(0);
        ids.push(...page.rows.map(({ id }) => id));
        cursor = page.next;
      }
      expect(ids).toEqual(whole.rows.map(({ id }) => id));
      const wrong = await ask(`${path}cursor=nonsense`);
      expect([wrong.status, (wrong.json as { code: string }).code]).toEqual([400, "USAGE"]);
    }
    const pages = await get<{ rows: { id: string }[]; next: string }>("/api/runs?limit=1");
    const last = await get<{ rows: { id: string }[]; next: null }>(
      `/api/runs?limit=1&cursor=${pages.next}`,
    );
    expect([...pages.rows, ...last.rows].map(({ id }) => id).sort()).toEqual(["a", "b"]);
    expect(last.next).toBeNull();
  });

  it("downloads every step of a trace once, a JSON object a line", async () => {
    const { text, headers } = await ask("/api/runs/a/trace.jsonl");
    expect(headers["content-type"]).toMatch(/^application\/jsonl/u);
    expect(headers["content-disposition"]).toContain("a.trace.jsonl");
    const spans = text
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Span);
    expect(new Set(spans.map(({ id }) => id)).size).toBe(spans.length);
    const { total } = await get<{ total: number }>("/api/runs/a/spans/facets");
    expect(spans).toHaveLength(total);
  });

  it("plans a task, shows its first prompts and tries it, and keeps nothing", async () => {
    const planned = (await ask("/api/task/plan", { body: { task } })).json as Planned;
    expect(planned.estimate.orders).toBeGreaterThanOrEqual(6);
    expect(planned.estimate.calls).toBeGreaterThan(0);
    expect(planned.cells.length).toBeGreaterThan(0);
    const { prompts } = (await ask("/api/task/prompts", { body: { task } })).json as Prompts;
    expect(new Set(prompts.map(({ sampleId }) => sampleId)).size).toBeLessThanOrEqual(3);
    const sections = prompts.flatMap(({ messages }) => messages.flatMap((one) => one.sections));
    expect(sections.find(({ name }) => name === "task")!.text).toContain("Tickets of a shop.");
    const tried = (await ask("/api/agents/try", { body: { task, samples: 1 } })).json as Tried;
    expect(tried.error).toBeNull();
    expect(tried.samples).toHaveLength(1);
    expect(tried.samples[0]!.spans.map(({ agent }) => agent)).toEqual(
      expect.arrayContaining(["generator", "critic"]),
    );
    const { rows } = await get<{ rows: unknown[] }>("/api/runs");
    expect(rows).toHaveLength(2);
  });

  it("starts a run, stops it with its state saved, and asks before money is spent", async () => {
    const paid = await ask("/api/runs", {
      body: { task: task.replace('"small"', '"paid","models":{"default":"openai:gpt-4o"}') },
    });
    expect((paid.json as { message: string }).message).toMatch(/gpt-4o.*may cost money/u);
    const large = JSON.stringify(ticketSpec({ name: "long", target: 5000 }));
    const { json } = await ask("/api/runs", { body: { task: large } });
    const { run } = json as { run: string };
    const detail = (): Promise<RunDetail> => get<RunDetail>(`/api/runs/${run}`);
    expect(await detail()).toMatchObject({ status: "working", startedHere: true });
    while ((await detail()).funnel.drafted === 0);
    while ((await detail()).now.models.length === 0);
    const { models, inFlight } = (await detail()).now;
    expect(models.map(({ model }) => model)).toEqual(["embedded"]);
    expect(models[0]!.mostInFlight).toBeGreaterThan(0);
    expect(inFlight).toBe(models[0]!.inFlight);
    expect((await ask(`/api/runs/${run}/stop`, { method: "POST" })).json).toEqual({
      stopped: true,
    });
    while ((await detail()).status === "working");
    const stopped = await detail();
    expect(stopped.now).toMatchObject({ models: [], inFlight: null });
    expect(stopped).toMatchObject({ status: "interrupted", stop: "interrupted" });
    expect(stopped.funnel.drafted).toBeGreaterThan(0);
    expect((await ask(`/api/runs/${run}/stop`, { method: "POST" })).json).toEqual({
      stopped: false,
    });
    expect((await ask("/api/runs/none/stop", { method: "POST" })).status).toBe(404);
  });

  it("speaks Korean to a page that does, and English to whoever asks for no language", async () => {
    const none = async (headers = {}) =>
      (await ask("/api/runs/a/samples/none", { headers })).json as Record<string, string | null>;
    expect((await none())["message"]).toBe('the run has no sample "none"');
    expect((await none(KOREAN))["message"]).toMatch(/^이 실행에 샘플 "none"/u);
    const unknown = (await ask("/api/runs/a/samples?sort=none", { headers: KOREAN })).json;
    expect(unknown).toMatchObject({ code: "USAGE", meaning: "명령의 인수가 잘못되었습니다" });
    const validated = (
      await ask("/api/task/validate", {
        body: { task: "name: x\nkind: clasification\ndescription: y\n" },
        headers: KOREAN,
      })
    ).json as Validated;
    expect(validated.problems[0]!.message).toMatch(/쓸 수 있는 값이 아닙니다/u);
    const schema = await get<{ properties: { name: { description: string } } }>(
      "/api/task/schema",
      KOREAN,
    );
    expect(schema.properties.name.description).toBe("데이터셋의 짧은 이름.");
    const { agents } = await get<Agents>("/api/agents", KOREAN);
    const criteria = agents.find(({ role }) => role === "critic")!.slots[0]!;
    expect(criteria.slot).toBe("심사 기준");
    expect(criteria.choices.filter(({ about }) => !/[가-힣]/u.test(about))).toEqual([]);
    const compared = await get<Comparison>("/api/compare?a=a&b=b", KOREAN);
    const notes = [...compared.notes, ...compared.figures.flatMap(({ note }) => note ?? [])];
    expect(notes.filter((note) => !/[가-힣]/u.test(note))).toEqual([]);
    const run = await get<RunDetail>("/api/runs/a", KOREAN);
    expect(run.stopDetail).toMatch(/^10개 중 10개 채택$/u);
    const { rows } = await get<Samples>("/api/runs/a/samples?limit=1");
    const life = async (headers = {}) =>
      (await get<SampleDetail>(`/api/runs/a/samples/${rows[0]!.id}`, headers)).life.flatMap(
        ({ says }) => (says.kind === "status" ? says.meaning : []),
      );
    expect(await life()).toContain("accepted by the gate");
    expect(await life(KOREAN)).toContain("게이트에서 채택됨");
    // A quota that moved for several reasons says them behind each other.
    const words = wordsFor({ req: { header: () => "ko" } } as unknown as Context);
    expect(words.sentence("takes 1 from a; takes 2 from b")).toBe("a에서 1을 받음; b에서 2를 받음");
  });
});
