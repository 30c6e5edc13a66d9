import type { RunStorage } from "./run-storage.js";
import { FolderStorage } from "./sqlite/folder-storage.js";

/**
 * Opens what keeps the records of runs.
 *
 * @param url `postgresql://user:password@host:port/database`; undefined for the folders of runs
 * @throws USAGE for another URL; STORE_REFUSED, STORE_UNREACHABLE, STORE_VERSION
 */
export async function openStorage(url: string | undefined): Promise<RunStorage> {
  if (url === undefined) return new FolderStorage();
  const { PostgresStorage } = await import("./postgres/postgres-storage.js");
  return PostgresStorage.connect(url);
}
