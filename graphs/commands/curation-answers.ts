import { resolve } from "node:path";
import type { LabelValue } from "../../schema/label.js";
import type { Task } from "../../schema/task.js";
import { readPeopleAnswers, type PeopleFormat } from "../../tools/annotation/people-files.js";
import type { AskPeople, CurationRow } from "../../tools/curation/contract.js";
import { IN_SCOPE, OUT_OF_SCOPE } from "../../tools/curation/relabel/scope-answers.js";
import { answersText } from "./apply-answers.js";

/** People who answered beforehand, in a file. */
export interface FileOfAnswers {
  /** Answers the rows that the file holds an answer to; a refused row is `out-of-scope`. */
  readonly ask: AskPeople;
  /** What became of the answers, once the steps have asked. */
  readonly outcome: () => { readonly used: number; readonly problems: readonly string[] };
}

/**
 * Reads what people said of the rows that an earlier curation of the same file left to them.
 *
 * @throws DATA_NOT_FOUND, DATA_FORMAT, DATA_LABEL; nothing is asked then
 */
export async function fileOfAnswers(
  path: string,
  {
    rows,
    task,
    format,
  }: {
    readonly rows: readonly CurationRow[];
    readonly task: Task;
    readonly format: PeopleFormat;
  },
): Promise<FileOfAnswers> {
  const names = task.labels.map(({ name }) => name);
  const given = new Map(rows.map((row) => [row.id, row.label]));
  const { answers, ties } = readPeopleAnswers(
    format,
    await answersText(resolve(path), "Give the file of answers to the rows of `people.jsonl`."),
    {
      labels: names.length === 0 ? undefined : [...new Set([...names, IN_SCOPE, OUT_OF_SCOPE])],
      multiLabel: task.spec.multiLabel,
      given,
    },
  );
  const said = new Map(
    answers.map(({ sampleId, decision, label }): [string, LabelValue] => [
      sampleId,
      decision === "reject" ? OUT_OF_SCOPE : (label ?? given.get(sampleId) ?? IN_SCOPE),
    ]),
  );
  const used = new Set<string>();
  return {
    ask: (asked) => {
      const found = asked.flatMap(({ id }) =>
        said.has(id) ? [[id, one(said.get(id)!)] as const] : [],
      );
      for (const [id] of found) used.add(id);
      return Promise.resolve(new Map(found));
    },
    outcome: () => {
      const unknown = [...said.keys()].filter((id) => !given.has(id));
      const unasked = said.size - used.size - unknown.length;
      return {
        used: used.size,
        problems: [
          ...unknown.map((id) => `${id} is none of the rows`),
          ...(unasked > 0 ? [`${unasked} answers are to rows that no step asked about`] : []),
          ...ties.map((id) => `${id}: people do not agree on it`),
        ],
      };
    },
  };
}

/** What people say of the scope is one word, in tasks with several labels too. */
function one(label: LabelValue): LabelValue {
  return Array.isArray(label) && (label[0] === IN_SCOPE || label[0] === OUT_OF_SCOPE)
    ? label[0]
    : label;
}
