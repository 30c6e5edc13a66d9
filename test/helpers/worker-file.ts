import { relative } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { WorkerFile } from "../../base/workers/worker-file.js";
import { ROOT } from "./built-package.js";

/** In tests in place of base/workers/worker-file.ts: the bundles of `bundle-workers.mjs`. */
export function workerFile(file: URL): WorkerFile {
  return { url: threadFile(file), execArgv: [] };
}

export function threadFile(file: URL): URL {
  const folder = process.env["DATAWRIGHT_TEST_WORKERS"]!;
  return pathToFileURL(`${folder}/${relative(ROOT, fileURLToPath(file))}`);
}
