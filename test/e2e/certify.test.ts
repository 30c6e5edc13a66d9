import { openReview } from "../../graphs/commands/review-run.js";
import { Random } from "../../base/statistics/random.js";
import type { Agent } from "../../agents/contract.js";
import { defineAgent } from "../../agents/define-agent.js";
import type { CurationDecision, ReviewAnswer, ReviewItem } from "../../agents/roles.js";
import type { Report } from "../../schema/report.js";
import { temporaryFolder } from "../memory/temporary-folder.js";
import {
  datasetRows,
  isWriting,
  lightAgents,
  runFile,
  startTickets,
  ticketAnswer,
  ticketModel,
} from "../helpers/ticket-run.js";

const WRONG = "Wrongly, ";

/** Writes a wrong text every so often, and rates a share of those lower than the others. */
function model({ wrong, seen }: { readonly wrong: number; readonly seen: number }) {
  return ticketModel({
    answer: ({ messages, parameters, format }) => {
      const { seed } = parameters;
      const schema = format.schema as Record<string, unknown> | undefined;
      const answer = ticketAnswer({ messages, schema, seed }) as Record<string, unknown>;
      const key = new Random(JSON.stringify([messages, seed])).next();
      if (isWriting(schema))
        return key < wrong ? { text: `${WRONG}${String(answer["text"])}` } : answer;
      const isWrong = messages.some(({ content }) => content.includes(WRONG));
      return { ...answer, reason: "so", coherent: 5, on_task: isWrong && key < seen ? 3 : 5 };
    },
  });
}
const audited = (items: readonly ReviewItem[]): ReviewAnswer[] =>
  items.map(({ sampleId, fields }) => ({
    sampleId,
    decision: String(fields["text"]).includes(WRONG) ? "reject" : "accept",
  }));
const certificateOf = (folder: string) =>
  (JSON.parse(runFile(folder, "report.json")) as Report).certificate!;
const share = (folder: string): number => {
  const rows = datasetRows(folder) as unknown as { text: string }[];
  return rows.filter(({ text }) => !text.includes(WRONG)).length / rows.length;
};
const spec = { target: 160, plan: { subtopics: 0, roundSize: 64 }, review: "blocking" as const };

/** Has people decide three samples, once. */
function doubter(): Agent {
  let isFirst = true;
  return defineAgent({
    name: "doubter",
    role: "curator",
    run: async (_input, { memory }) => {
      const decisions: CurationDecision[] = [];
      for await (const { id } of memory.accepted())
        if (isFirst && decisions.length < 3)
          decisions.push({ id, action: "review", reason: "review-uncertain" });
      isFirst = false;
      return { decisions, figures: {} };
    },
  });
}

