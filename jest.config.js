import { bundlePackages } from "./test/helpers/bundle-packages.mjs";

// Properties that run more often than usual may take longer.
const factor = Number(process.env.FC_NUM_RUNS_FACTOR ?? 1);

/** Each test file with modules of its own: for coverage, and to see that no file leans on another. */
const alone = process.env.CI !== undefined;

export default {
  ...(alone
    ? { testEnvironment: "node" }
    : {
        testEnvironment: "<rootDir>/test/helpers/shared-environment.mjs",
        runtime: "<rootDir>/test/helpers/shared-runtime.mjs",
      }),
  extensionsToTreatAsEsm: [".ts"],
  roots: ["<rootDir>/test"],
  testMatch: ["**/*.test.ts"],
  globalSetup: "<rootDir>/test/helpers/bundle-workers.mjs",
  globalTeardown: "<rootDir>/test/helpers/remove-workers.mjs",
  moduleNameMapper: {
    ...(await bundlePackages()),
    "^fast-check$": "<rootDir>/test/helpers/seeded-fast-check.ts",
    "^datawright$": "<rootDir>/index.ts",
    "^datawright/testing$": "<rootDir>/testing.ts",
    "^\\.{1,2}/(?:.*/)?worker-file\\.js$": "<rootDir>/test/helpers/worker-file.ts",
    "^(\\.{1,2}/.*(?<!\\.json))\\.js$": "$1",
  },
  transform: {
    "^.+\\.ts$": "<rootDir>/test/helpers/transform-typescript.mjs",
  },
  // Counting lines takes a quarter of the time: .ci/run sets CI, and holds the threshold.
  collectCoverage: alone,
  collectCoverageFrom: [
    "index.ts",
    "testing.ts",
    "{base,schema,memory,tools,agents,graphs,cli}/**/*.ts",
    "!**/contract.ts",
    "!**/*.types.ts",
    "!**/*.d.ts",
    "!memory/{postgres,redis}/**",
    "!graphs/workers/**",
  ],
  coverageThreshold: { global: { lines: 85 } },
  coverageReporters: ["text-summary", "json-summary"],
  testTimeout: 180000 * Math.max(1, factor),
  maxWorkers: 2,
  // Modules of ended test files are not freed: a worker that grew is replaced before it meets its limit.
  workerIdleMemoryLimit: "1GB",
};
