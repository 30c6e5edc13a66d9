import { isUtf8 } from "node:buffer";
import { readdir, readFile, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { DatawrightError } from "../../../base/errors.js";
import type { ErrorCode } from "../../../base/error-codes.js";
import { recogniseEncoding } from "./recognise-encoding.js";
import { utf16Of } from "./utf16-of.js";
import { nearestName } from "../../../base/text/nearest-name.js";

/**
 * Reads a whole small file as UTF-8, its byte-order mark taken off.
 *
 * @throws the given `missing` code if it does not exist, is a folder or cannot be read;
 *         DATA_ENCODING with the line if it is not UTF-8; SPEC_INVALID above `maxBytes`
 */
export async function readText(
  path: string,
  options: { missing: ErrorCode; maxBytes: number },
): Promise<string> {
  let bytes: Buffer;
  try {
    const { size } = await stat(path);
    if (size > options.maxBytes) {
      throw new DatawrightError({
        code: "SPEC_INVALID",
        message: `${path}: ${size} bytes are more than a task file may have (${options.maxBytes})`,
        hint: "put rows into a file of their own and name it under support.path",
      });
    }
    bytes = await readFile(path);
  } catch (error) {
    if (error instanceof DatawrightError) throw error;
    throw await missingFile(path, options.missing, error);
  }
  if (!isUtf8(bytes)) throw notUtf8(path, firstBadLine(bytes), bytes);
  return bytes.toString("utf8").replace(/^\uFEFF/u, "");
}

/** The error for a file that cannot be opened, with the names in its folder that come near. */
export async function missingFile(
  path: string,
  code: ErrorCode,
  cause: unknown,
): Promise<DatawrightError> {
  const systemCode = (cause as NodeJS.ErrnoException | undefined)?.code;
  const folder = systemCode === "EISDIR" ? path : dirname(path);
  const names = await readdir(folder).catch(() => null);
  const why =
    systemCode === "EISDIR"
      ? "is a folder"
      : systemCode === "EACCES"
        ? "may not be read"
        : systemCode === "ENOENT" || systemCode === "ENOTDIR"
          ? "does not exist"
          : systemCode === "ERR_INVALID_ARG_VALUE"
            ? "is no name that a file can have"
            : `cannot be read (${systemCode ?? String(cause)})`;
  const wanted = systemCode === "EISDIR" ? "task.yaml" : basename(path);
  const near = names === null ? null : nearestName(wanted, names);
  const hint =
    names === null
      ? `the folder ${folder} does not exist either`
      : near !== null
        ? `did you mean ${join(folder, near)}?`
        : "give the path of a file; " +
          `${names.length === 0 ? "its folder is empty" : "its folder holds " + `${names.sort().slice(0, 8).join(", ")}${names.length > 8 ? " …" : ""}`}`;
  return new DatawrightError({
    code,
    message: `${path} ${why}`,
    hint,
    details: { file: path, near },
    cause,
  });
}

/** The error for bytes that are no UTF-8; `line` counts from 1. */
export function notUtf8(path: string, line: number, bytes: Uint8Array): DatawrightError {
  const wide = utf16Of(bytes);
  const likely = wide === null ? recogniseEncoding(bytes).likely : [wide];
  const [first] = likely;
  const damaged = first === "utf-8";
  return new DatawrightError({
    code: "DATA_ENCODING",
    message:
      `${path}:${line}: not valid UTF-8` +
      (damaged ? ", though other lines are" : ` (it may be ${likely.join(" or ")})`),
    hint: damaged
      ? "repair this line, or name the encoding that the file has"
      : `a data source takes \`encoding: ${first}\`; other files are converted first, for ` +
        `example: iconv -f ${first} -t UTF-8 FILE > NEW`,
    details: { file: path, line, likely },
  });
}

/** The first line that is no UTF-8, from 1. */
export function firstBadLine(bytes: Buffer): number {
  let line = 1;
  for (let start = 0; start < bytes.length; line++) {
    const newline = bytes.indexOf(10, start);
    const end = newline < 0 ? bytes.length : newline + 1;
    if (!isUtf8(bytes.subarray(start, end))) return line;
    start = end;
  }
  return line;
}
