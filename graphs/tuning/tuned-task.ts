import { readFile } from "node:fs/promises";
import { dirname, relative, resolve } from "node:path";
import { parseDocument, stringify } from "yaml";
import { isRecord } from "../../base/values/is-record.js";

/**
 * A task file with a part put into it, its own words and comments kept; the part alone where there
 * is no task file. Paths of `support`, `inputs` and plug-ins are made right for the new folder.
 */
export async function tunedTaskFile(
  from: string | null,
  part: Readonly<Record<string, unknown>>,
  folder: string,
): Promise<string> {
  if (from === null) return stringify(part, { lineWidth: 0 });
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
  return document.toString({ lineWidth: 0 });
}
