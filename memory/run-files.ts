/** Files of a run, by what they hold. */
export const RUN_FILES = {
  config: "config.json",
  database: "run.db",
  vectors: "vectors.hnsw",
  supportVectors: "support-vectors.hnsw",
  knowledge: "knowledge.hnsw",
  passages: "passages.txt",
  dataset: "dataset.jsonl",
  rejected: "rejected.jsonl",
  coverage: "coverage.json",
  report: "report.html",
  reportJson: "report.json",
  usage: "usage.json",
  spending: "spending.log",
  batches: "batches.jsonl",
  answers: "answers.jsonl",
  log: "run.log",
  lock: "run.lock",
} as const;
export type RunFile = keyof typeof RUN_FILES;

const OWN_FILE = new RegExp(
  `^(?:${Object.values(RUN_FILES)
    .map((name) => name.replaceAll(".", "\\."))
    .join("|")}|run\\.(?:db|lock)-(?:wal|shm|journal)|(?:support-)?vectors-\\d+\\.hnsw|` +
    `(?:(?:support-)?vectors-\\d+|knowledge)\\.hnsw\\.vectors)` +
    `(?:\\.(?:datawright-\\d+-[0-9a-f]{8}-\\d+|\\d+-\\d+)\\.tmp|\\.tmp)?$`,
  "u",
);

/** True for a name that only a run gives its files, those half-written included. */
export function isRunFile(name: string): boolean {
  return OWN_FILE.test(name);
}
