/*
 * The larger packages that are ES modules, bundled into a few files for Jest: it resolves, reads and
 * compiles each module anew for each test file, and these came as a thousand. Kept until the lock or
 * this file changes.
 */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { build, version } from "esbuild";

const ROOT = join(import.meta.dirname, "..", "..");
/** What is imported of them by name, here and by the packages beside them. */
const ENTRIES = [
  ...["zod", "zod/v3", "zod/v4", "zod/v4/core", "kysely"],
  ...["@langchain/core/callbacks/base", "@langchain/core/callbacks/manager"],
  ...["@langchain/core/embeddings", "@langchain/core/language_models/base"],
  ...["@langchain/core/language_models/chat_models", "@langchain/core/load/serializable"],
  ...["@langchain/core/messages", "@langchain/core/outputs", "@langchain/core/runnables"],
  ...["@langchain/core/singletons", "@langchain/core/tools", "@langchain/core/utils/types"],
  ...["@langchain/core/utils/function_calling", "@langchain/core/utils/json_schema"],
  ...["@langchain/core/utils/testing", "@langchain/langgraph", "@langchain/langgraph/prebuilt"],
  ...["@langchain/langgraph-checkpoint", "@langchain/langgraph-checkpoint-sqlite"],
  "@langchain/langgraph-checkpoint-postgres",
  ...["@langchain/openai", "@langchain/anthropic", "@langchain/ollama"],
];
const BUNDLED = /^(?:zod|kysely|langsmith|openai|@langchain\/[^/]+)(?:\/|$)/u;

const fileOf = (entry) => entry.replaceAll("/", "--");

/** @returns the names of those packages with the files to load in their place, for `moduleNameMapper` */
export async function bundlePackages() {
  const hash = createHash("sha256");
  for (const file of [import.meta.filename, join(ROOT, "package-lock.json")])
    hash.update(readFileSync(file));
  hash.update([version, ROOT, userInfo().uid].join("\0"));
  const folder = join(tmpdir(), `datawright-test-packages-${hash.digest("hex").slice(0, 16)}`);
  if (!existsSync(folder)) await bundleInto(folder);
  return Object.fromEntries(
    ENTRIES.map((entry) => [`^${entry}$`, join(folder, `${fileOf(entry)}.mjs`)]),
  );
}

async function bundleInto(folder) {
  const next = `${folder}.${process.pid}`;
  mkdirSync(next, { recursive: true });
  await build({
    absWorkingDir: ROOT,
    entryPoints: Object.fromEntries(ENTRIES.map((entry) => [fileOf(entry), entry])),
    outdir: next,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node20",
    minifyWhitespace: true,
    // LangChain says what ran by the names of its classes.
    keepNames: true,
    legalComments: "none",
    logLevel: "error",
    plugins: [{ name: "others", setup: leaveOthersOutside }],
  });
  try {
    renameSync(next, folder);
  } catch (error) {
    // Another process was first.
    rmSync(next, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
}

/** What is no such package is imported from where it lies, as its importer would. */
function leaveOthersOutside(making) {
  making.onResolve({ filter: /^[^./]/ }, async ({ path, pluginData, ...from }) => {
    if (pluginData === "seen" || BUNDLED.test(path) || from.kind === "entry-point") return;
    if (path.startsWith("node:")) return { path, external: true };
    const found = await making.resolve(path, { ...from, pluginData: "seen" });
    return found.errors.length > 0
      ? { path, external: true }
      : { path: found.path, external: true };
  });
}
