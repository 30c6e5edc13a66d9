import { mkdir, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { DatawrightError } from "../../base/errors.js";
import { storeError } from "../../memory/database/store-error.js";
import { removeLeftovers, temporaryName } from "../../memory/temporary-name.js";
import type { ExportResult } from "../rows/contract.js";

/**
 * Exports into a folder beside the target first, and moves the files to their places once all are
 * whole. A file that is there already and has another content is somebody's: without `force`
 * nothing is moved then. The same export again, after a kill too, finds its own files.
 *
 * @throws USAGE naming the files in the way; DISK_FULL, STORE_FAILED; what the export throws
 */
export async function stagedExport(
  target: string,
  { force }: { readonly force: boolean },
  write: (target: string) => Promise<ExportResult>,
): Promise<ExportResult> {
  const place = dirname(resolve(target));
  const stage = temporaryName(join(place, ".export"));
  const moved = (file: string): string => join(place, relative(stage, resolve(file)));
  try {
    await mkdir(stage, { recursive: true });
    await removeLeftovers(place);
    const result = await write(join(stage, basename(target)));
    const files = (await readdir(stage, { recursive: true, withFileTypes: true }))
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
    const inTheWay: string[] = [];
    for (const file of files)
      if (!force && !(await mayReplace(moved(file), file))) inTheWay.push(moved(file));
    if (inTheWay.length > 0)
      throw new DatawrightError({
        code: "USAGE",
        message: `the export would overwrite ${inTheWay.join(", ")}`,
        hint: "Give another --out, or --force to overwrite.",
        details: { files: inTheWay },
      });
    for (const file of files) {
      await mkdir(dirname(moved(file)), { recursive: true });
      await rename(file, moved(file));
    }
    const shown = (file: string): string =>
      resolve(file).startsWith(stage + sep) ? join(dirname(target), relative(stage, file)) : file;
    return { ...result, files: result.files.map(shown) };
  } catch (error) {
    throw (error as NodeJS.ErrnoException).syscall === undefined
      ? error
      : storeError(error, target);
  } finally {
    await rm(stage, { recursive: true, force: true });
  }
}

/** True where nothing is, or the same. */
async function mayReplace(path: string, by: string): Promise<boolean> {
  const there = await stat(path).catch(() => null);
  if (there === null) return true;
  if (!there.isFile() || there.size !== (await stat(by)).size) return false;
  const [old, fresh] = await Promise.all([readFile(path), readFile(by)]);
  return old.equals(fresh);
}
