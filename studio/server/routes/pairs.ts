import { DatawrightError } from "../../../base/errors.js";
import { PairFolder, type PairAnswer } from "../../../graphs/comparison/pair-folder.js";
import { paidModels } from "../../../graphs/opening/paid-models.js";
import { PAIRS_SPEC } from "../../../graphs/evaluation/judge-pairs-file.js";
import { blindItems } from "../../../tools/judging/blind-pairs.js";
import { readPairs } from "../../../tools/judging/read-pairs.js";
import {
  judgePairsSchema,
  judgingSchema,
  madePairsSchema,
  MOST_PAIR_BYTES,
  newPairsSchema,
  pairAnswersSchema,
  pairQueueQuerySchema,
  pairQueueSchema,
  pairResultsSchema,
  pairSetsSchema,
  pairStoredSchema,
  pairUndoSchema,
} from "../../api/pairs.js";
import { undoneSchema } from "../../api/review.js";
import { pairResults } from "../read/pair-results.js";
import { pairsOfRuns } from "../read/run-pairs.js";
import { jsonRoute, type Route } from "../route.js";
import type { StudioContext } from "../studio-context.js";
import { toldInTheseWords } from "../words.js";
import { workOf } from "./task.js";

/** Pairs of a queue that are sent at once. */
const SENT = 50;
const SIDES = { left: "A", right: "B", tie: "tie" } as const;

export const pairRoutes: readonly Route[] = [
  jsonRoute({
    method: "get",
    path: "/api/pairs",
    summary: "Sets of blind pairs, the latest first.",
    answer: pairSetsSchema,
    handle: async ({ studio }) => ({
      sets: await Promise.all(
        (await PairFolder.list(studio.workspace)).map(
          async ({ seed: _seed, names: _names, ...set }) => {
            const answers = await (await PairFolder.open(studio.workspace, set.id)).answers();
            const reviewers = [...new Set(answers.map(({ by }) => by))].sort();
            return { ...set, answers: answers.length, reviewers };
          },
        ),
      ),
    }),
  }),
  jsonRoute({
    method: "post",
    path: "/api/pairs",
    summary: "Draws pairs of two runs, of a run and its given rows, or takes those of a file.",
    body: newPairsSchema,
    answer: madePairsSchema,
    mostBytes: MOST_PAIR_BYTES,
    handle: async ({ body, studio }) => {
      const { pairs, title: usual } =
        body.file === undefined
          ? await pairsOfRuns(body, studio.readers)
          : { title: "pairs", pairs: readPairs(body.file).slice(0, body.most) };
      if (pairs.length === 0)
        throw new DatawrightError({ code: "DATA_EMPTY", message: "the file holds no pair" });
      const { title = "", criterion = "" } = body;
      // Names and the seed of the sides stay here: the set is worked off blind.
      const made = await PairFolder.create(studio.workspace, {
        title: title === "" ? usual : title,
        pairs,
        criterion: criterion === "" ? null : criterion,
      });
      return { id: made.id, pairs: made.pairs };
    },
  }),
  jsonRoute({
    method: "get",
    path: "/api/pairs/:set",
    summary: "Pairs that are left for a person; which name stands on which side is not told.",
    query: pairQueueQuerySchema,
    answer: pairQueueSchema,
    handle: async ({ params, query, studio }) => {
      const folder = await setOf(params, studio);
      const { id, title, criterion, seed } = await folder.about();
      const items = blindItems(await folder.pairs(), seed);
      const own = new Set(
        (await folder.answers())
          .filter(({ by }) => by === query.reviewer)
          .map(({ sampleId }) => sampleId),
      );
      const left = items.filter(({ sampleId }) => !own.has(sampleId));
      return {
        ...{ id, title, criterion },
        pairs: left.slice(0, SENT).map(({ sampleId, fields }) => ({
          id: sampleId,
          instruction: fields.instruction,
          left: fields.A,
          right: fields.B,
        })),
        left: left.length,
        total: items.length,
        answered: own.size,
      };
    },
  }),
  jsonRoute({
    method: "post",
    path: "/api/pairs/:set/answers",
    summary: "Answers of a person: on disk before they are answered.",
    body: pairAnswersSchema,
    answer: pairStoredSchema,
    handle: async ({ params, body, studio }) => {
      const folder = await setOf(params, studio);
      const known = new Set((await folder.pairs()).map(({ id }) => id));
      const problems: string[] = [];
      const rows: PairAnswer[] = [];
      for (const { pair, choice } of body.answers) {
        const from = { sampleId: pair, by: body.reviewer, at: Date.now() };
        if (!known.has(pair)) problems.push(`there is no pair ${JSON.stringify(pair)}`);
        else if (choice === "skip") rows.push({ ...from, decision: "skip" });
        else rows.push({ ...from, decision: "relabel", label: SIDES[choice] });
      }
      await folder.addAnswers(rows);
      return { stored: rows.length, problems };
    },
  }),
  jsonRoute({
    method: "post",
    path: "/api/pairs/:set/undo",
    summary: "Takes a person's answer back.",
    body: pairUndoSchema,
    answer: undoneSchema,
    handle: async ({ params, body, studio }) => {
      const folder = await setOf(params, studio);
      const { pair, reviewer } = body;
      const isKnown = (await folder.answers()).some(
        ({ sampleId, by }) => sampleId === pair && by === reviewer,
      );
      if (!isKnown) return { undone: false, why: "nothing of this person is stored for it" };
      await folder.addAnswers([{ sampleId: pair, by: reviewer, decision: "undo", at: Date.now() }]);
      return { undone: true, why: null };
    },
  }),
  jsonRoute({
    method: "get",
    path: "/api/pairs/:set/results",
    summary: "Win rates with the names, agreement of people, and judges held against them.",
    answer: pairResultsSchema,
    inWords: (results, words) => ({
      ...results,
      judges: results.judges.map((judge) => ({
        ...judge,
        error: judge.error && toldInTheseWords(judge.error, words),
      })),
    }),
    handle: async ({ params, studio }) => {
      const folder = await setOf(params, studio);
      return pairResults(folder, { judging: studio.children.has(judgingOf(params["set"]!)) });
    },
  }),
  jsonRoute({
    method: "post",
    path: "/api/pairs/:set/judge",
    summary: "Lets a model judge the pairs, each in both orders, in a process of its own.",
    body: judgePairsSchema,
    answer: judgingSchema,
    handle: async ({ params, body, studio }) => {
      const folder = await setOf(params, studio);
      await startJudge(folder, params["set"]!, { body, studio });
      return { judging: true };
    },
  }),
  jsonRoute({
    method: "post",
    path: "/api/pairs/:set/judge/stop",
    summary: "Ends the judge; what it judged stays.",
    answer: judgingSchema,
    handle: async ({ params, studio }) => {
      await setOf(params, studio);
      return { judging: studio.children.stop(judgingOf(params["set"]!)) };
    },
  }),
];

