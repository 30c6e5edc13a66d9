import { appendFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { launch } from "../../graphs/run/launch.js";
import { wilsonInterval } from "../../base/statistics/intervals.js";
import type { MadePairs, PairQueue, PairResults, PairSets } from "../../studio/api/pairs.js";
import { startStudio, type Studio } from "../../studio/server/start-studio.js";
import { builtPackage } from "../helpers/built-package.js";
import { startOpenAiServer, type OpenAiServer } from "../helpers/openai-server.js";
import { askStudio } from "../helpers/studio-client.js";
import { lightAgents, ticketModel, ticketSpec } from "../helpers/ticket-run.js";

type Choice = "left" | "right" | "tie";

describe("blind pairs", () => {
  const folder = mkdtempSync(join(tmpdir(), "datawright-studio-"));
  const runs: string[] = [];
  let studio: Studio;
  let server: OpenAiServer;
  let set: string;
  const get = async <T>(path: string): Promise<T> => {
    const { status, json, text } = await askStudio(studio, path);
    if (status !== 200) throw new Error(`${path}: ${status} ${text}`);
    return json as T;
  };
  const post = (path: string, body: object) => askStudio(studio, path, { body });
  const queue = (reviewer: string): Promise<PairQueue> =>
    get<PairQueue>(`/api/pairs/${set}?reviewer=${reviewer}`);
  /** Which run an answer of a pair is of, by the file that no page sees. */
  const ownerOf = (text: string): string => {
    const rows = readFileSync(join(folder, "pairs", set, "pairs.jsonl"), "utf8")
      .trim()
      .split("\n");
    for (const row of rows.map((line) => JSON.parse(line) as Record<string, string>))
      for (const side of ["1", "2"])
        if (row[`output_${side}`] === text) return row[`generator_${side}`]!;
    throw new Error("no pair has that text");
  };
  const answer = async (
    reviewer: string,
    choose: (pair: PairQueue["pairs"][number], at: number) => Choice,
    most = Infinity,
  ): Promise<void> => {
    const { pairs } = await queue(reviewer);
    const answers = pairs
      .slice(0, most)
      .map((pair, at) => ({ pair: pair.id, choice: choose(pair, at) }));
    const { json } = await post(`/api/pairs/${set}/answers`, { reviewer, answers });
    expect(json).toEqual({ stored: answers.length, problems: [] });
  };
  const results = (): Promise<PairResults> => get<PairResults>(`/api/pairs/${set}/results`);

  beforeAll(async () => {
    for (const [runId, seed] of [
      ["plain", 1],
      ["other", 2],
    ] as const) {
      const handle = await launch(
        ticketSpec({ target: 12, seed, attributes: { tone: ["calm", "angry"] } }),
        { model: ticketModel(), workspace: folder, runId, agents: lightAgents, logLevel: null },
      );
      await handle.result;
      runs.push(handle.id);
    }
    // Prefers what stands first, except where the second one speaks of a courier.
    server = await startOpenAiServer({
      answer: (body) => {
        const text = JSON.stringify(body["messages"]);
        const second = text.slice(text.indexOf("Answer B:"));
        return { reason: "so it reads", winner: second.includes("courier") ? "B" : "A" };
      },
    });
    studio = await startStudio({ workspace: folder, compiled: builtPackage().dist });
  });
  afterAll(async () => {
    await studio?.close();
    await server?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it("draws pairs of two runs for the same label and tone, on sides by lot, without a name", async () => {
    const made = await post("/api/pairs", { first: "plain", second: "other", most: 10 });
    expect(Object.keys(made.json as object).sort()).toEqual(["id", "pairs"]);
    expect((made.json as MadePairs).pairs).toBe(10);
    set = (made.json as MadePairs).id;
    const shown = await queue("ann");
    expect(shown).toMatchObject({ left: 10, total: 10, answered: 0, title: "tickets" });
    const sets = await askStudio(studio, "/api/pairs");
    // Neither names nor what the sides are drawn by reach a page before the results.
    for (const text of [JSON.stringify(shown), sets.text, made.text])
      expect(text).not.toMatch(/plain|other|seed/u);
    expect((sets.json as PairSets).sets[0]).toMatchObject({ id: set, pairs: 10, answers: 0 });
    const left = shown.pairs.map((pair) => ownerOf(pair.left));
    expect(new Set(left)).toEqual(new Set(runs));
    expect(shown.pairs.map(({ id }) => Number(id))).not.toEqual(
      shown.pairs.map(({ id }) => Number(id)).sort((a, b) => a - b),
    );
    for (const { instruction, left: one, right } of shown.pairs) {
      expect(instruction).toMatch(/^Tickets of a shop\.\nlabel: (?:refund|delivery)/u);
      expect(ownerOf(one)).not.toBe(ownerOf(right));
    }
    expect(shown.pairs.some(({ instruction }) => /tone: (?:calm|angry)/u.test(instruction))).toBe(
      true,
    );
  });

  it("keeps answers of several people on disk, takes one back, and survives a killed line", async () => {
    expect((await results()).winRates).toEqual([]);
    await answer("ann", ({ left }) => (ownerOf(left) === "other" ? "left" : "right"), 4);
    await answer("ben", () => "tie", 1);
    const path = join(folder, "pairs", set, "answers.jsonl");
    expect(readFileSync(path, "utf8").trim().split("\n")).toHaveLength(5);
    appendFileSync(path, '{"sampleId":"1","by":"ann","deci');
    const again = await queue("ann");
    expect([again.left, again.answered]).toEqual([6, 4]);
    appendFileSync(path, "\n");
    const [first] = (await queue("carl")).pairs;
    const undo = { reviewer: "ben", pair: first!.id };
    expect((await post(`/api/pairs/${set}/undo`, undo)).json).toEqual({ undone: true, why: null });
    expect((await queue("ben")).answered).toBe(0);
    expect((await post(`/api/pairs/${set}/undo`, undo)).json).toMatchObject({ undone: false });
    const unknown = { reviewer: "ben", answers: [{ pair: "99", choice: "left" }] };
    expect((await post(`/api/pairs/${set}/answers`, unknown)).json).toMatchObject({
      stored: 0,
      problems: [expect.stringContaining("99")],
    });
  });

  it("counts every pair once by the majority, with Wilson's interval, and how people agree", async () => {
    // ann holds on to the second run, ben agrees with her on all but the first two pairs.
    await answer("ann", ({ left }) => (ownerOf(left) === "other" ? "left" : "right"));
    await answer("ben", ({ left }, at) =>
      (ownerOf(left) === "other") === at > 1 ? "left" : "right",
    );
    const found = await results();
    expect(found).toMatchObject({ answered: 10, pairs: 10 });
    expect(found.reviewers).toEqual([
      { name: "ann", answers: 10 },
      { name: "ben", answers: 10 },
    ]);
    const [rate] = found.winRates;
    // The two pairs that they are split on are ties: eight wins and two halves.
    expect(rate).toMatchObject({
      ...{ baseline: "plain", candidate: "other", by: "people" },
      ...{ wins: 8, ties: 2, losses: 0 },
    });
    const { lower, upper } = wilsonInterval(9, 10);
    expect(rate!.share).toEqual({ value: 0.9, low: lower, high: upper });
    expect(found.agreement.pairs).toBe(10);
    expect(found.agreement.alpha!.value).toBeLessThan(1);
    expect(found.left.of).toBe(20);
    expect(found.strengths[0]!.name).toBe("other");
  });

  it("holds a model's judgments of the same pairs against people's, with its taste for the first side", async () => {
    const judge = { model: "openai:judge", baseUrl: server.url, most: 9 };
    const refused = await post(`/api/pairs/${set}/judge`, judge);
    expect([refused.status, refused.text]).toEqual([400, expect.stringContaining("cost money")]);
    expect(server.count).toBe(0);
    await post(`/api/pairs/${set}/judge`, { ...judge, confirmed: true });
    let found = await results();
    while (found.judging) found = await results();
    const [own] = found.judges;
    expect(own).toMatchObject({ judge: "openai:judge", judged: 9, unread: 0, error: null });
    expect(server.count).toBe(18);
    expect(own!.people.of).toBe(9);
    expect(own!.growth.at(-1)).toEqual({ n: 9, ...own!.people.share });
    const { consistent, towardsFirst, towardsSecond, pairs } = own!.position!;
    expect(pairs).toBe(9);
    expect(consistent + towardsFirst + towardsSecond).toBeCloseTo(1);
    expect(towardsFirst + towardsSecond).toBeGreaterThan(0);
    expect(found.winRates.map(({ by }) => by)).toEqual(["people", "openai:judge"]);
    // Once more asks about the one pair that is left.
    await post(`/api/pairs/${set}/judge`, { ...judge, confirmed: true });
    do found = await results();
    while (found.judging);
    expect([found.judges[0]!.judged, server.count]).toEqual([10, 20]);
  });

  it("compares a run with its given rows and the pairs of a file, and refuses what has nothing in common", async () => {
    const given = await post("/api/pairs", { first: "plain", most: 5, title: "real or not" });
    set = (given.json as MadePairs).id;
    await answer("ann", ({ left }) => (ownerOf(left) === "given rows" ? "left" : "right"));
    expect((await results()).winRates[0]).toMatchObject({
      ...{ baseline: "given rows", candidate: "plain", wins: 0, losses: 5 },
    });
    const rows = [
      {
        instruction: "Name a river.",
        output_1: "Tay",
        output_2: "Spey",
        generator_1: "a",
        generator_2: "b",
      },
      {
        instruction: "Name a lake.",
        output_1: "Ness",
        output_2: "Lomond",
        generator_1: "b",
        generator_2: "c",
      },
    ];
    const file = rows.map((row) => JSON.stringify(row)).join("\n");
    set = ((await post("/api/pairs", { file })).json as MadePairs).id;
    await answer("ann", () => "tie");
    expect((await results()).strengths.map(({ name }) => name).sort()).toEqual(["a", "b", "c"]);
    const same = await post("/api/pairs", { first: "plain", second: "plain" });
    expect([same.status, (same.json as { code: string }).code]).toEqual([400, "USAGE"]);
    for (const path of ["pairs-none", "..%2Fruns", "%2e%2e"])
      expect((await askStudio(studio, `/api/pairs/${path}`)).status).toBe(404);
    const wrong = await post("/api/pairs", { file: '{"instruction": 1}' });
    expect((wrong.json as { code: string }).code).toBe("DATA_FORMAT");
  });
});
