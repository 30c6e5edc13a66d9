import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { launch } from "../../graphs/run/launch.js";
import { openRun } from "../../graphs/commands/open-run.js";
import { resumeRun } from "../../graphs/run/resume-run.js";
import type { LaunchOptions } from "../../graphs/runtime/run-options.js";
import type { TaskSpecInput } from "../../schema/task-file/task-spec.js";
import type { ChatRequest } from "../../tools/models/contract.js";
import { FileServer } from "../helpers/file-server.js";
import { isWriting, lightAgents, runFile, ticketModel, ticketSpec } from "../helpers/ticket-run.js";
import { temporaryFolder } from "../memory/temporary-folder.js";

const quick = { logLevel: null, agents: lightAgents } as const;
const spec = (more: Partial<TaskSpecInput>): TaskSpecInput =>
  ticketSpec({
    target: 24,
    review: "none",
    plan: { subtopics: 0, roundSize: 16 },
    critique: { criteria: ["format", "novel"] },
    ...more,
  });

/** Ids and texts of the sources that a writing request shows. */
function shownSources(request: ChatRequest): { id: string; text: string }[] {
  const section =
    /<sources>\n[^\n]*\n([\s\S]*?)\n<\/sources>/u.exec(
      request.messages.map(({ content }) => content).join("\n"),
    )?.[1] ?? "";
  return section
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line) as { id: string; text: string });
}
const writing = (requests: readonly ChatRequest[]): ChatRequest[] =>
  requests.filter((request) => isWriting(request.format.schema as Record<string, unknown>));

function sourceFolder(): string {
  const folder = join(temporaryFolder(), "docs");
  mkdirSync(folder);
  writeFileSync(join(folder, "returns.md"), "A parcel can be sent back for 30 days.");
  writeFileSync(join(folder, "shop.html"), "<main><p>The shop opened in Vienna.</p></main>");
  writeFileSync(join(folder, "broken.pdf"), "no PDF");
  writeFileSync(
    join(folder, "terms.csv"),
    "subject,relation,object\nvoucher,is a kind of,payment\npayment,belongs to,order\n",
  );
  return folder;
}
const knowledgeOf = (folder: string): TaskSpecInput["knowledge"] => [
  { id: "docs", name: "documents", path: folder },
  { id: "terms", name: "csv", path: join(folder, "terms.csv") },
];