/** @throws USAGE for what is no id of a set of the workspace */
async function setOf(
  params: Readonly<Record<string, string>>,
  studio: StudioContext,
): Promise<PairFolder> {
  return PairFolder.open(studio.workspace, params["set"]!);
}

/** Names the process that judges a set. */
function judgingOf(set: string): string {
  return `judge-${set}`;
}

/** @throws USAGE while one judges, and for a model that may cost money before that is confirmed */
async function startJudge(
  folder: PairFolder,
  set: string,
  {
    body: { model, baseUrl, most, usd, confirmed },
    studio,
  }: {
    readonly body: {
      readonly model: string;
      readonly baseUrl?: string | undefined;
      readonly most: number;
      readonly usd?: number | undefined;
      readonly confirmed: boolean;
    };
    readonly studio: StudioContext;
  },
): Promise<void> {
  if (studio.children.has(judgingOf(set)))
    throw new DatawrightError({
      code: "USAGE",
      message: "a model judges these pairs already",
      hint: "Wait until it is done, or stop it.",
      details: { status: 409 },
    });
  const paid = await paidModels(
    { spec: { ...PAIRS_SPEC, budget: usd === undefined ? {} : { usd } } },
    { model, ...(baseUrl === undefined ? {} : { baseUrl }) },
  );
  if (paid.length > 0 && !confirmed)
    throw new DatawrightError({
      code: "USAGE",
      message: `${paid.join(", ")}: this may cost money`,
      hint: "Confirm it; a limit in US dollars keeps it small.",
      details: { paid },
    });
  await studio.children.launch(judgingOf(set), {
    ...workOf("judge", { task: "" }, studio),
    judge: { folder: folder.path, model, baseUrl, most, usd },
  });
}
