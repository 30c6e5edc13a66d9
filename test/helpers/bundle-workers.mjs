/*
 * Before any test file: bundles the files of threads and processes. From their sources each of them
 * would start with a loader for TypeScript of its own, which takes longer than what most are asked.
 */
import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statfsSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";

const ROOT = join(import.meta.dirname, "..", "..");

/** A file system in memory, where there is one with room: tests kill processes, they cut no power. */
const MEMORY = "/dev/shm";
const ROOM_BYTES = 4e9;

function hasRoom() {
  try {
    const { bavail, bsize } = statfsSync(MEMORY);
    return bavail * bsize >= ROOM_BYTES;
  } catch {
    return false;
  }
}

export default async function bundleWorkers() {
  const inMemory =
    process.env.TMPDIR === undefined && hasRoom()
      ? mkdtempSync(join(MEMORY, "datawright-test-"))
      : undefined;
  if (inMemory !== undefined) {
    // PostgreSQL starts as a user of its own, who looks for its folder in there.
    chmodSync(inMemory, 0o755);
    process.env.TMPDIR = inMemory;
  }
  const folder = mkdtempSync(join(tmpdir(), "datawright-workers-"));
  await build({
    absWorkingDir: ROOT,
    entryPoints: ["agents", "tools", "studio"].flatMap((name) =>
      readdirSync(join(ROOT, name), { recursive: true })
        .filter((path) => /-(?:worker|process)\.ts$/u.test(path))
        .map((path) => join(name, path)),
    ),
    outbase: ROOT,
    outdir: folder,
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node20",
    packages: "external",
    logLevel: "error",
  });
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }\n');
  symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"), "junction");
  process.env.DATAWRIGHT_TEST_WORKERS = folder;
  globalThis.removeWorkers = () => {
    for (const made of [folder, ...(inMemory ? [inMemory] : [])])
      rmSync(made, { recursive: true, force: true, maxRetries: 5 });
  };
}
