// Compiles the sources into dist/, bundles the studio's pages, writes the published schema, and marks the command line executable.
// With --unchecked types are not checked, which takes half of the time: `npm run types` checks them.
import { execFileSync } from "node:child_process";
import { chmodSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "vite";

const require = createRequire(import.meta.url);

/** Puts Kysely into the one module that takes it: as 262 files it is a sixth of all that a run's process loads. */
async function withKysely() {
  const module = join(next, "memory", "database", "query-builder.js");
  const license = readFileSync(join("node_modules", "kysely", "LICENSE"), "utf8").trim();
  await build({
    configFile: false,
    logLevel: "warn",
    build: {
      ssr: true,
      emptyOutDir: false,
      outDir: dirname(module),
      minify: false,
      rolldownOptions: {
        input: resolve(module),
        output: {
          entryFileNames: "query-builder.js",
          banner: `/*! With Kysely.\n\n${license}\n*/`,
        },
      },
    },
    ssr: { noExternal: true, target: "node" },
  });
}
// A folder of its own first: a build that fails leaves the last good one where it is.
const next = `.dist-${process.pid}`;
try {
  execFileSync(
    process.execPath,
    [
      require.resolve("typescript/bin/tsc"),
      ...["-p", "tsconfig.build.json", "--outDir", next],
      ...(process.argv.includes("--unchecked") ? ["--noCheck"] : []),
    ],
    { stdio: "inherit" },
  );
  const { taskJsonSchema } = await import(
    pathToFileURL(join(next, "graphs", "recipes", "task-json-schema.js")).href
  );
  writeFileSync(
    join(next, "task.schema.json"),
    `${JSON.stringify(await taskJsonSchema(), null, 2)}\n`,
  );
  await withKysely();
  // What the browser loads: users of the package need no bundler.
  await build({
    configFile: "studio/web/vite.config.mjs",
    build: { outDir: resolve(next, "studio", "web") },
  });
  chmodSync(join(next, "cli", "main.js"), 0o755);
  rmSync("dist", { recursive: true, force: true });
  renameSync(next, "dist");
} finally {
  rmSync(next, { recursive: true, force: true });
}
