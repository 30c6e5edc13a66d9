import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { createInterface } from "node:readline/promises";
import { DatawrightError } from "../../base/errors.js";
import type { TaskSpecInput } from "../../schema/task-file/task-spec.js";
import { inferTaskFromCsv, taskToYaml } from "../../tools/task-file/infer-task.js";
import { checkTaskSpec } from "../../tools/task-file/read-task.js";
import type { CommonFlags } from "../flags.js";

interface InitFlags extends CommonFlags {
  readonly out: string;
  readonly name?: string;
  readonly force: boolean;
}

/** `datawright init [DATA]`: a valid task.yaml, from a file's columns or from questions. */
export async function init(data: string | undefined, flags: InitFlags): Promise<number> {
  if (existsSync(flags.out) && !flags.force)
    throw new DatawrightError({
      code: "USAGE",
      message: `${flags.out} exists already`,
      hint: "Choose another --out, or give --force to overwrite it.",
    });
  const inferred =
    data === undefined ? await ask() : await inferTaskFromCsv(data, { folder: dirname(flags.out) });
  const spec = flags.name === undefined ? inferred : { ...inferred, name: flags.name };
  checkTaskSpec(spec);
  await mkdir(dirname(flags.out), { recursive: true });
  await writeFile(flags.out, taskToYaml(spec));
  process.stdout.write(
    flags.json
      ? `${JSON.stringify({ file: flags.out, spec })}\n`
      : `wrote ${flags.out}: ` +
          `${spec.kind}${Array.isArray(spec.labels) ? `, ${spec.labels.length} labels` : ""}\nnext: ` +
          `give each label a definition, then \`datawright preview ${flags.out}\` and ` +
          `\`datawright run ${flags.out}\`\n`,
  );
  return 0;
}

async function ask(): Promise<TaskSpecInput> {
  if (!process.stdin.isTTY)
    throw new DatawrightError({
      code: "USAGE",
      message: "init asks on a terminal, and this is none",
      hint: "Give it a data file: datawright init support.csv",
    });
  const reader = createInterface({ input: process.stdin, output: process.stdout });
  try {
    const name = (await reader.question("name of the dataset: ")).trim() || "my-dataset";
    const description =
      (await reader.question("what is it about, in one sentence: ")).trim() || "Short texts.";
    const labels = (await reader.question("labels, separated by commas: "))
      .split(",")
      .map((label) => label.trim())
      .filter((label) => label !== "");
    const path = (
      await reader.question("file with real examples (text and label columns; empty for none): ")
    ).trim();
    const target = Number((await reader.question("how many samples [200]: ")).trim() || "200");
    return {
      name,
      description,
      target,
      ...(labels.length > 0
        ? {
            kind: "classification" as const,
            labels: Object.fromEntries(labels.map((label) => [label, `texts about ${label}`])),
          }
        : { kind: "instruction" as const }),
      support: path === "" ? undefined : { path },
    };
  } finally {
    reader.close();
  }
}
