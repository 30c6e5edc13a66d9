/** Deeper than any data that people make; walking what is much deeper ends on the stack. */
export const DEEPEST_JSON = 500;

/** True where the brackets of a JSON text are nested deeper than that, those in strings apart. */
export function isTooDeep(json: string): boolean {
  if (json.length <= DEEPEST_JSON) return false;
  let depth = 0;
  let inString = false;
  for (let at = 0; at < json.length; at++) {
    const unit = json.charCodeAt(at);
    if (inString) {
      if (unit === 0x5c) at++;
      else if (unit === 0x22) inString = false;
    } else if (unit === 0x22) inString = true;
    else if (unit === 0x5b || unit === 0x7b) {
      if (++depth > DEEPEST_JSON) return true;
    } else if (unit === 0x5d || unit === 0x7d) depth--;
  }
  return false;
}
