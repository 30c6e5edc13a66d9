import { execFile } from "node:child_process";
import { findExecutable } from "../process/find-executable.js";

let prlimit: string | null | undefined;

/**
 * Takes from a running process every further file, socket and pipe: Linux refuses each `open` and
 * `socket` of it from then on.
 *
 * A second wall behind the rules of the SQL sandbox, where `prlimit` (util-linux) is installed;
 * elsewhere the rules stand alone.
 *
 * @returns whether the process is locked
 */
export async function lockDown(pid: number | undefined): Promise<boolean> {
  if (process.platform !== "linux" || pid === undefined) return false;
  prlimit ??= findExecutable("prlimit");
  if (prlimit === null) return false;
  const path = prlimit;
  return new Promise((resolve) => {
    execFile(
      path,
      ["--pid", String(pid), "--nofile=0:0", "--fsize=0:0", "--core=0:0"],
      { env: {} },
      (error) => resolve(error === null),
    );
  });
}