describe("certify", () => {
  it("raises the threshold until the promise holds, and fills up again with what keeps to it", async () => {
    const { handle } = await startTickets(
      temporaryFolder(),
      { ...spec, certify: { faithfulness: 0.85, confidence: 0.8, audits: 55 } },
      { agents: lightAgents, model: model({ wrong: 0.2, seen: 0.97 }) },
    );
    let result = await handle.result;
    let asked = 0;
    while (result.status === "waiting") {
      expect(result.report.certificate!.status).toBe("waiting");
      asked += result.review.length;
      result = await handle.resume(audited(result.review));
    }
    const certificate = certificateOf(handle.folder);
    expect(certificate).toMatchObject({ status: "holds", audited: asked, waiting: 0 });
    expect(certificate.threshold).not.toBeNull();
    expect(certificate.takenOut).toBeGreaterThan(0);
    expect(certificate.atLeast!).toBeGreaterThanOrEqual(0.85);
    expect(share(handle.folder)).toBeGreaterThanOrEqual(certificate.atLeast!);
    expect(result.summary.accepted).toBe(160);
    expect(result.report.notes[0]).toMatch(/^certified: at least (?:8|9)\d/u);
    expect(certificate.withJudge!.high - certificate.withJudge!.low).toBeGreaterThan(0);
  });

  it("says that it cannot where the judge does not tell and people find too much", async () => {
    const { handle } = await startTickets(
      temporaryFolder(),
      { ...spec, target: 60, certify: { faithfulness: 0.95, audits: 30 } },
      { agents: lightAgents, model: model({ wrong: 0.33, seen: 0 }) },
    );
    let result = await handle.result;
    while (result.status === "waiting") result = await handle.resume(audited(result.review));
    expect(certificateOf(handle.folder)).toMatchObject({ status: "cannot", threshold: null });
    expect(result.report.notes[0]).toMatch(/^not certified: .* could not be shown/u);
  });

  it("leaves the audits to the review of a run that has ended, and decides there", async () => {
    const workspace = temporaryFolder();
    const options = { agents: lightAgents, model: model({ wrong: 0, seen: 0 }) };
    const { handle } = await startTickets(
      workspace,
      { ...spec, review: "after", target: 40, certify: { faithfulness: 0.8, confidence: 0.8 } },
      options,
    );
    const { report, summary } = await handle.result;
    expect(summary.accepted).toBe(40);
    expect(report.certificate).toMatchObject({ status: "waiting", atLeast: null });
    const session = await openReview("run", { workspace, logLevel: null, ...options });
    expect(session.items).toHaveLength(report.certificate!.waiting);
    expect(session.items[0]!.why).toMatch(/audit/u);
    // One after the other, as on a terminal.
    const answers = audited(session.items);
    await session.apply(answers.slice(0, 5));
    expect(certificateOf(handle.folder)).toMatchObject({ status: "waiting", audited: 5 });
    await session.apply(answers.slice(5));
    expect(session.items).toEqual([]);
    await session.close();
    expect(certificateOf(handle.folder)).toMatchObject({
      status: "holds",
      faithful: answers.length,
    });
    expect(datasetRows(handle.folder)).toHaveLength(40);
  });

  it("takes answers about uncertain samples and audits together, and wants none of them twice", async () => {
    const workspace = temporaryFolder();
    const options = {
      agents: { ...lightAgents, curator: doubter() },
      model: model({ wrong: 0, seen: 0 }),
    };
    const { handle } = await startTickets(
      workspace,
      { ...spec, target: 40, certify: { faithfulness: 0.8, confidence: 0.8 } },
      options,
    );
    expect((await handle.result).review).toHaveLength(3);
    await handle.close();
    const open = () => openReview("run", { workspace, logLevel: null, ...options });
    let session = await open();
    const first = session.items;
    const audits = first.filter(({ why }) => why.includes("audit"));
    expect(audits.length).toBeGreaterThan(5);
    expect(first.length).toBe(audits.length + 3);
    // Some of the audits before the uncertain ones, which the run waits for.
    const some = await session.apply(audited(audits.slice(0, 4)));
    expect(some).toMatchObject({ applied: 4, problems: [] });
    expect(session.items).toHaveLength(first.length - 4);
    await session.close();
    session = await open();
    expect(await session.apply(audited(session.items))).toMatchObject({
      applied: first.length - 4,
      problems: [],
    });
    while (session.blocking) await session.apply(audited(session.items));
    await session.close();
    const certificate = certificateOf(handle.folder);
    expect(certificate).toMatchObject({ status: "holds", waiting: 0 });
    expect(certificate.audited).toBe(certificate.faithful);
  });

  it("goes on without audits that nobody makes, and promises nothing", async () => {
    const { handle } = await startTickets(
      temporaryFolder(),
      { ...spec, target: 24, certify: { faithfulness: 0.9 } },
      { agents: lightAgents, model: model({ wrong: 0, seen: 0 }) },
    );
    expect((await handle.result).status).toBe("waiting");
    const result = await handle.resume([], { finish: true });
    expect(result.status).toBe("finished");
    expect(certificateOf(handle.folder)).toMatchObject({ status: "cannot", audited: 0 });
  });
});
