/*
 * Before any test file: bundles the files of threads and processes. From their sources each of them
 * would start with a loader for TypeScript of its own, which takes longer than what most are asked.
 */
import { mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";

const ROOT = join(import.meta.dirname, "..", "..");

export default async function bundleWorkers() {
  const folder = mkdtempSync(join(tmpdir(), "datawright-workers-"));
  await build({
    absWorkingDir: ROOT,
    entryPoints: ["agents", "tools"].flatMap((name) =>
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
  globalThis.removeWorkers = () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}
