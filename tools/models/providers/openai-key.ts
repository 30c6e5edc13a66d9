import { isTooShortForKey, registerSecret } from "../../../base/redact-secrets.js";
import { DatawrightError } from "../../../base/errors.js";

const LOCAL_HOST =
  /^(localhost|127(\.\d+){3}|0\.0\.0\.0|\[::1?\]|10(\.\d+){3}|192\.168(\.\d+){2}|172\.(1[6-9]|2\d|3[01])(\.\d+){2}|host\.docker\.internal|[^.]+\.local)$/i;
/** The last key seen in each variable, so that registering costs one look-up a call. */
const registeredNames = new Map<string, string>();

/** True for a server on this machine or its own network: such a server needs no key. */
export function isLocalUrl(baseUrl: string | undefined): boolean {
  if (baseUrl === undefined || !URL.canParse(baseUrl)) return false;
  return LOCAL_HOST.test(new URL(baseUrl).hostname);
}

/**
 * Reads a key from the environment, at the moment of the call; it is kept out of logs, traces and
 * errors from then on.
 *
 * @throws MODEL_KEY_MISSING if the variable is not set, or holds fewer characters than can be kept
 *         secret, and the server is not a local one
 */
export function readKey(
  variable: string,
  options: { readonly baseUrl: string | undefined; readonly model: string },
): string {
  const key = process.env[variable]?.trim();
  const isLocal = isLocalUrl(options.baseUrl);
  if (key && (isLocal || !isTooShortForKey(key))) {
    if (registeredNames.get(variable) !== key) {
      registerSecret(key);
      registeredNames.set(variable, key);
    }
    return key;
  }
  // A local server ignores the header, but the client refuses to send none.
  if (isLocal) return "local";
  throw new DatawrightError({
    code: "MODEL_KEY_MISSING",
    message: key
      ? `${options.model} needs a key, and the value of ${variable} is too short for one: ` +
        "fewer than four characters"
      : `${options.model} needs a key, and the environment variable ${variable} is not set`,
    hint:
      `Set ${variable}, or name another variable with apiKeyEnv. Servers on this machine (a ` +
      "baseUrl such as http://localhost:11434/v1) need none.",
    details: { variable },
  });
}
