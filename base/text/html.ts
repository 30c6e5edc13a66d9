const NAMED: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: "\u00a0",
  ndash: "–",
  mdash: "—",
  hellip: "…",
  lsquo: "‘",
  rsquo: "’",
  ldquo: "“",
  rdquo: "”",
  copy: "©",
  reg: "®",
  trade: "™",
  euro: "€",
  pound: "£",
  yen: "¥",
  deg: "°",
  middot: "·",
  bull: "•",
  times: "×",
};
const TAGS =
  "a|abbr|article|b|big|blockquote|body|br|button|center|code|dd|div|dl|dt|em|font|footer|form|h[1-6]|head|header|hr|html|i|iframe|img|input|label|li|link|main|meta|nav|noscript|ol|option|p|pre|q|s|script|section|select|small|span|strike|strong|style|sub|sup|svg|table|tbody|td|textarea|tfoot|th|thead|title|tr|tt|u|ul|video";
const COMMENT = /<!--[\s\S]*?-->/g;
const HIDDEN = /<(script|style)\b[^>]*>[\s\S]*?<\/\1\s*>/gi;
const TAG = new RegExp(`</?(${TAGS})(?:\\s[^<>]*)?/?>`, "gi");
const BREAKING = /^(?:br|p|div|li|ul|ol|tr|table|h[1-6]|hr|section|article|blockquote|pre)$/i;
const ENTITY = /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,8}));/gi;

/** Text without markup, and how much there was. */
export interface CleanedText {
  readonly text: string;
  /** Tags and comments removed; a script with its content counts once. */
  readonly tags: number;
  /** Character references decoded. */
  readonly entities: number;
}

/**
 * Removes HTML tags and comments and decodes character references, counting both.
 *
 * Only names of HTML elements count as tags, so "x < y" and "List<String>" stay. For display,
 * escape the result: decoded text may hold new angle brackets.
 */
export function cleanHtml(text: string): CleanedText {
  let tags = 0;
  let entities = 0;
  const remove = (replacement: string) => {
    tags++;
    return replacement;
  };
  const bare = text
    .replace(COMMENT, () => remove(" "))
    .replace(HIDDEN, () => remove(" "))
    .replace(TAG, (_tag, name: string) => remove(BREAKING.test(name) ? "\n" : ""));
  const decoded = bare.replace(
    ENTITY,
    (reference, decimal?: string, hexadecimal?: string, name?: string) => {
      const code =
        decimal !== undefined
          ? Number(decimal)
          : hexadecimal !== undefined
            ? parseInt(hexadecimal, 16)
            : undefined;
      const value = code === undefined ? NAMED[(name as string).toLowerCase()] : character(code);
      if (value === undefined) return reference;
      entities++;
      return value;
    },
  );
  const changed = tags + entities > 0;
  return {
    text: changed
      ? decoded
          .replace(/[ \t\u00a0]+/g, " ")
          .replace(/ ?\n[ \n]*/g, "\n")
          .trim()
      : text,
    tags,
    entities,
  };
}

function character(code: number): string | undefined {
  const valid = code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code < 0xe000);
  return valid ? String.fromCodePoint(code) : undefined;
}
