const REDACTED = "[redacted]";
const SHORTEST_SECRET = 8;
const SECRET_WORDS = new Set([
  "key", "keys", "apikey", "token", "tokens", "secret", "secrets", "password", "passwords", "passwd", "passphrase", "credential", "credentials",
]);
/** Names of properties that carry a key in requests and settings; words such as `token` are left alone, they are data as often. */
const SECRET_PROPERTY = /^(authorization|proxy-authorization|(x[-_]?)?api[-_]?key)$/i;
const PATTERNS: readonly (readonly [RegExp, string])[] = [
  [/(?<![\p{L}\p{N}])sk-[\w-]{8,}/gu, REDACTED],
  [/\b(Bearer|Basic)(\s+)[\w.~+/=-]{8,}/gi, `$1$2${REDACTED}`],
  [/([?&](?:[\w-]*key|[\w-]*token|secret|password|signature|sig)=)[^&\s"'#]+/gi, `$1${REDACTED}`],
  [/(:\/\/[^\s/:@"']+:)[^\s/@"']+(?=@)/g, `$1${REDACTED}`],
];

const registered = new Set<string>();
let known: RegExp | null = null;

/** Adds a value that must never be written anywhere, such as a key read from a variable of any name. */
export function registerSecret(value: string): void {
  if (value.length < SHORTEST_SECRET || registered.has(value)) return;
  registered.add(value);
  rebuild();
}

/** Reads the environment again: variables whose names have a word such as KEY, TOKEN, SECRET or PASSWORD, with at least 8 characters. */
export function refreshSecrets(): void {
  for (const [name, value] of Object.entries(process.env)) {
    if (value === undefined || !name.toLowerCase().split(/[^a-z0-9]+/).some((word) => SECRET_WORDS.has(word))) continue;
    for (const part of [value, ...value.split(/[,;\s]+/)]) if (part.length >= SHORTEST_SECRET) registered.add(part);
  }
  rebuild();
}

/**
 * A copy in which every secret is replaced by `[redacted]`: values of key-like environment variables, registered values, `sk-…`,
 * `Bearer …`, `?key=…` and passwords in addresses. Errors become plain objects, so that a log or a trace holds what they said.
 */
export function redactSecrets<T>(value: T): T {
  if (known === null) refreshSecrets();
  return redact(value, new Set()) as T;
}

function rebuild(): void {
  // Longest first: a secret that begins with another one must go as a whole.
  const values = [...registered].sort((a, b) => b.length - a.length).map((value) => value.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"));
  known = values.length === 0 ? /(?!)/g : new RegExp(values.join("|"), "g");
}

function redactText(text: string): string {
  let result = known === null ? text : text.replace(known, REDACTED);
  for (const [pattern, replacement] of PATTERNS) result = result.replace(pattern, replacement);
  return result;
}

function redact(value: unknown, above: Set<object>): unknown {
  if (typeof value === "string") return redactText(value);
  if (typeof value === "bigint") return String(value);
  if (typeof value !== "object" || value === null) return typeof value === "function" || typeof value === "symbol" ? undefined : value;
  if (above.has(value)) return "[circular]";
  above.add(value);
  try {
    if (Array.isArray(value)) return value.map((item) => redact(item, above));
    if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
    if ("toISOString" in value && typeof value.toISOString === "function") return String(value.toISOString());
    const source = isError(value) ? errorFields(value) : value instanceof Map ? Object.fromEntries(value) as object : value instanceof Set ? [...value] : value;
    if (Array.isArray(source)) return source.map((item) => redact(item, above));
    return Object.fromEntries(Object.entries(source).map(([name, item]) => [
      redactText(name), SECRET_PROPERTY.test(name) && typeof item === "string" ? REDACTED : redact(item, above),
    ]));
  } finally {
    above.delete(value);
  }
}

function isError(value: object): value is Error & { code?: unknown; hint?: unknown; details?: unknown } {
  return "message" in value && "stack" in value && "name" in value;
}

function errorFields(error: Error & { code?: unknown; hint?: unknown; details?: unknown }): Record<string, unknown> {
  const { name, message, code, hint, details, cause, stack } = error;
  return Object.fromEntries(Object.entries({ name, code, message, hint, details, cause, stack }).filter(([, field]) => field !== undefined));
}
