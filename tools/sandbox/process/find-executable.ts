import { accessSync, constants, statSync } from "node:fs";
import { delimiter, isAbsolute, join } from "node:path";

/**
 * Where a program of the system stands: the first file of that name in the folders of PATH that may
 * be run, or null.
 */
export function findExecutable(
  name: string,
  path: string = process.env["PATH"] ?? "",
): string | null {
  for (const folder of path.split(delimiter)) {
    // A relative folder depends on where the command is run from; that is no place to take a guard
    // from.
    if (!isAbsolute(folder)) continue;
    const file = join(folder, name);
    try {
      accessSync(file, constants.X_OK);
      if (statSync(file).isFile()) return file;
    } catch {
      continue;
    }
  }
  return null;
}
