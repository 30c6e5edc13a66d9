import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { DatawrightError } from "../base/errors.js";
import { shellQuote } from "../base/text/shell-quote.js";
import { isRunFile, RUN_FILES } from "./run-files.js";
import { RUN_APPLICATION_ID } from "./sqlite/open-run-database.js";

/** Stands in config.json of a run: tells it from any other file of that name. */
export const RUN_FORMAT = "datawright-run";

/** Whose a file is: a run's, somebody else's, nobody's yet, or not to be told. */
export type Origin = "run" | "foreign" | "absent" | "damaged";

/** What the two files that make a folder a run say of themselves. */
export interface RunMark {
  readonly config: Origin;
  readonly database: Origin;
}

/** Reads the marks of a folder; nothing is written, and no lock is taken or dropped. */
export function runMark(folder: string): RunMark {
  return {
    config: configOrigin(join(folder, RUN_FILES.config)),
    database: databaseOrigin(join(folder, RUN_FILES.database)),
  };
}

/** Origins as errors name them. */
export const ORIGINS = {
  run: "a run's",
  foreign: "not a run's",
  absent: "missing",
  damaged: "damaged",
} as const;

/** True for a folder that is known to be a run's by one of its files at least. */
export function hasMark(folder: string): boolean {
  if (!mayBeRun(folder)) return false;
  const { config, database } = runMark(folder);
  return config === "run" || database === "run";
}

/**
 * Files of others that have names of a run's; none where a run was being made when it was killed.
 * @throws USAGE for a folder that holds a run, and for a file
 */
export function filesInTheWay(folder: string): string[] {
  if (!existsSync(folder)) return [];
  if (!statSync(folder).isDirectory()) throw notAFolder(folder);
  const { config, database } = runMark(folder);
  if (config === "run")
    throw new DatawrightError({
      code: "USAGE",
      message: `${folder} holds a run already`,
      hint:
        `Go on with \`datawright resume ${shellQuote(folder)}\`, remove it with \`datawright rm\`, ` +
        "or choose another folder.",
    });
  return readdirSync(folder).filter(
    (name) =>
      isRunFile(name) &&
      !name.startsWith(RUN_FILES.lock) &&
      !name.endsWith(".tmp") &&
      !(name.startsWith(RUN_FILES.database) && database === "run"),
  );
}

function notAFolder(path: string): DatawrightError {
  return new DatawrightError({
    code: "USAGE",
    message: `${path} is a file, not a folder.`,
    hint: "Choose another folder for the run.",
    details: { folder: path },
  });
}

/** True for a folder with a file of a name that a run always has: whose it is, its mark tells. */
export function mayBeRun(folder: string): boolean {
  return existsSync(join(folder, RUN_FILES.config)) || existsSync(join(folder, RUN_FILES.database));
}

function configOrigin(path: string): Origin {
  if (!existsSync(path)) return "absent";
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return "damaged";
  }
  if (typeof value !== "object" || value === null) return "foreign";
  const { format, version, runId, specFolder, spec } = value as Record<string, unknown>;
  // Runs of version 0.x have no format; nothing else has all of these.
  const old =
    version === 1 &&
    typeof runId === "string" &&
    typeof specFolder === "string" &&
    typeof spec === "object";
  return format === RUN_FORMAT || old ? "run" : "foreign";
}

function databaseOrigin(path: string): Origin {
  if (!existsSync(path)) return "absent";
  let raw: Database.Database | undefined;
  try {
    // A run that was killed while its database was made left an empty one.
    if (statSync(path).size === 0) return "run";
    raw = new Database(path, { readonly: true, fileMustExist: true });
    const tables = raw.prepare("select count(*) from sqlite_master").pluck().get() as number;
    const mark = raw.pragma("application_id", { simple: true });
    return mark === RUN_APPLICATION_ID || (tables === 0 && mark === 0) ? "run" : "foreign";
  } catch (error) {
    return (error as { code?: unknown }).code === "SQLITE_NOTADB" ? "foreign" : "damaged";
  } finally {
    raw?.close();
  }
}
