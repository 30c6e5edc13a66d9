import { existsSync, readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname, relative, resolve } from "node:path";
import { parseDocument, stringify } from "yaml";
import { DatawrightError } from "../../base/errors.js";
import { isRecord } from "../../base/values/is-record.js";

/** Stands in every file that a tuning writes: such a one may be written anew. */
const MARK = "# written by datawright tune";

/** @throws USAGE where a file of somebody else's would be overwritten */
export function checkTunedFile(file: string): void {
  if (!existsSync(file) || readFileSync(file, "utf8").includes(MARK)) return;
  throw new DatawrightError({
    code: "USAGE",
    message: `${file} is there already, and no tuning wrote it`,
    hint: "Name another file by --out FILE.yaml.",
    details: { file },
  });
}

/**
 * A task file with a part put into it, its own words and comments kept; the part alone where there
 * is no task file. Paths of `support`, `inputs` and plug-ins are made right for the new folder.
 */
export async function tunedTaskFile(
  from: string | null,
  part: Readonly<Record<string, unknown>>,
  folder: string,
): Promise<string> {
  if (from === null) return `${MARK}\n${stringify(part, { lineWidth: 0 })}`;
  const document = parseDocument(await readFile(from, "utf8"));
  const put = (path: readonly string[], value: unknown): void => {
    if (isRecord(value) && !Array.isArray(value))
      for (const [name, inner] of Object.entries(value)) put([...path, name], inner);
    else document.setIn(path, value);
  };
  put([], part);
  const own = dirname(resolve(from));
  if (own !== resolve(folder))
    for (const path of [
      ["support", "path"],
      ["inputs", "path"],
    ]) {
      const value = document.getIn(path);
      if (typeof value === "string")
        document.setIn(path, relative(resolve(folder), resolve(own, value)) || value);
    }
  const text = document.toString({ lineWidth: 0 }).trimEnd();
  return text.includes(MARK) ? `${text}\n` : `${text}\n${MARK}\n`;
}
