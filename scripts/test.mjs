// Builds, then runs the tests: `node scripts/test.mjs [distributed|browser|package] [Jest's flags]`. A suite that is
// named needs servers, a browser, or the package as it is installed; without a name all other tests run.
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

const SUITES = ["distributed", "browser", "package"];
const [first, ...rest] = process.argv.slice(2);
const isNamed = SUITES.includes(first);
const flags = isNamed ? rest : process.argv.slice(2);
const require = createRequire(import.meta.url);

function run(...args) {
  const { status } = spawnSync(process.execPath, args, { stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
}

run(fileURLToPath(new URL("build.mjs", import.meta.url)), "--unchecked");
run(
  // Little garbage at a time, and nobody to help with it: the other core has tests to run.
  "--single-threaded-gc",
  "--max-semi-space-size=64",
  "--experimental-vm-modules",
  "--disable-warning=ExperimentalWarning",
  require.resolve("jest/bin/jest"),
  // Lines are counted where all of the others run. What is named behind a list would be taken into it.
  ...(isNamed
    ? [
        `--roots=<rootDir>/test/${first}`,
        "--testPathIgnorePatterns=/node_modules/",
        "--coverage=false",
      ]
    : [`--testPathIgnorePatterns=<rootDir>/test/(?:${SUITES.join("|")})/`, "--maxWorkers=2"]),
  ...flags,
);
