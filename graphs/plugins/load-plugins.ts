import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, extname, isAbsolute, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { DatawrightError } from "../../base/errors.js";
import type { Plugin } from "./plugin.js";

/** A plug-in with the name under which messages and listings speak of it. */
export interface NamedPlugin {
  readonly name: string;
  /** File or package as it was given; null for one that code passed. */
  readonly from: string | null;
  /** Absolute path of its module, where it was given by path. */
  readonly file?: string;
  readonly plugin: Plugin;
}

/** Plug-ins as a launch is given them: objects, paths of modules, or names of packages. */
export type PluginReference = string | Plugin;

/**
 * Loads plug-ins in their order; a reference that stands twice is loaded once.
 *
 * @param folder where relative paths start, and from where packages are found
 * @throws PLUGIN_INVALID where a module is missing, does not load, or exports no plug-in
 */
export async function loadPlugins(
  references: readonly PluginReference[],
  folder: string,
): Promise<NamedPlugin[]> {
  const plugins: NamedPlugin[] = [];
  for (const [index, reference] of [...new Set(references)].entries()) {
    if (typeof reference === "string") plugins.push(await loadPlugin(reference, folder));
    else
      plugins.push({
        name: reference.name ?? `plugin-${index + 1}`,
        from: null,
        plugin: reference,
      });
  }
  return plugins;
}

async function loadPlugin(reference: string, folder: string): Promise<NamedPlugin> {
  const file = isPath(reference) ? fileOf(reference, folder) : packageEntry(reference, folder);
  let exported: unknown;
  try {
    exported = ((await import(pathToFileURL(file).href)) as { default?: unknown }).default;
  } catch (error) {
    throw invalidPlugin(
      `${reference} does not load: ${String((error as Error | undefined)?.message ?? error)}`,
      loadingHint(file, error),
      error,
    );
  }
  if (typeof exported !== "object" || exported === null || "role" in exported)
    throw invalidPlugin(
      `${reference} has no plug-in as its default export`,
      "Write `export default definePlugin({ criteria: { … } })`; agents go to `agents:`.",
    );
  const plugin = exported as Plugin;
  const fallback = isPath(reference) ? basename(reference, extname(reference)) : reference;
  return {
    name: plugin.name ?? fallback,
    from: reference,
    file: isPath(reference) ? file : undefined,
    plugin,
  };
}

function isPath(reference: string): boolean {
  return /^\.{0,2}[/\\]|\.[cm]?[jt]s$/u.test(reference) || isAbsolute(reference);
}

function fileOf(reference: string, folder: string): string {
  const file = isAbsolute(reference) ? reference : resolve(folder, reference);
  if (existsSync(file)) return file;
  throw invalidPlugin(
    `${file} does not exist`,
    "Paths are relative to the task file; on the command line to the current folder. " +
      "A package is given by its bare name.",
  );
}

/** The file that an ESM import of the package would load, found from the task's folder. */
function packageEntry(name: string, folder: string): string {
  const require = createRequire(join(resolve(folder), "task.yaml"));
  for (const place of [...(require.resolve.paths(name) ?? []), ownModules()]) {
    const root = join(place, name);
    const described = join(root, "package.json");
    if (!existsSync(described)) continue;
    const { exports, module, main } = JSON.parse(readFileSync(described, "utf8")) as {
      exports?: unknown;
      module?: string;
      main?: string;
    };
    return join(root, entryOf(exports) ?? module ?? main ?? "index.js");
  }
  throw invalidPlugin(
    `the package ${JSON.stringify(name)} is not installed`,
    `Install it beside the task: npm install ${name}. A file is given by its path, such as ./mine.mjs.`,
  );
}

/** Where datawright itself is installed: plug-ins of a global installation stand beside it. */
function ownModules(): string {
  const [root] = import.meta.dirname.split(/[/\\]node_modules[/\\]datawright[/\\]/u);
  return join(root ?? import.meta.dirname, "node_modules");
}

function entryOf(exports: unknown): string | null {
  if (typeof exports === "string") return exports;
  if (Array.isArray(exports)) return exports.map(entryOf).find((entry) => entry !== null) ?? null;
  if (typeof exports !== "object" || exports === null) return null;
  const map = exports as Record<string, unknown>;
  if ("." in map) return entryOf(map["."]);
  for (const [condition, target] of Object.entries(map))
    if (["node", "import", "default"].includes(condition)) {
      const entry = entryOf(target);
      if (entry !== null) return entry;
    }
  return null;
}

export function invalidPlugin(message: string, hint: string, cause?: unknown): DatawrightError {
  return new DatawrightError({
    code: "PLUGIN_INVALID",
    message: `plug-in: ${message}`,
    hint,
    cause,
  });
}

function loadingHint(file: string, error: unknown): string {
  if ((error as { code?: unknown } | undefined)?.code === "ERR_MODULE_NOT_FOUND")
    return "Install what it imports beside it; datawright and zod must be found from its folder.";
  return /\.tsx?$/u.test(file)
    ? "TypeScript modules need a process that reads them, for example node --import tsx."
    : "Run the file with node alone to see where it fails.";
}
