import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Somebody who does the job. */
export interface Contender {
  readonly name: string;
  /** Null where it is not installed. */
  version(): string | null;
  /** Command and arguments; the job follows as one argument of JSON. */
  readonly command: readonly [command: string, ...args: string[]];
}

const PYTHON = process.env["PEERS_PYTHON"] ?? "python3";
const here = (name: string): string => join(import.meta.dirname, name);
const versionOf = (path: string): string =>
  (
    JSON.parse(readFileSync(join(import.meta.dirname, "..", "..", path), "utf8")) as {
      version: string;
    }
  ).version;

function pythonPackage(name: string, script: string): Contender {
  return {
    name,
    version: () => {
      const { status, stdout } = spawnSync(
        PYTHON,
        ["-c", `from importlib.metadata import version; print(version(${JSON.stringify(name)}))`],
        { encoding: "utf8" },
      );
      return status === 0 ? stdout.trim() : null;
    },
    command: [PYTHON, here(script)],
  };
}

export const CONTENDERS: readonly Contender[] = [
  {
    name: "datawright",
    version: () => versionOf("package.json"),
    command: [process.execPath, here("datawright-job.mjs")],
  },
  {
    name: "@langchain/openai alone",
    version: () => versionOf("node_modules/@langchain/openai/package.json"),
    command: [process.execPath, here("bare-job.mjs")],
  },
  pythonPackage("distilabel", "distilabel_job.py"),
  pythonPackage("bespokelabs-curator", "curator_job.py"),
];
