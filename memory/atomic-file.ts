import { open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { redactKeys } from "../base/redact-secrets.js";
import { storeError } from "./database/store-error.js";
import { removeLeftovers, temporaryName } from "./temporary-name.js";

/**
 * Writes a file whole or not at all: to a temporary file beside it, flushed to disk, then renamed
 * over it. Chunks are written as they come, whole lines each: keys are taken out of them.
 *
 * @throws DISK_FULL, STORE_FAILED; the earlier file is then as it was
 */
export async function writeFileAtomic(
  path: string,
  content: string | Uint8Array | Iterable<string> | AsyncIterable<string>,
): Promise<void> {
  const temporary = temporaryName(path);
  await removeLeftovers(dirname(path));
  try {
    const file = await open(temporary, "w");
    try {
      if (typeof content === "string" || ArrayBuffer.isView(content))
        await file.writeFile(redactKeys(content));
      else for await (const piece of grouped(content)) await file.writeFile(piece);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw isSystemError(error) ? storeError(error, path) : error;
  }
  await syncFolder(dirname(path));
}

/**
 * Lines are joined to pieces of about 64 kB: one write for each line would cost more than the line.
 */
async function* grouped(chunks: Iterable<string> | AsyncIterable<string>): AsyncGenerator<string> {
  let waiting: string[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    waiting.push(redactKeys(chunk));
    size += chunk.length;
    if (size < 65_536) continue;
    yield waiting.join("");
    waiting = [];
    size = 0;
  }
  if (waiting.length > 0) yield waiting.join("");
}

function isSystemError(error: unknown): boolean {
  return (
    typeof error === "object" &&
    error !== null &&
    "code" in error &&
    typeof error.code === "string" &&
    /^E[A-Z0-9]+$/.test(error.code)
  );
}

async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, "r");
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch {
    // Some file systems cannot flush a folder; the file itself is on disk.
  }
}
