import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const SOURCES = [
  "index.ts",
  "testing.ts",
  "base",
  "schema",
  "memory",
  "tools",
  "agents",
  "graphs",
  "studio",
  "cli",
];

/**
 * The built package, which the tests of the command line and of the examples run: `npm test` builds
 * it first.
 *
 * @throws where there is none; and where it is older than its sources in continuous integration
 *         (elsewhere it is said and used)
 */
export function builtPackage(): { readonly main: string; readonly dist: string } {
  const dist = join(ROOT, "dist");
  const main = join(dist, "cli", "main.js");
  if (!existsSync(main))
    throw new Error("dist/ is missing: run `npm run build`, or `npm test`, which builds first");
  const built = statSync(main).mtimeMs;
  const newer = SOURCES.flatMap((path) => filesOf(join(ROOT, path))).filter(
    (file) => statSync(file).mtimeMs > built,
  );
  if (newer.length > 0) {
    const message =
      "dist/ is older than " +
      `${newer[0]!.slice(ROOT.length)}${newer.length > 1 ? ` and ${newer.length - 1} more` : ""}: ` +
      `run \`npm run build\`, or \`npm test\`, which builds first`;
    if (process.env["CI"]) throw new Error(message);
    process.stderr.write(`${message}\n`);
  }
  return { main, dist };
}

function filesOf(path: string): string[] {
  if (statSync(path).isFile()) return [path];
  return readdirSync(path, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => join(path, name));
}
