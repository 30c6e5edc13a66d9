import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { isDatawrightError } from "../../../base/errors.js";
import {
  answeredSchema,
  answersSchema,
  reviewQuerySchema,
  reviewSchema,
  undoneSchema,
  undoSchema,
  type Answered,
} from "../../api/review.js";
import { ReviewJournal, type JournalEntry } from "../review-journal.js";
import { jsonRoute, type Route } from "../route.js";
import type { StudioContext } from "../studio-context.js";
import { decided, reviewOf, waitingItems } from "../read/review-read.js";
import { runState } from "../read/run-state.js";

/** Bytes of answers that are taken at once. */
const MOST_BYTES = 1024 * 1024;

export const reviewRoutes: readonly Route[] = [
  jsonRoute({
    method: "get",
    path: "/api/runs/:run/review",
    summary: "What waits for people, the most valuable first, and how they agree.",
    query: reviewQuerySchema,
    answer: reviewSchema,
    inWords: (review, words) => ({
      ...review,
      items: review.items.map((item) => ({ ...item, why: words.sentence(item.why) })),
    }),
    handle: async ({ params, query, studio }) =>
      reviewOf(await studio.readers.open(params["run"]!), {
        reviewer: query.reviewer,
        working: studio.children.has(params["run"]!),
      }),
  }),
  jsonRoute({
    method: "post",
    path: "/api/runs/:run/review",
    summary:
      "Answers of a person: on disk before they are answered, applied once everything is answered.",
    body: answersSchema,
    answer: answeredSchema,
    inWords: (answered, words) => ({
      ...answered,
      problems: answered.problems.map((problem) => words.sentence(problem)),
    }),
    mostBytes: MOST_BYTES,
    handle: async ({ params, body, studio }) => {
      const run = params["run"]!;
      const reader = await studio.readers.open(run);
      const waiting = new Map((await waitingItems(reader)).map((item) => [item.sampleId, item]));
      const journal = new ReviewJournal(reader.folder);
      const problems: string[] = [];
      const entries: JournalEntry[] = [];
      for (const { sampleId, ...answer } of body.answers) {
        const item = waiting.get(sampleId);
        if (item === undefined) {
          problems.push(`no sample ${JSON.stringify(sampleId)} waits for review`);
          continue;
        }
        entries.push({
          sampleId,
          by: body.reviewer,
          ...answer,
          given: item.label,
          suggested: item.suggested,
          at: Date.now(),
        });
      }
      await journal.add(entries);
      const answers = decided(
        await journal.answers(),
        new Set(waiting.keys()),
        reader.config.spec.multiLabel,
      );
      const left = waiting.size - answers.length;
      const stored = { stored: entries.length, applied: 0, problems, left, resumed: false };
      if ((left > 0 || waiting.size === 0) && !body.finish) return stored;
      return {
        ...stored,
        ...(await applied(run, studio, { answers, problems, finish: body.finish })),
      };
    },
  }),
  jsonRoute({
    method: "post",
    path: "/api/runs/:run/review/undo",
    summary: "Takes back a person's answer that is not applied yet.",
    body: undoSchema,
    answer: undoneSchema,
    inWords: ({ undone, why }, words) => ({
      undone,
      why: why === null ? null : words.sentence(why),
    }),
    handle: async ({ params, body, studio }) => {
      const reader = await studio.readers.open(params["run"]!);
      const waiting = await waitingItems(reader);
      const journal = new ReviewJournal(reader.folder);
      const known = (await journal.answers()).some(
        ({ sampleId, by }) => sampleId === body.sampleId && by === body.reviewer,
      );
      if (!known) return { undone: false, why: "nothing of this person is stored for it" };
      if (!waiting.some(({ sampleId }) => sampleId === body.sampleId))
        return { undone: false, why: "it is applied already" };
      await journal.add([
        { sampleId: body.sampleId, by: body.reviewer, decision: "undo", at: Date.now() },
      ]);
      return { undone: true, why: null };
    },
  }),
];

/** Gives answers to the run, in a process that goes on with it where it waited for them. */
async function applied(
  run: string,
  studio: StudioContext,
  {
    answers,
    problems,
    finish,
  }: {
    readonly answers: ReturnType<typeof decided>;
    readonly problems: readonly string[];
    readonly finish: boolean;
  },
): Promise<Pick<Answered, "applied" | "problems" | "resumed">> {
  const reader = await studio.readers.open(run);
  const working = studio.children.has(run);
  const status = await runState(reader, { working });
  if (status === "working")
    return {
      applied: 0,
      problems: [
        ...problems,
        "a process works on the run: the answers are stored, and applied when they are sent again",
      ],
      resumed: false,
    };
  const file = join(studio.workspace.folder, "studio", `${run}.answers.jsonl`);
  const before = new Set((await waitingItems(reader)).map(({ sampleId }) => sampleId));
  try {
    await studio.children.prepare();
    await writeFile(file, answers.map((answer) => `${JSON.stringify(answer)}\n`).join(""), {
      mode: 0o600,
    });
    const said = await studio.children.command(
      run,
      [
        ...["review", run, "--answers", file, ...(finish ? ["--finish"] : [])],
        ...(studio.leaseSeconds === undefined ? [] : ["--lease", String(studio.leaseSeconds)]),
      ],
      async () => {
        if (answers.length === 0) return status === "waiting" && (await reader.isWorkedOn());
        const waiting = new Set((await waitingItems(reader)).map(({ sampleId }) => sampleId));
        return answers.every(({ sampleId }) => !waiting.has(sampleId));
      },
    );
    const waiting = new Set((await waitingItems(reader)).map(({ sampleId }) => sampleId));
    return {
      applied: answers.filter(({ sampleId }) => before.has(sampleId) && !waiting.has(sampleId))
        .length,
      problems: [...problems, ...((said["problems"] as string[] | undefined) ?? [])],
      resumed: status === "waiting",
    };
  } catch (error) {
    if (!isDatawrightError(error)) throw error;
    return { applied: 0, problems: [...problems, error.message], resumed: false };
  }
}
