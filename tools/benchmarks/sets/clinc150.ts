import { z } from "zod";
import { labelAnswer } from "../answers/label-answer.js";
import type { Benchmark, BenchmarkPart, BenchmarkRow } from "../contract.js";
import { benchmarkData, benchmarkRow } from "../folder/benchmark-row.js";

const OUTSIDE = "oos";
const FILES = ["data_full.json"];
const pairs = z.array(z.tuple([z.string().min(1), z.string().min(1)]));
const schema = z.object({
  train: pairs.default([]),
  val: pairs.default([]),
  test: pairs,
  oos_train: pairs.default([]),
  oos_val: pairs.default([]),
  oos_test: pairs.default([]),
});
const PARTS = { train: "train", val: "validation", test: "test" } as const;

/** CLINC150: the intent of a request, or that it is none of the 150. */
export const clinc150: Benchmark = {
  title: "intent of a request, out of scope too",
  paper: "Larson et al. 2019 (EMNLP)",
  source: "https://github.com/clinc/oos-eval",
  licence: "CC BY 3.0",
  kind: "classification",
  description: "Tell the intent of a request to an assistant; oos where it is none of the others.",
  textFields: ["text"],
  files: FILES,
  sizes: { train: 15_100, validation: 3100, test: 5500 },
  protocol:
    "The published split with the out-of-scope rows as the label oos; accuracy over all, over the " +
    "150 intents alone, and the recall of out-of-scope rows, as in the paper.",
  answers: labelAnswer({ shown: ["text"], things: "requests", outOfScope: OUTSIDE }),
  async load(folder) {
    const file =
      folder.single ??
      folder.file(/(?:^|\/)data_full\.json$/iu) ??
      folder.file(/(?:^|\/)data_(?:small|imbalanced|oos_plus)\.json$/iu);
    if (file === null) throw folder.missing(FILES);
    const data = await folder.json(file, schema);
    const rows: { part: BenchmarkPart; row: BenchmarkRow }[] = [];
    const names = new Set<string>();
    for (const [short, part] of Object.entries(PARTS))
      for (const key of [short, `oos_${short}`] as (keyof typeof data)[])
        data[key].forEach(([text, label], index) => {
          if (label !== OUTSIDE) names.add(label);
          rows.push({
            part,
            row: benchmarkRow({
              file,
              line: index + 1,
              nth: key,
              fields: { text },
              textFields: ["text"],
              label,
            }),
          });
        });
    const intents = [...names].sort().map((name) => ({ name, outOfScope: false }));
    return benchmarkData(rows, {
      labels: [...intents, { name: OUTSIDE, outOfScope: true, definition: "none of the others" }],
    });
  },
};
