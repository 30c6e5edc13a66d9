export default {
  testEnvironment: "node",
  extensionsToTreatAsEsm: [".ts"],
  roots: ["<rootDir>/test"],
  testMatch: ["**/*.test.ts"],
  moduleNameMapper: {
    "^datawright$": "<rootDir>/index.ts",
    "^datawright/testing$": "<rootDir>/testing.ts",
    "^(\\.{1,2}/.*)\\.js$": "$1",
  },
  transform: { "^.+\\.ts$": ["ts-jest", { useESM: true, tsconfig: "tsconfig.json", diagnostics: false }] },
  collectCoverageFrom: [
    "index.ts", "testing.ts",
    "{schema,memory,tools,agents,graphs,cli}/**/*.ts",
    "!**/contract.ts", "!**/*.types.ts", "!**/*.d.ts",
  ],
  coverageThreshold: { global: { lines: 85 } },
  coverageReporters: ["text-summary", "json-summary"],
  testTimeout: 180000,
  maxWorkers: 2,
};
