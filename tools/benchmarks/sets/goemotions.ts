import { labelsAnswer } from "../answers/label-answer.js";
import type { Benchmark } from "../contract.js";
import {
  badRow,
  benchmarkData,
  benchmarkRow,
  namedLabels,
  textValue,
} from "../folder/benchmark-row.js";

const FILES = ["train.tsv", "dev.tsv", "test.tsv"];
/** In the order of their ids in the files. */
const EMOTIONS =
  "admiration amusement anger annoyance approval caring confusion curiosity desire disappointment " +
  "disapproval disgust embarrassment excitement fear gratitude grief joy love nervousness optimism " +
  "pride realization relief remorse sadness surprise neutral";

/** GoEmotions: the emotions of a comment. */
export const goEmotions: Benchmark = {
  title: "emotions of a comment, several at once",
  paper: "Demszky et al. 2020 (ACL)",
  source: "https://github.com/google-research/google-research/tree/master/goemotions",
  licence: "Apache-2.0",
  kind: "classification",
  multiLabel: true,
  description: "Tell the emotions that a comment expresses; neutral where it expresses none.",
  textFields: ["text"],
  files: FILES,
  sizes: { train: 43_410, validation: 5426, test: 5427 },
  protocol:
    "The published split, 27 emotions and neutral; macro F1 as in the paper, micro F1 beside it.",
  answers: labelsAnswer({ shown: ["text"], things: "comments" }),
  async load(folder) {
    const names = EMOTIONS.split(" ");
    const rows = [];
    const files = folder.parts(
      {
        train: /(?:^|\/)train\.tsv$/iu,
        validation: /(?:^|\/)(?:dev|validation)\.tsv$/iu,
        test: /(?:^|\/)test\.tsv$/iu,
      },
      FILES,
    );
    for (const { part, file } of files)
      for await (const { values, line } of folder.rows(file, { format: "tsv", header: false })) {
        const at = { file, line };
        const ids = textValue(values["1"], "labels", at, folder).split(",");
        const label = ids.map((id) => {
          const name = /^\d+$/u.test(id.trim()) ? names[Number(id)] : undefined;
          if (name === undefined)
            throw badRow(folder, at, {
              code: "DATA_LABEL",
              field: "labels",
              message: `${JSON.stringify(id)} is no id of an emotion, 0 to ${names.length - 1}`,
            });
          return name;
        });
        const text = textValue(values["0"], "text", at, folder);
        rows.push({
          part,
          row: benchmarkRow({ ...at, fields: { text }, textFields: ["text"], label }),
        });
      }
    return benchmarkData(rows, { labels: namedLabels(names) });
  },
};
