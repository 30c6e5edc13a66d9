import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/*
 * npm run bench -- NAME [NAME …]   runs benches, one after the other
 * npm run bench                    lists them
 *
 * A bench is bench/NAME.ts or bench/NAME/main.ts with an exported `run()`; it prints ratios
 * measured in one run.
 */
const here = import.meta.dirname;

function fileOf(name: string): string | null {
  return (
    [join(here, `${name}.ts`), join(here, name, "main.ts")].find(
      (path) => existsSync(path) && isBench(path),
    ) ?? null
  );
}
function isBench(path: string): boolean {
  return /^export (?:async )?function run\b/mu.test(readFileSync(path, "utf8"));
}

const names = readdirSync(here, { withFileTypes: true })
  .map((entry) => (entry.isDirectory() ? entry.name : entry.name.replace(/\.ts$/u, "")))
  .filter((name) => name !== "main" && /^[a-z]/u.test(name) && fileOf(name) !== null)
  .sort();
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !names.includes(name));

if (wanted.length === 0)
  process.stdout.write(
    `benches: npm run bench -- NAME\n${names.map((name) => `  ${name}`).join("\n")}\n`,
  );
else if (unknown.length > 0) {
  process.stderr.write(`there is no bench ${unknown.join(", ")}; there are ${names.join(", ")}\n`);
  process.exitCode = 2;
} else {
  for (const name of wanted) {
    process.stdout.write(`== ${name}\n`);
    const { run } = (await import(pathToFileURL(fileOf(name)!).href)) as {
      run: () => Promise<void>;
    };
    await run();
  }
}
