import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { DatawrightError } from "../../base/errors.js";
import { inferTask, taskToYaml, type ColumnUse } from "../../tools/task-file/infer-task.js";
import { checkTaskSpec } from "../../tools/task-file/read-task.js";
import type { CommonFlags } from "../flags.js";
import { texts } from "../language/texts.js";
import { printable } from "../print/print-table.js";
import { askForTask } from "../task-questions.js";

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
  if (data === undefined && !process.stdin.isTTY)
    throw new DatawrightError({
      code: "USAGE",
      message: "init asks on a terminal, and this is none",
      hint: "Give it a data file: datawright init support.csv",
    });
  const { task, columns } =
    data === undefined
      ? await askForTask(flags.out)
      : await inferTask(data, { folder: dirname(flags.out) });
  const spec = flags.name === undefined ? task : { ...task, name: flags.name };
  checkTaskSpec(spec);
  await mkdir(dirname(flags.out), { recursive: true });
  await writeFile(
    flags.out,
    `${schemaLine(flags.out)}${taskToYaml(spec)}${unusedComment(columns)}`,
  );
  const say = texts().init;
  process.stdout.write(
    flags.json
      ? `${JSON.stringify({ file: flags.out, spec, columns })}\n`
      : [
          say.wrote(flags.out, spec.kind, Array.isArray(spec.labels) ? spec.labels.length : null),
          ...columns.map((column) => `  ${columnLine(column)}`),
          say.next(flags.out),
          "",
        ].join("\n"),
  );
  return 0;
}

/** What editors with the YAML language server check and complete a task file by. */
function schemaLine(out: string): string {
  const schema = fileURLToPath(new URL("../../task.schema.json", import.meta.url));
  if (!existsSync(schema) || out.toLowerCase().endsWith(".json")) return "";
  const path = relative(dirname(resolve(out)), schema).replaceAll("\\", "/");
  return `# yaml-language-server: $schema=${path.startsWith(".") ? path : `./${path}`}\n`;
}

function columnLine({ column, field, values }: ColumnUse): string {
  const say = texts().init;
  return printable(say.column(column, field ?? say.notUsed(values.length)));
}

/** Columns that the task does not use, with what could be made of them, as a comment. */
function unusedComment(columns: readonly ColumnUse[]): string {
  const unused = columns.filter(({ field }) => field === null);
  if (unused.length === 0) return "";
  const lines = unused.map(({ column, values }) =>
    printable(
      values.length === 0
        ? `${JSON.stringify(column)}`
        : `${JSON.stringify(column)}, something that samples differ in? attributes: ` +
            `{ ${JSON.stringify(column)}: ${JSON.stringify(values)} }`,
    ),
  );
  return `# Columns that are not used:\n${lines.map((line) => `#   ${line}\n`).join("")}`;
}
