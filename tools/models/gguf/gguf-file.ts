import { createHash } from "node:crypto";
import { closeSync, fstatSync, openSync, readSync, realpathSync } from "node:fs";
import { DatawrightError } from "../../../base/errors.js";

/** What is known of a model file before it is loaded. */
export interface GgufFile {
  /** The file itself, links followed. */
  readonly path: string;
  /** Changes whenever the file does: two files under one path are two models. */
  readonly version: string;
  /** Hash of its size and of its first and last megabyte, 64 hexadecimal digits. */
  readonly hash: string;
  /** Tokens of context that it was trained on; null where it does not say. */
  readonly contextTokens: number | null;
}

const MEGABYTE = 2 ** 20;
const MAGIC = "GGUF";
/** Version 1 was in use for some weeks of 2023; llama.cpp no longer reads it. */
const VERSIONS = [2, 3];
const STRING = 8;
const ARRAY = 9;
/** Bytes of a value of each type of number or truth value. */
const SIZES: Readonly<Record<number, number>> = {
  0: 1,
  1: 1,
  2: 2,
  3: 2,
  4: 4,
  5: 4,
  6: 4,
  7: 1,
  10: 8,
  11: 8,
  12: 8,
};

/**
 * Looks at a model file without loading it: at most two megabytes of it are read.
 *
 * @throws MODEL_UNKNOWN where it is missing, cannot be read or is no GGUF file
 */
export function readGgufFile(path: string): GgufFile {
  let descriptor: number;
  try {
    descriptor = openSync(path, "r");
  } catch (error) {
    throw unusable(path, reasonOf(error));
  }
  try {
    const { size, mtimeMs, ino } = fstatSync(descriptor);
    const head = Buffer.alloc(Math.min(size, MEGABYTE));
    const tail = Buffer.alloc(Math.min(size, MEGABYTE));
    readSync(descriptor, head, 0, head.length, 0);
    readSync(descriptor, tail, 0, tail.length, size - tail.length);
    checkHead(path, head);
    return {
      path: realpathSync(path),
      version: `${ino}:${size}:${mtimeMs}`,
      hash: createHash("sha256").update(`${size}:`).update(head).update(tail).digest("hex"),
      contextTokens: contextTokensOf(head),
    };
  } catch (error) {
    throw error instanceof DatawrightError ? error : unusable(path, reasonOf(error));
  } finally {
    closeSync(descriptor);
  }
}

function checkHead(path: string, head: Buffer): void {
  if (head.length < 24 || head.toString("latin1", 0, 4) !== MAGIC)
    throw unusable(
      path,
      head.length === 0 ? "is empty" : "is not a GGUF file",
      "Give a file in llama.cpp's format; models for other libraries (safetensors, PyTorch, ONNX) have to be converted.",
    );
  const version = head.readUInt32LE(4);
  if (!VERSIONS.includes(version))
    throw unusable(
      path,
      `is a GGUF file of version ${version}; versions ${VERSIONS.join(" and ")} can be read`,
      "Convert it again with a current llama.cpp, for a machine of the usual byte order.",
    );
}

/**
 * The value of `ARCHITECTURE.context_length`, which stands before the long tables of the tokenizer.
 * The bytes are untrusted: reading ends quietly at the first that makes no sense.
 */
function contextTokensOf(head: Buffer): number | null {
  let at = 24;
  const take = (bytes: number): number => {
    const start = at;
    at += bytes;
    if (at > head.length) throw new RangeError("the end of what was read");
    return start;
  };
  const long = (): number => Number(head.readBigUInt64LE(take(8)));
  const text = (): string => {
    const length = long();
    const start = take(length);
    return head.toString("utf8", start, start + length);
  };
  const skip = (type: number): void => {
    const size = SIZES[type];
    if (size !== undefined) take(size);
    else if (type === STRING) take(long());
    else throw new RangeError("a type that does not exist");
  };
  try {
    for (let left = Number(head.readBigUInt64LE(16)); left > 0; left--) {
      const key = text();
      const type = head.readUInt32LE(take(4));
      if (key.endsWith(".context_length") && (type === 4 || type === 10)) {
        const tokens = type === 4 ? head.readUInt32LE(take(4)) : long();
        return Number.isSafeInteger(tokens) && tokens > 0 ? tokens : null;
      }
      if (type !== ARRAY) skip(type);
      else {
        const of = head.readUInt32LE(take(4));
        const size = SIZES[of];
        const count = long();
        if (size !== undefined) take(size * count);
        else for (let item = 0; item < count; item++) skip(of);
      }
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  return null;
}

function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === "ENOENT" || code === "ENOTDIR") return "does not exist";
  if (code === "EISDIR") return "is a folder";
  if (code === "EACCES" || code === "EPERM") return "may not be read";
  return `cannot be read: ${code ?? message}`;
}

/** A model file that cannot be used, and why. */
export function unusable(path: string, what: string, hint?: string): DatawrightError {
  return new DatawrightError({
    code: "MODEL_UNKNOWN",
    message: `the model file ${path} ${what}`,
    hint: hint ?? "Write gguf:PATH with the path of a .gguf file that you have.",
    details: { file: path },
  });
}
