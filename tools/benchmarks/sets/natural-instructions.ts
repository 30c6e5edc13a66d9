import { z } from "zod";
import { nearestAnswer } from "../answers/text-answers.js";
import type { Benchmark, BenchmarkPart, BenchmarkRow } from "../contract.js";
import { benchmarkData, benchmarkRow } from "../folder/benchmark-row.js";

const FILES = ["tasks/*.json", "splits/default/{train,test}_tasks.txt"];
/** Instances of a task that are used, as in the paper's evaluation. */
const INSTANCES = 100;
const EXAMPLES = 2;
const example = z.object({ input: z.string(), output: z.string() });
const schema = z.object({
  Definition: z.union([z.string(), z.array(z.string()).min(1)]),
  "Positive Examples": z.array(example).default([]),
  Instances: z.array(
    z.object({
      id: z.string().optional(),
      input: z.string(),
      output: z.union([z.string(), z.array(z.string()).min(1)]),
    }),
  ),
});

/** Natural Instructions v2: tasks that a model has not seen, told by their definition. */
export const naturalInstructions: Benchmark = {
  title: "tasks told by their definition",
  paper: "Wang et al. 2022 (Super-NaturalInstructions, EMNLP)",
  source: "https://github.com/allenai/natural-instructions",
  licence: "Apache-2.0; each task has that of its source",
  kind: "instruction",
  description: "Do what the task says.",
  textFields: ["instruction", "input"],
  files: FILES,
  sizes: { train: 75_700, validation: null, test: 11_810 },
  protocol:
    "Tasks of the default split's test list (all tasks where there is no list), the first 100 " +
    "instances of each, definition and two positive examples shown. ROUGE-L of the nearest " +
    "reference, without stemming, and exact match.",
  answers: nearestAnswer,
  async load(folder) {
    const rows: { part: BenchmarkPart; row: BenchmarkRow }[] = [];
    const listed = async (part: string): Promise<Set<string> | null> => {
      const file = folder.file(new RegExp(`(?:^|/)(?:default/)?${part}_tasks\\.txt$`, "u"));
      return file === null
        ? null
        : new Set((await folder.text(file)).split(/\s+/u).filter(Boolean));
    };
    const [train, test] = [await listed("train"), await listed("test")];
    const files =
      folder.single === null ? folder.files(/(?:^|\/)task\d[^/]*\.json$/u) : [folder.single];
    if (files.length === 0) throw folder.missing(FILES);
    for (const file of files) {
      const task = file.replace(/^.*\/|\.json(?:\.gz)?$/gu, "");
      const part = train?.has(task) ? "train" : test === null || test.has(task) ? "test" : null;
      if (part === null) continue;
      const known = await folder.json(file, schema);
      const instruction = ([] as string[]).concat(known.Definition).join("\n");
      const examples = known["Positive Examples"]
        .slice(0, EXAMPLES)
        .map(({ input, output }) => ({ input, output }));
      known.Instances.slice(0, INSTANCES).forEach(({ id, input, output }, index) =>
        rows.push({
          part,
          row: benchmarkRow({
            file,
            line: index + 1,
            nth: id ?? index,
            fields: { task, instruction, input, examples },
            textFields: ["instruction", "input"],
            references: ([] as string[]).concat(output),
          }),
        }),
      );
    }
    return benchmarkData(rows, { labels: [] });
  },
};
