const WINDOW = 4096;
/** How far back a better place to cut is looked for. */
const LOOK_BACK = 500;

/**
 * Cuts a text into windows of at most 4,096 characters, so that counting one never takes long:
 * before a single space between two words where there is one in reach, which no tokenizer's word
 * crosses, and never inside a surrogate pair. The windows joined are the text.
 */
export function* textWindows(text: string, length = WINDOW): Generator<string> {
  for (let start = 0; start < text.length;) {
    const end =
      start + length >= text.length ? text.length : cutBefore(text, start, start + length);
    yield start === 0 && end === text.length ? text : text.slice(start, end);
    start = end;
  }
}

function cutBefore(text: string, start: number, limit: number): number {
  for (let at = limit; at > Math.max(start, limit - LOOK_BACK); at--) {
    if (
      text.charCodeAt(at) === 32 &&
      isVisible(text.charCodeAt(at - 1)) &&
      isVisible(text.charCodeAt(at + 1))
    )
      return at;
  }
  const unit = text.charCodeAt(limit);
  return unit >= 0xdc00 && unit <= 0xdfff && limit - 1 > start ? limit - 1 : limit;
}

function isVisible(unit: number): boolean {
  return (
    unit > 32 &&
    unit !== 0xa0 &&
    (unit < 0x2000 || unit > 0x206f) &&
    unit !== 0x3000 &&
    unit !== 0x85 &&
    unit !== 0x1680 &&
    unit !== 0xfeff
  );
}
