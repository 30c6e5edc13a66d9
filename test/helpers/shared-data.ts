import { existsSync } from "node:fs";
import { join } from "node:path";

/** Folder of recorded benchmark data, which is no part of the project. */
const FOLDER =
  process.env["DATAWRIGHT_DATA"] ?? join(import.meta.dirname, "..", "..", "..", "shared", "data");

/** A test that needs recorded data: skipped, with the reason in its name, where it is not there. */
export function itWithData(
  name: string,
  files: readonly string[],
  run: (paths: readonly string[]) => void | Promise<void>,
): void {
  const paths = files.map((file) => join(FOLDER, file));
  const missing = paths.find((path) => !existsSync(path));
  if (missing === undefined)
    it(name, async () => {
      await run(paths);
    });
  else it.skip(`${name} (skipped: ${missing} is not there)`, () => undefined);
}
