import { labelAnswer } from "../answers/label-answer.js";
import type { Benchmark } from "../contract.js";
import {
  benchmarkData,
  benchmarkRow,
  labelOf,
  namedLabels,
  partOfText,
  textValue,
} from "../folder/benchmark-row.js";

const LABELS = ["ham", "spam"];
const FILES = ["SMSSpamCollection"];

/** SMS Spam Collection: a message is wanted or spam. */
export const smsSpam: Benchmark = {
  title: "SMS messages: wanted or spam",
  paper: "Almeida, Hidalgo and Yamakami 2011 (DocEng)",
  source: "https://archive.ics.uci.edu/dataset/228/sms+spam+collection",
  licence: "CC BY 4.0 (UCI)",
  kind: "classification",
  description: "Tell whether a text message is spam.",
  textFields: ["text"],
  files: FILES,
  sizes: { train: 4460, validation: 519, test: 595 },
  protocol:
    "5,574 rows without a published split: a hash of the text puts 80 % into train, 10 % into " +
    "validation and 10 % into test, equal messages together. Macro F1 beside accuracy, since 87 % are ham.",
  answers: labelAnswer({ shown: ["text"], things: "messages" }),
  async load(folder) {
    const file =
      folder.single ?? folder.file(/(?:^|\/)(?:SMSSpamCollection|sms)(?:\.(?:tsv|txt))?$/iu);
    if (file === null) throw folder.missing(FILES);
    const rows = [];
    for await (const { values, line } of folder.rows(file, { format: "tsv", header: false })) {
      const at = { file, line };
      const text = textValue(values["1"], "text", at, folder);
      const label = labelOf(values["0"], LABELS, { folder, at });
      rows.push({
        part: partOfText(text),
        row: benchmarkRow({ ...at, fields: { text }, textFields: ["text"], label }),
      });
    }
    return benchmarkData(rows, { labels: namedLabels(LABELS) });
  },
};
