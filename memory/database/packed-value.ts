import { promisify } from "node:util";
import { brotliCompress, brotliDecompressSync, constants } from "node:zlib";
import { redactKeys } from "../../base/redact-secrets.js";

/** What JSON never begins with. */
const MARK = "@br:";
/** Shorter JSON is kept as it is. */
const LEAST = 4096;
const MOST_BYTES = 2 ** 30;
/** Numbers take half; a higher one finds no more in them. */
const QUALITY = 4;

const compress = promisify(brotliCompress);

/** A large value's JSON as an entry keeps it: compressed, outside of the event loop's thread. */
export async function packedJson(json: string): Promise<string> {
  if (json.length < LEAST) return json;
  // Packed text is not looked through for keys later.
  const bytes = await compress(redactKeys(json), {
    params: { [constants.BROTLI_PARAM_QUALITY]: QUALITY },
  });
  return MARK + bytes.toString("base64");
}

/** The JSON of an entry, packed or not. @throws an error of zlib for what is damaged */
export function unpackedJson(value: string): string {
  if (!value.startsWith(MARK)) return value;
  const bytes = Buffer.from(value.slice(MARK.length), "base64");
  return brotliDecompressSync(bytes, { maxOutputLength: MOST_BYTES }).toString("utf8");
}
