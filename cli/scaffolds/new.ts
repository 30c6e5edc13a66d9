import { mkdir, writeFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import { join, relative } from "node:path";
import { DatawrightError } from "../../base/errors.js";
import { packageVersion } from "../../base/package-version.js";
import { shellQuote } from "../../base/text/shell-quote.js";
import { slugOf } from "../../base/text/slug.js";
import { slotsWith } from "../../graphs/plugins/launch-slots.js";
import { storeError } from "../../memory/database/store-error.js";
import { texts } from "../language/texts.js";
import { agentFiles } from "./agent-files.js";
import { pluginFiles } from "./plugin-files.js";
import type { Scaffold, ScaffoldName } from "./scaffold.js";
import { taskFiles } from "./task-files.js";

interface NewFlags {
  readonly out?: string;
  readonly json: boolean;
}

/** What `new` makes, by name. */
const SCAFFOLDS: Readonly<Record<string, (named: ScaffoldName) => Scaffold>> = {
  agent: agentFiles,
  task: taskFiles,
  plugin: pluginFiles,
};
export type ScaffoldKind = "agent" | "task" | "plugin";

/** Names of packages and of variables of JavaScript at once. */
const NAME = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/u;

/** `datawright new agent|task|plugin NAME`: a folder with source and a test that passes. */
export async function newFolder(
  kind: ScaffoldKind,
  name: string,
  flags: NewFlags,
): Promise<number> {
  if (!NAME.test(name)) throw unfit(name);
  const criteria = kind === "plugin" ? slotsWith([]).criteria.entries : [];
  if (criteria.some((criterion) => criterion.name === name)) throw taken(name);
  const folder = flags.out ?? name;
  const variable = name.replace(/-([a-z0-9])/gu, (_, letter: string) => letter.toUpperCase());
  const { files, next } = SCAFFOLDS[kind]!({ name, variable, version: packageVersion() });
  const paths = Object.keys(files);
  const there = paths.filter((path) => existsSync(join(folder, path)));
  if (there.length > 0)
    throw new DatawrightError({
      code: "USAGE",
      message: `${folder} holds files already that would be overwritten: ${there.join(", ")}`,
      hint: "Choose another NAME or --out; nothing was written.",
      details: { folder, files: there },
    });
  try {
    await mkdir(folder, { recursive: true });
    // Whoever made one of them meanwhile keeps it.
    for (const [path, text] of Object.entries(files))
      await writeFile(join(folder, path), text, { flag: "wx" });
  } catch (error) {
    throw storeError(error, folder);
  }
  const written = paths.map((path) => join(folder, path));
  const steps = [`cd ${shellQuote(relative(".", folder) || ".")}`, ...next];
  if (flags.json)
    process.stdout.write(`${JSON.stringify({ kind, folder, files: written, next: steps })}\n`);
  else
    process.stdout.write(
      [...written, "", texts().scaffold.next, ...steps.map((step) => `  ${step}`), ""].join("\n"),
    );
  return 0;
}

function taken(name: string): DatawrightError {
  return new DatawrightError({
    code: "USAGE",
    message: `${JSON.stringify(name)} is a criterion that is built in`,
    hint: `A plug-in brings a name of its own, for example ${name}-too.`,
  });
}

function unfit(name: string): DatawrightError {
  const slug = slugOf(name, "mine");
  return new DatawrightError({
    code: "USAGE",
    message: `${JSON.stringify(name)} is no name for a package: lower-case letters, digits and hyphens, a letter first`,
    hint: NAME.test(slug) ? `For example ${slug}.` : "For example calm-voice.",
  });
}
