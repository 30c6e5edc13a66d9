import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { writeFileAtomic } from "../../../memory/atomic-file.js";
import { canonicalJson, sha256Hex } from "../../../base/statistics/hash.js";
import type { FetchedBytes } from "./fetch-bytes.js";

const NEWLINE = 10;

/**
 * Answers of the network in a folder, one file each: a line of JSON that says what it is, then the
 * bytes as they came.
 */
export class ResponseFiles {
  readonly #folder: string | null;

  /** @param folder null to keep nothing */
  constructor(folder: string | null) {
    this.#folder = folder;
  }

  /** @param request what was asked, without any key */
  async get(request: unknown): Promise<FetchedBytes | null> {
    if (this.#folder === null) return null;
    const content = await readFile(this.#path(request)).catch(() => null);
    const end = content?.indexOf(NEWLINE) ?? -1;
    if (content === null || end < 0) return null;
    try {
      const { url, type, charset } = JSON.parse(content.toString("utf8", 0, end)) as Omit<
        FetchedBytes,
        "bytes"
      >;
      return {
        url,
        type,
        charset,
        bytes: content.subarray(end + 1),
      };
    } catch {
      // A damaged file is as good as none: it is fetched again.
      return null;
    }
  }

  /** @throws DISK_FULL, STORE_FAILED */
  async put(request: unknown, { bytes, ...head }: FetchedBytes): Promise<void> {
    if (this.#folder === null) return;
    await mkdir(this.#folder, { recursive: true });
    await writeFileAtomic(
      this.#path(request),
      Buffer.concat([Buffer.from(`${JSON.stringify({ ...head, request })}\n`), bytes]),
    );
  }

  #path(request: unknown): string {
    return join(this.#folder ?? "", sha256Hex(canonicalJson(request)));
  }
}