describe("a run with knowledge", () => {
  it("shows documents and facts with their ids, and notes what it could not read", async () => {
    const folder = sourceFolder();
    const model = ticketModel();
    const handle = await launch(
      spec({ knowledge: knowledgeOf(folder), generate: { sources: { count: 2 } } }),
      { ...quick, model, workspace: temporaryFolder(), runId: "run" },
    );
    const { summary } = await handle.result;
    expect(summary).toMatchObject({ stop: "target", accepted: 24 });
    const shown = writing(model.requests).map(shownSources);
    for (const sources of shown) expect(sources).toHaveLength(2);
    expect(new Set(shown.flat().map(({ text }) => text))).toEqual(
      new Set([
        "A parcel can be sent back for 30 days.",
        "The shop opened in Vienna.",
        "voucher — is a kind of — payment",
        "payment — belongs to — order",
      ]),
    );
    expect(shown.flat().every(({ id }) => /^(?:docs\/\w+\.\w+|terms)#[0-9a-f]+$/u.test(id))).toBe(
      true,
    );
    const notes = [runFile(handle.folder, "config.json"), runFile(handle.folder, "report.json")];
    for (const text of notes) expect(text).toContain("broken.pdf: the PDF cannot be read");
    expect(notes[0]).toContain("1 files of other types are not read (1 .csv)");
  });

  it("goes on with the same knowledge when it is resumed, whatever became of the files", async () => {
    const folder = sourceFolder();
    const task = spec({
      knowledge: knowledgeOf(folder),
      generate: { sources: { name: "chain", count: 2 } },
    });
    const workspace = temporaryFolder();
    const first = ticketModel();
    const cut = await launch(task, {
      ...quick,
      model: first,
      workspace,
      runId: "run",
      budget: { calls: 10 },
    });
    expect((await cut.result).summary.stop).toBe("budget");
    rmSync(folder, { recursive: true });
    const second = ticketModel();
    const resumed = await resumeRun("run", {
      ...quick,
      model: second,
      workspace,
      budget: { calls: 10_000 },
    });
    expect((await resumed.result).summary).toMatchObject({ stop: "target", accepted: 24 });
    const chain = ["payment — belongs to — order", "voucher — is a kind of — payment"];
    for (const requests of [first.requests, second.requests]) {
      expect(writing(requests).length).toBeGreaterThan(0);
      for (const request of writing(requests))
        expect(
          shownSources(request)
            .map(({ text }) => text)
            .sort(),
        ).toEqual(chain);
    }
  });

  it("asks a search endpoint once for what samples need, and not again when it is resumed", async () => {
    const server = await FileServer.start((origin) =>
      Object.fromEntries(
        ["refund", "delivery"].flatMap((label) =>
          Array.from({ length: 40 }, (_unused, k) => [
            `/search?q=${label}&k=${k}`,
            {
              headers: { "content-type": "application/json" },
              body: JSON.stringify([{ text: `All about ${label} from ${origin}.` }]),
            },
          ]),
        ),
      ),
    );
    const workspace = temporaryFolder();
    const task = spec({
      knowledge: [{ id: "hook", name: "http", url: `${server.origin}/search?q={query}&k={k}` }],
      generate: { sources: "search" },
    });
    const first = ticketModel();
    const options: LaunchOptions = {
      ...quick,
      workspace,
      runId: "run",
      knowledgeCache: join(workspace, "none"),
    };
    const cut = await launch(task, { ...options, model: first, budget: { calls: 10 } });
    expect((await cut.result).summary.stop).toBe("budget");
    expect(server.paths.map((path) => /q=(\w+)/u.exec(path)![1]).sort()).toEqual([
      "delivery",
      "refund",
    ]);
    await server.stop();
    rmSync(join(workspace, "none"), { recursive: true });
    const second = ticketModel();
    const resumed = await resumeRun("run", {
      ...options,
      model: second,
      budget: { calls: 10_000 },
    });
    expect((await resumed.result).summary).toMatchObject({ stop: "target", accepted: 24 });
    for (const request of writing([...first.requests, ...second.requests])) {
      const label = /"name":"label","value":"([^"]+)"/u.exec(request.messages[1]!.content)![1]!;
      expect(shownSources(request)).toMatchObject([
        { text: expect.stringContaining(`All about ${label}`) },
      ]);
    }
  });

  it("finds passages while it works, and keeps their vectors in its folder", async () => {
    const folder = sourceFolder();
    const found: string[] = [];
    const { defineAgent } = await import("../../agents/define-agent.js");
    const stage = defineAgent({
      name: "looks-up",
      role: "stage",
      run: async (_input, { knowledge }) => {
        for (const by of ["words", "embedding", "both"] as const)
          found.push(
            (await knowledge.search("how long can a parcel be sent back", 1, { by }))[0]!.text,
          );
        return { scores: { triples: knowledge.graph?.size.triples ?? 0 } };
      },
    });
    const workspace = temporaryFolder();
    const handle = await launch(spec({ target: 4, knowledge: knowledgeOf(folder) }), {
      ...quick,
      model: ticketModel(),
      workspace,
      runId: "run",
      stages: [{ after: "generator", agent: stage }],
    });
    await handle.result;
    expect(new Set(found)).toEqual(new Set(["A parcel can be sent back for 30 days."]));
    expect(readdirSync(handle.folder)).toContain("knowledge.hnsw");
    const run = await openRun("run", { workspace });
    expect((await run.samples()).every((sample) => sample.scores["triples"] === 2)).toBe(true);
    run.close();
  });

  it("leaves no run behind when a source cannot be read", async () => {
    const folder = sourceFolder();
    writeFileSync(join(folder, "bad.nt"), "<http://e/a> oops\n");
    const workspace = temporaryFolder();
    const broken = launch(
      spec({ knowledge: [...knowledgeOf(folder)!, { name: "rdf", path: join(folder, "bad.nt") }] }),
      { ...quick, model: ticketModel(), workspace, runId: "run" },
    );
    await expect(broken).rejects.toMatchObject({
      code: "DATA_FORMAT",
      message: expect.stringContaining("bad.nt:1:"),
    });
    expect(existsSync(join(workspace, "runs", "run"))).toBe(false);
    await expect(
      launch(spec({ generate: { sources: "subgraph" }, knowledge: [{ text: "A fact." }] }), {
        ...quick,
        workspace,
      }),
    ).rejects.toMatchObject({
      code: "SPEC_INVALID",
      message: expect.stringContaining("knowledge"),
    });
    await expect(
      launch(spec({ generate: { sources: "serch" }, knowledge: [{ text: "A fact." }] }), {
        ...quick,
        workspace,
      }),
    ).rejects.toMatchObject({
      code: "SPEC_INVALID",
      message: expect.stringContaining("generate.sources"),
    });
  });
});
