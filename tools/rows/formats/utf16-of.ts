/**
 * UTF-16 by its byte-order mark, or by the zero bytes that ASCII has in it: every second byte, on
 * one side only.
 */
export function utf16Of(bytes: Uint8Array): "utf-16le" | "utf-16be" | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return "utf-16be";
  const looked = Math.min(bytes.length, 4096);
  let [even, odd] = [0, 0];
  for (let at = 0; at < looked; at++) {
    if (bytes[at] !== 0) continue;
    if (at % 2 === 0) even++;
    else odd++;
  }
  const pairs = looked / 2;
  if (Math.max(even, odd) < Math.max(2, pairs * 0.05) || Math.min(even, odd) > pairs * 0.01)
    return null;
  return odd > even ? "utf-16le" : "utf-16be";
}
