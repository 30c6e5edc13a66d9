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
const GOAL = 16;
/** A run that a broken condition makes endless is caught too. */
const MOST_SECONDS = 240;

/**
 * Breaks conditions in agents/ and graphs/, one at a time, in a copy of the tree, and counts how
 * many the tests notice.
 *
 * npm run mutate [-- WORDS]: only mutations whose name or file contains one of the words.
 */
export async function run(words: readonly string[] = []): Promise<void> {
  const wanted = MUTATIONS.filter(
    ({ name, file }) =>
      words.length === 0 || words.some((word) => `${name} ${file}`.includes(word)),
  );
  for (const mutation of MUTATIONS)
    mutated(mutation, readFileSync(join(ROOT, mutation.file), "utf8"));
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
    const before = await jest(copy, [
      ...new Set(wanted.flatMap(({ tests }) => testsThere(copy, tests))),
    ]);
    if (before !== null) throw new Error(`the tests fail already without a mutation: ${before}`);
    let caught = 0;
    for (const mutation of wanted) {
      const path = join(copy, mutation.file);
      const text = readFileSync(path, "utf8");
      writeFileSync(path, mutated(mutation, text));
      const failed = await jest(copy, testsThere(copy, mutation.tests));
      writeFileSync(path, text);
      if (failed !== null) caught += 1;
      process.stdout.write(
        `${failed === null ? "MISSED" : "caught"}  ${mutation.name} ` +
          `(${mutation.file})${failed === null ? "" : `: ${failed}`}\n`,
      );
    }
    process.stdout.write(
      `${caught} of ${wanted.length} broken conditions caught in ` +
        `${((performance.now() - started) / 1000).toFixed(0)} s (goal: at least ${GOAL} of ` +
        `${MUTATIONS.length})\n`,
    );
    if (words.length === 0 && caught < GOAL) process.exitCode = 1;
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

/**
 * @throws where the text to be broken is not there exactly once: a mutation that changes nothing
 * would count as missed, or worse
 */
function mutated({ name, file, find, replace }: Mutation, text: string): string {
  const parts = text.split(find);
  if (parts.length !== 2)
    throw new Error(
      `mutation "${name}": ${file} has ${JSON.stringify(find)} ${parts.length - 1} times, not once`,
    );
  return parts.join(replace);
}

function testsThere(copy: string, tests: readonly string[]): string[] {
  const there = tests.filter(
    (path) => existsSync(join(copy, path)) || existsSync(join(copy, `${path}.test.ts`)),
  );
  if (there.length === 0) throw new Error(`none of ${tests.join(", ")} exists`);
  return there;
}

/** The first test that fails, or null where all pass. */
function jest(folder: string, tests: readonly string[]): Promise<string | null> {
  return new Promise((resolve, reject) => {
    const args = [
      "--experimental-vm-modules",
      "--disable-warning=ExperimentalWarning",
      "node_modules/jest/bin/jest.js",
      "--bail",
      "--silent",
      "--coverage=false",
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
    const timer = setTimeout(() => child.kill("SIGKILL"), MOST_SECONDS * 1000);
    child.on("error", reject);
    child.on("close", (code, signal) => {
      clearTimeout(timer);
      if (signal !== null) return resolve(`did not end within ${MOST_SECONDS} s`);
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
