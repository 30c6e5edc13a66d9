import { gunzipSync } from "node:zlib";
import { readFile } from "node:fs/promises";
import { DatawrightError } from "../../base/errors.js";
import { readRecords, type JsonRecord } from "../annotation/read-records.js";

/** Judgments are read whole: what is larger is no file of judgments. */
const MOST_BYTES = 512 * 1024 ** 2;

/**
 * The records of a file of judgments: a JSON list or JSON lines, packed by gzip or not.
 *
 * @throws DATA_NOT_FOUND, DATA_FORMAT with the number of the record, DATA_TOO_LARGE
 */
export async function readJudgmentFile(path: string, format: string): Promise<JsonRecord[]> {
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw new DatawrightError({
      code: "DATA_NOT_FOUND",
      message: `the file ${path} cannot be read`,
      cause,
    });
  });
  return readRecords(
    unpacked(bytes, path)
      .toString("utf8")
      .replace(/^\uFEFF/u, ""),
    format,
  );
}

function unpacked(bytes: Buffer, path: string): Buffer {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return gunzipSync(bytes, { maxOutputLength: MOST_BYTES });
  } catch (cause) {
    const isLarge =
      cause instanceof RangeError || (cause as { code?: string }).code === "ERR_BUFFER_TOO_LARGE";
    throw new DatawrightError({
      code: isLarge ? "DATA_TOO_LARGE" : "DATA_FORMAT",
      message: isLarge
        ? `${path} unpacks to more than ${MOST_BYTES / 1024 ** 2} MiB`
        : `${path} cannot be unpacked: it is no whole gzip file`,
      cause,
    });
  }
}
