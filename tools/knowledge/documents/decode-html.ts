const DECLARED =
  /<meta[^>]+charset\s*=\s*["']?\s*([\w.:-]+)|<\?xml[^>]+encoding\s*=\s*["']([\w.:-]+)/iu;
/** A page declares its encoding near its beginning, or not at all. */
const LOOKED_AT = 4096;

/**
 * The text of a page's bytes: by its byte-order mark, else by what the server says, else by what
 * the page says, else as UTF-8, and as Windows-1252 where it is no UTF-8, as browsers read it.
 */
export function decodeHtml(bytes: Uint8Array, charset?: string): string {
  const marked =
    bytes[0] === 0xff && bytes[1] === 0xfe
      ? "utf-16le"
      : bytes[0] === 0xfe && bytes[1] === 0xff
        ? "utf-16be"
        : undefined;
  const declared = DECLARED.exec(Buffer.from(bytes.subarray(0, LOOKED_AT)).toString("latin1"));
  for (const label of [marked, charset, declared?.[1] ?? declared?.[2], "utf-8"]) {
    const text = label === undefined ? null : decodeAs(bytes, label);
    if (text !== null) return text;
  }
  return new TextDecoder("windows-1252").decode(bytes);
}

function decodeAs(bytes: Uint8Array, label: string): string | null {
  try {
    return new TextDecoder(label, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}
