import { readdir, stat } from "node:fs/promises";
import { extname, join } from "node:path";
import { missingFile } from "../../rows/formats/read-text.js";

/** Folders of what others wrote, or of what tools keep, in a project of code. */
const NOT_OWN: readonly string[] = ["node_modules", ".git", ".hg", ".svn", "__pycache__", ".venv"];

export interface FoundFiles {
  /**
   * Paths below the folder, with "/" on every system, in order of code units, folder by folder; ""
   * for a file by itself.
   */
  readonly names: readonly string[];
  /** What was passed over, a line each. */
  readonly passedOver: readonly string[];
}

/**
 * The files with certain endings in a folder and its folders, or the one file that the path is.
 *
 * @throws DATA_NOT_FOUND with the nearest name
 */
export async function listFiles(path: string, endings: readonly string[]): Promise<FoundFiles> {
  const found = await stat(path).catch(async (cause: unknown) => {
    throw await missingFile(path, "DATA_NOT_FOUND", cause);
  });
  if (!found.isDirectory()) return { names: [""], passedOver: [] };
  const others = new Map<string, number>();
  const links: string[] = [];
  const foreign: string[] = [];
  const walk = async (folder: string, above: string): Promise<string[]> => {
    const names: string[] = [];
    const entries = await readdir(folder, { withFileTypes: true });
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const name = above + entry.name;
      if (entry.isDirectory() && NOT_OWN.includes(entry.name)) foreign.push(name);
      else if (entry.isDirectory())
        names.push(...(await walk(join(folder, entry.name), `${name}/`)));
      // A link to a folder above would never end.
      else if (
        entry.isSymbolicLink() &&
        (await stat(join(folder, entry.name)).catch(() => null))?.isFile() !== true
      )
        links.push(name);
      else if (hasEnding(entry.name, endings)) names.push(name);
      else
        others.set(
          extname(entry.name).toLowerCase(),
          (others.get(extname(entry.name).toLowerCase()) ?? 0) + 1,
        );
    }
    return names;
  };
  const names = await walk(path, "");
  const count = [...others.values()].reduce((sum, some) => sum + some, 0);
  return {
    names,
    passedOver: [
      ...foreign.map((name) => `${name}: a folder of packages or tools is not read`),
      ...links.map((name) => `${name}: a link to a folder, or to nothing, is not followed`),
      ...(count === 0
        ? []
        : [
            `${count} files of other types are not read ` +
              `(${[...others].map(([ending, some]) => `${some} ${ending === "" ? "without ending" : ending}`).join(", ")})`,
          ]),
    ],
  };
}

/** Whether a file's name has one of the endings, packed (.gz) or not. */
function hasEnding(name: string, endings: readonly string[]): boolean {
  return endings.includes(endingOf(name));
}

/** The ending of a name with its dot, in lower case, `.gz` apart. */
export function endingOf(name: string): string {
  return extname(name.toLowerCase().replace(/\.gz$/u, ""));
}
