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
const HIDDEN_START = /<(script|style)\b/gi;
const HIDDEN_END: Readonly<Record<string, RegExp>> = {
  script: /<\/script\s*>/gi,
  style: /<\/style\s*>/gi,
};
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
  const visible = replaceParts(replaceParts(text, commentAfter, remove), hiddenAfter(), remove);
  const bare = visible.replace(TAG, (_tag, name: string) =>
    remove(BREAKING.test(name) ? "\n" : ""),
  );
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

type Part = readonly [start: number, end: number] | null;

/** Replaces each part that is found from a place on by a space. */
function replaceParts(
  text: string,
  after: (text: string, from: number) => Part,
  remove: (replacement: string) => string,
): string {
  const pieces: string[] = [];
  let at = 0;
  for (let part = after(text, 0); part !== null; part = after(text, at)) {
    pieces.push(text.slice(at, part[0]), remove(" "));
    at = part[1];
  }
  return at === 0 ? text : pieces.join("") + text.slice(at);
}

function commentAfter(text: string, from: number): Part {
  const start = text.indexOf("<!--", from);
  const end = start < 0 ? -1 : text.indexOf("-->", start + 4);
  return end < 0 ? null : [start, end + 3];
}

/**
 * Finds scripts and style sheets with their content. One whose end is missing is looked for once,
 * not again for each that begins behind it.
 */
function hiddenAfter(): (text: string, from: number) => Part {
  const endless = new Set<string>();
  return (text, from) => {
    HIDDEN_START.lastIndex = from;
    for (let open = HIDDEN_START.exec(text); open !== null; open = HIDDEN_START.exec(text)) {
      const name = open[1]!.toLowerCase();
      if (endless.has(name)) continue;
      const content = text.indexOf(">", open.index);
      const closing = HIDDEN_END[name]!;
      closing.lastIndex = content;
      const close = content < 0 ? null : closing.exec(text);
      if (close !== null) return [open.index, closing.lastIndex];
      endless.add(name);
    }
    return null;
  };
}

function character(code: number): string | undefined {
  const valid = code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code < 0xe000);
  return valid ? String.fromCodePoint(code) : undefined;
}
