const REDACTED = "[redacted]";
const SHORTEST_SECRET = 8;
const SECRET_WORDS = new Set([
  "key",
  "keys",
  "apikey",
  "token",
  "tokens",
  "secret",
  "secrets",
  "password",
  "passwords",
  "passwd",
  "passphrase",
  "credential",
  "credentials",
]);
/**
 * Names of properties that carry a key in requests and settings; words such as `token` are left
 * alone, they are data as often.
 */
const SECRET_PROPERTY = /^(authorization|proxy-authorization|(x[-_]?)?api[-_]?key)$/i;
const PATTERNS: readonly (readonly [RegExp, string])[] = [
  [/(?<![\p{L}\p{N}])sk-[\w-]{8,}/gu, REDACTED],
  [/\b(Bearer|Basic)(\s+)[\w.~+/=-]{8,}/gi, `$1$2${REDACTED}`],
  [/([?&](?:[\w-]*key|[\w-]*token|secret|password|signature|sig)=)[^&\s"'#]+/gi, `$1${REDACTED}`],
  [/(:\/\/[^\s/:@"']+:)[^\s/@"']+(?=@)/g, `$1${REDACTED}`],
];

const registered = new Set<string>();
let known: RegExp | null = null;

/**
 * Adds a value that must never be written anywhere, such as a key read from a variable of any name.
 */
export function registerSecret(value: string): void {
  if (value.length < SHORTEST_SECRET || registered.has(value)) return;
  registered.add(value);
  rebuild();
}

/**
 * Reads the environment again: variables whose names have a word such as KEY, TOKEN, SECRET or
 * PASSWORD, with at least 8 characters.
 */
export function refreshSecrets(): void {
  for (const [name, value] of Object.entries(process.env)) {
    if (
      value === undefined ||
      !name
        .toLowerCase()
        .split(/[^a-z0-9]+/)
        .some((word) => SECRET_WORDS.has(word))
    )
      continue;
    for (const part of [value, ...value.split(/[,;\s]+/)])
      if (part.length >= SHORTEST_SECRET) registered.add(part);
  }
  rebuild();
}

/**
 * What each pattern above cannot do without, found faster than the pattern; texts of models rarely
 * have any of it.
 */
const CLUE = /sk-|[bB](?:[eE][aA][rR][eE][rR]|[aA][sS][iI][cC])\s|[?&][\w-]+=|:\/\//;

/**
 * The value with every secret is replaced by `[redacted]`: values of key-like environment
 * variables, registered values, `sk-…`,
 * `Bearer …`, `?key=…` and passwords in addresses. Errors become plain objects, so that a log or a
 * trace holds what they said. Where nothing had to be changed it is the value itself, else a copy
 * of what lies above the change.
 */
export function redactSecrets<T>(value: T): T {
  if (known === null) refreshSecrets();
  return redact(value, new Set()) as T;
}

function rebuild(): void {
  cleanNames.clear();
  // Longest first: a secret that begins with another one must go as a whole.
  const values = [...registered]
    .sort((a, b) => b.length - a.length)
    .map((value) => value.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"));
  known = values.length === 0 ? /(?!)/g : new RegExp(values.join("|"), "g");
}

function redactText(text: string): string {
  let result = known === null ? text : text.replace(known, REDACTED);
  if (!CLUE.test(result)) return result;
  for (const [pattern, replacement] of PATTERNS) result = result.replace(pattern, replacement);
  return result;
}

/**
 * Names of properties that hold no secret themselves: there are few, and they come again with every
 * body.
 */
const cleanNames = new Set<string>();
const MOST_NAMES = 2000;

function redactName(name: string): string {
  if (cleanNames.has(name)) return name;
  const redacted = redactText(name);
  if (redacted === name && cleanNames.size < MOST_NAMES) cleanNames.add(name);
  return redacted;
}

function redact(value: unknown, above: Set<object>): unknown {
  if (typeof value === "string") return redactText(value);
  if (typeof value === "bigint") return String(value);
  if (typeof value !== "object" || value === null)
    return typeof value === "function" || typeof value === "symbol" ? undefined : value;
  if (above.has(value)) return "[circular]";
  above.add(value);
  try {
    if (Array.isArray(value)) return redactList(value, above);
    if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
    if ("toISOString" in value && typeof value.toISOString === "function")
      return String(value.toISOString());
    const source = isError(value)
      ? errorFields(value)
      : value instanceof Map
        ? (Object.fromEntries(value) as object)
        : value instanceof Set
          ? [...value]
          : value;
    return Array.isArray(source)
      ? redactList(source, above)
      : redactProperties(source as Record<string, unknown>, above);
  } finally {
    above.delete(value);
  }
}

function redactList(list: readonly unknown[], above: Set<object>): unknown {
  let copy: unknown[] | null = null;
  for (let index = 0; index < list.length; index++) {
    const redacted = redact(list[index], above);
    if (copy === null && redacted !== list[index]) copy = list.slice(0, index);
    copy?.push(redacted);
  }
  return copy ?? list;
}

function redactProperties(source: Readonly<Record<string, unknown>>, above: Set<object>): unknown {
  let changed = Object.getPrototypeOf(source) !== Object.prototype;
  const redacted = Object.keys(source).map((name): [string, unknown] => {
    const item = source[name];
    const kept: [string, unknown] = [
      redactName(name),
      SECRET_PROPERTY.test(name) && typeof item === "string" ? REDACTED : redact(item, above),
    ];
    changed ||= kept[0] !== name || kept[1] !== item;
    return kept;
  });
  return changed ? Object.fromEntries(redacted) : source;
}

function isError(
  value: object,
): value is Error & { code?: unknown; hint?: unknown; details?: unknown } {
  return "message" in value && "stack" in value && "name" in value;
}

function errorFields(
  error: Error & { code?: unknown; hint?: unknown; details?: unknown },
): Record<string, unknown> {
  const { name, message, code, hint, details, cause, stack } = error;
  return Object.fromEntries(
    Object.entries({ name, code, message, hint, details, cause, stack }).filter(
      ([, field]) => field !== undefined,
    ),
  );
}
