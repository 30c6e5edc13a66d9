import { spawn } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { MUTATIONS, type Mutation } from "./mutations.js";

const ROOT = join(import.meta.dirname, "..", "..");
/** Share of the mutations that must be noticed. */
const GOAL = 0.75;
/** A run that a broken condition makes endless is noticed too. */
const MOST_SECONDS = 240;

/**
 * Breaks conditions, one at a time, in a copy of the tree, and counts how many the tests notice:
 * the test that mirrors the file, and those that the mutation names.
 *
 * npm run mutate [-- WORDS]: only mutations whose name or file contains one of the words.
 */
export async function run(words: readonly string[] = []): Promise<void> {
  const wanted = MUTATIONS.filter(
    ({ name, file }) =>
      words.length === 0 || words.some((word) => `${name} ${file}`.includes(word)),
  );
  const problems = mutationProblems();
  if (problems.length > 0) throw new Error(problems.join("\n"));
  if (wanted.length === 0) throw new Error(`no mutation is named like ${words.join(", ")}`);
  const copy = mkdtempSync(join(tmpdir(), "datawright-mutation-"));
  try {
    cpSync(ROOT, copy, {
      recursive: true,
      filter: (path) =>
        !/^(?:node_modules|dist|\.git|\.datawright|coverage|runs|\.dist-.*)$/u.test(
          path.slice(ROOT.length).replace(/^\//u, ""),
        ),
    });
    symlinkSync(join(ROOT, "node_modules"), join(copy, "node_modules"));
    if (existsSync(join(ROOT, "dist"))) symlinkSync(join(ROOT, "dist"), join(copy, "dist"));
    const started = performance.now();
    const before = await jest(copy, [...new Set(wanted.flatMap(testsOf))], Infinity);
    if (before !== null) throw new Error(`the tests fail already without a mutation: ${before}`);
    let caught = 0;
    for (const mutation of wanted) {
      const path = join(copy, mutation.file);
      const text = readFileSync(path, "utf8");
      writeFileSync(path, mutated(mutation, text));
      const failed = await jest(copy, testsOf(mutation));
      writeFileSync(path, text);
      if (failed !== null) caught += 1;
      process.stdout.write(
        `${failed === null ? "MISSED" : "caught"}  ${mutation.name} ` +
          `(${mutation.file})${failed === null ? "" : `: ${failed}`}\n`,
      );
    }
    process.stdout.write(
      `${caught} of ${wanted.length} broken conditions caught in ` +
        `${((performance.now() - started) / 1000).toFixed(0)} s (goal: at least ` +
        `${Math.ceil(GOAL * MUTATIONS.length)} of ${MUTATIONS.length})\n`,
    );
    if (words.length === 0 && caught < GOAL * MUTATIONS.length) process.exitCode = 1;
  } finally {
    rmSync(copy, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Every mutation whose text or tests are not there: it would count as missed. */
export function mutationProblems(mutations: readonly Mutation[] = MUTATIONS): string[] {
  return mutations.flatMap((mutation) => {
    try {
      mutated(mutation, readFileSync(join(ROOT, mutation.file), "utf8"));
      testsOf(mutation);
      return [];
    } catch (error) {
      return [`${mutation.name}: ${(error as Error).message}`];
    }
  });
}

function mutated({ file, find, replace }: Mutation, text: string): string {
  const words = find.split(" ").map((word) => word.replace(/[\\^$.*+?()[\]{}|]/gu, "\\$&"));
  const parts = text.split(new RegExp(words.join("\\s+"), "u"));
  if (parts.length !== 2)
    throw new Error(`${file} has ${JSON.stringify(find)} ${parts.length - 1} times, not once`);
  return parts.join(replace);
}

function testsOf({ file, tests = [] }: Mutation): string[] {
  const isThere = (path: string): boolean => existsSync(join(ROOT, path));
  const mirrored = `test/${file.replace(/\.ts$/u, ".test.ts")}`;
  for (const path of tests)
    if (!isThere(path) && !isThere(`${path}.test.ts`)) throw new Error(`there is no ${path}`);
  const found = isThere(mirrored) ? [mirrored, ...tests] : tests;
  if (found.length === 0) throw new Error(`there is no ${mirrored}, and no other test is named`);
  return [...found];
}

/** The first test that fails, or null where all pass. */
function jest(
  folder: string,
  tests: readonly string[],
  seconds = MOST_SECONDS,
): Promise<string | null> {
  return new Promise((resolve, reject) => {
    const args = [
      "--experimental-vm-modules",
      "--disable-warning=ExperimentalWarning",
      "node_modules/jest/bin/jest.js",
      "--bail",
      "--silent",
      "--coverage=false",
      "--maxWorkers=1",
      "--cacheDirectory=.jest-cache",
      ...tests,
    ];
    const child = spawn(process.execPath, args, {
      cwd: folder,
      stdio: ["ignore", "ignore", "pipe"],
      env: { ...process.env, CI: "" },
    });
    let output = "";
    child.stderr.setEncoding("utf8").on("data", (chunk: string) => {
      output += chunk;
    });
    const timer =
      seconds === Infinity ? undefined : setTimeout(() => child.kill("SIGKILL"), seconds * 1000);
    child.on("error", reject);
    child.on("close", (code, signal) => {
      clearTimeout(timer);
      if (signal !== null) return resolve(`did not end within ${seconds} s`);
      resolve(
        code === 0
          ? null
          : (/^\s*● (.+)$/mu.exec(output)?.[1] ?? `exit ${code}: ${output.slice(-500)}`),
      );
    });
  });
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href)
  await run(process.argv.slice(2));
