import { inspect } from "node:util";
import { REDACTED, replaceSecrets, secretPatterns, type SecretPattern } from "./secret-patterns.js";

/** A guessed secret may be any value; a key that was used is one, however short. */
const SHORTEST_GUESSED = 8;
const SHORTEST_KEY = 4;
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

/**
 * Names of variables that hold keys of providers: what a client of its own reads from there is kept
 * out of data too.
 */
const PROVIDER_KEY = /(api|access|secret|auth)_?(key|token)s?$/i;
/** What people write where a server wants some key and needs none: ordinary words of ordinary texts. */
const PLACEHOLDERS = new Set(
  (
    "empty none null nothing dummy fake test testing local localhost ollama lm-studio lmstudio vllm " +
    "llama llamacpp llama.cpp token secret password apikey api-key api_key key unused default " +
    "no-key nokey not-needed not-required no-key-required placeholder changeme anything whatever " +
    "true false openai anthropic xxxx postgres postgresql datawright"
  ).split(" "),
);

/** Values that were used as keys: no file, no database and no answer may hold them. */
const used = new Set<string>();
/** Values that look like secrets by their names: kept out of what is said of a run, not out of data. */
const guessed = new Set<string>();
let keys: readonly SecretPattern[] = [];
let secrets: readonly SecretPattern[] | null = null;

/**
 * True for a value that is no key: so short, it cannot be told from ordinary text, and could not be
 * kept out of anything.
 */
export function isTooShortForKey(value: string): boolean {
  return value.length < SHORTEST_KEY;
}

/**
 * Adds a value that must never be written anywhere, such as a key read from a variable of any name.
 * One of fewer than four characters, or a placeholder such as `none`, cannot be told from ordinary
 * text and is left alone.
 */
export function registerSecret(value: string): void {
  if (isTooShortForKey(value) || PLACEHOLDERS.has(value.toLowerCase()) || used.has(value)) return;
  used.add(value);
  rebuild();
}

/** The same for messages, logs and traces alone: in data it may be an ordinary word. */
export function registerPassword(value: string): void {
  if (isTooShortForKey(value) || PLACEHOLDERS.has(value.toLowerCase())) return;
  guessed.add(value);
  rebuild();
}

/**
 * Reads the environment again: variables whose names have a word such as KEY, TOKEN, SECRET or
 * PASSWORD, with at least 8 characters.
 */
export function refreshSecrets(): void {
  const before = used.size + guessed.size;
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
      if (part.length >= SHORTEST_GUESSED && !PLACEHOLDERS.has(part.toLowerCase()))
        (PROVIDER_KEY.test(name) ? used : guessed).add(part);
  }
  if (secrets === null || used.size + guessed.size > before) rebuild();
}

/**
 * What each pattern above cannot do without, found faster than the pattern; texts of models rarely
 * have any of it.
 */
const CLUE = /sk-|[bB](?:[eE][aA][rR][eE][rR]|[aA][sS][iI][cC])\s|[?&][\w-]+=|:\/\//;

/**
 * The value with every secret replaced by `[redacted]`, for what is said of a run (errors, logs,
 * traces): values of key-like environment variables, registered values in all their forms, `sk-…`,
 * `Bearer …`, `?key=…` and passwords in addresses. Errors become plain objects, so that a log or a
 * trace holds what they said. Where nothing had to be changed it is the value itself, else a copy
 * of what lies above the change.
 */
export function redactSecrets<T>(value: T): T {
  if (secrets === null) refreshSecrets();
  return redact(value, new Set()) as T;
}

/**
 * The value without the keys that were used, for data (samples, answers, files): nothing that only
 * looks like a secret is touched. Goes through lists and plain objects; where nothing had to be
 * changed it is the value itself.
 */
export function redactKeys<T>(value: T): T {
  if (secrets === null) refreshSecrets();
  return keys.length === 0 ? value : (withoutKeys(value) as T);
}

/** `redactKeys` for bytes that may be text. */
export function redactKeyBytes(bytes: Uint8Array): Uint8Array {
  if (secrets === null) refreshSecrets();
  if (keys.length === 0) return bytes;
  // One character for each byte: what is no key comes back as it was.
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
  const redacted = replaceSecrets(text, keys);
  return redacted === text ? bytes : Buffer.from(redacted, "latin1");
}

/**
 * The cause of an error as it may be kept: itself, or where it carries a secret a plain error with
 * the redacted name, message and stack.
 */
export function redactCause(cause: unknown): unknown {
  if (typeof cause !== "object" || cause === null) return redactSecrets(cause);
  const shown = inspect(cause, { depth: 5, breakLength: Infinity });
  if (redactSecrets(shown) === shown) return cause;
  const { name, message, stack, code } = cause as Partial<Error> & { readonly code?: unknown };
  return Object.assign(
    new Error(redactSecrets(String(message ?? "a cause that held a secret"))),
    redactSecrets({ name: String(name ?? "Error"), stack: String(stack ?? ""), code }),
  );
}

function rebuild(): void {
  cleanNames.clear();
  keys = secretPatterns(used);
  secrets = secretPatterns(new Set([...used, ...guessed]));
}

function withoutKeys(value: unknown): unknown {
  if (typeof value === "string") return replaceSecrets(value, keys);
  if (Array.isArray(value)) {
    const items = value.map(withoutKeys);
    return items.some((item, index) => item !== value[index]) ? items : value;
  }
  if (typeof value !== "object" || value === null) return value;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return value;
  const entries = Object.entries(value);
  const redacted = entries.map(
    ([name, item]) => [replaceSecrets(name, keys), withoutKeys(item)] as const,
  );
  return redacted.some(([name, item], at) => name !== entries[at]![0] || item !== entries[at]![1])
    ? Object.fromEntries(redacted)
    : value;
}

function redactText(text: string): string {
  let result = replaceSecrets(text, secrets ?? []);
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
