import { z } from "zod";
import { Random } from "../../../base/statistics/random.js";
import { labelAnswer, shownFields } from "../answers/label-answer.js";
import type { AnswerForm, Benchmark, BenchmarkPart, BenchmarkRow } from "../contract.js";
import { badRow, benchmarkData, benchmarkRow, partOfText } from "../folder/benchmark-row.js";

const FILES = ["val_wiki.json", "pid2name.json"];
const SHOWN = ["text", "head", "tail"];
/** Relations to choose from and examples of each in one question: 5-way 1-shot. */
const WAYS = 5;
const entity = z.tuple([z.string(), z.string(), z.array(z.array(z.number().int().min(0)))]);
const schema = z.record(
  z.string(),
  z.array(z.object({ tokens: z.array(z.string()), h: entity, t: entity })),
);

const labels = labelAnswer({ shown: SHOWN, things: "sentences" });
const episodes: AnswerForm = {
  ...labels,
  question(row, context) {
    const random = new Random(context.seed).derive("episode", row.id);
    const others = context.labels.filter(({ name }) => name !== row.label);
    const offered = random.shuffle([
      ...context.labels.filter(({ name }) => name === row.label),
      ...random.sample(others, WAYS - 1),
    ]);
    const items = offered.flatMap(({ name }) => {
      const known = context.examples.filter(({ label }) => label === name);
      return known.length === 0 ? [] : [{ ...shownFields(random.pick(known), SHOWN), label: name }];
    });
    const asked = labels.question(row, { ...context, labels: offered });
    const [task, ...rest] = asked.sections;
    return {
      ...asked,
      sections: [
        task!,
        ...(items.length === 0
          ? []
          : [{ kind: "demonstrations" as const, text: "A sentence of each:", items }]),
        ...rest,
      ],
    };
  },
};

/** FewRel: the relation between two entities of a sentence. */
export const fewRel: Benchmark = {
  title: "relation between two entities",
  paper: "Han et al. 2018 (EMNLP)",
  source: "https://github.com/thunlp/FewRel",
  licence: "MIT",
  kind: "relation",
  description:
    "Tell the relation in which the head entity stands to the tail entity in a sentence.",
  textFields: SHOWN,
  files: FILES,
  sizes: { train: 6722, validation: 2265, test: 2213 },
  protocol:
    "The test relations are not public, so the 16 of val_wiki.json stand for them: a hash of the " +
    "sentence puts 60 % into train, 20 % into validation, 20 % into test. A small model tells all " +
    "16 apart; a language model is asked in 5-way 1-shot episodes, as in the paper. Accuracy.",
  answers: episodes,
  async load(folder) {
    const file = folder.single ?? folder.file(/(?:^|\/)val_wiki\.json$/iu);
    if (file === null) throw folder.missing(FILES);
    const data = await folder.json(file, schema);
    const namesFile = folder.single === null ? folder.file(/(?:^|\/)pid2name\.json$/iu) : null;
    const names =
      namesFile === null
        ? {}
        : await folder.json(namesFile, z.record(z.string(), z.array(z.string())));
    const rows: { part: BenchmarkPart; row: BenchmarkRow }[] = [];
    for (const [relation, sentences] of Object.entries(data))
      sentences.forEach(({ tokens, h, t }, index) => {
        const at = { file, line: index + 1 };
        const mention = ([name, , [place]]: z.infer<typeof entity>, field: string): string => {
          const words = (place ?? []).map((token) => tokens[token]);
          if (words.some((word) => word === undefined))
            throw badRow(folder, at, {
              code: "DATA_FORMAT",
              field: `${relation}[${index}].${field}`,
              message: `names a token that the sentence of ${tokens.length} tokens has not`,
            });
          return words.length === 0 ? name : words.join(" ");
        };
        const text = tokens.join(" ");
        const fields = { text, head: mention(h, "h"), tail: mention(t, "t") };
        const label = names[relation]?.[0] ?? relation;
        rows.push({
          part: partOfText(text, { test: 20, validation: 20 }),
          row: benchmarkRow({ ...at, nth: relation, fields, textFields: SHOWN, label }),
        });
      });
    return benchmarkData(rows, {
      labels: Object.keys(data).map((relation) => {
        const [name = relation, definition] = names[relation] ?? [];
        return { name, outOfScope: false, ...(definition ? { definition } : {}) };
      }),
    });
  },
};
