import { readFileSync } from "node:fs";

/** Version of this package, from its package.json beside the sources or above what was built. */
export function packageVersion(): string {
  for (const path of ["../package.json", "../../package.json"])
    try {
      return (
        JSON.parse(readFileSync(new URL(path, import.meta.url), "utf8")) as { version: string }
      ).version;
    } catch {
      continue;
    }
  return "0.0.0";
}
