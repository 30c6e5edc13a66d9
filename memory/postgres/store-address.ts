import pg from "pg";
import { registerPassword } from "../../base/redact-secrets.js";
import { DatawrightError } from "../../base/errors.js";

/** Where a server is, with what is needed to get in. */
export interface StoreAddress {
  readonly url: string;
  /** The address as people are told it: without user, password and settings. */
  readonly place: string;
  /** True where the URL itself must not be shown. */
  readonly hasPassword: boolean;
}

/**
 * Reads the URL of a PostgreSQL database. Its password is kept out of everything that is said from
 * then on.
 *
 * @throws USAGE, which never quotes the URL
 */
export function storeAddress(url: string): StoreAddress {
  const wrong = (said: string): DatawrightError =>
    new DatawrightError({
      code: "USAGE",
      message: `the address of the store ${said}`,
      hint: "It looks like postgresql://user@host:5432/database, with the password behind the user and a colon, or in PGPASSWORD.",
    });
  if (!/^postgres(?:ql)?:\/\//iu.test(url)) throw wrong("does not begin with postgresql://");
  let client: pg.Client;
  try {
    client = new pg.Client({ connectionString: url });
  } catch {
    // The cause quotes the URL.
    throw wrong("cannot be read");
  }
  const { host, port, database, password } = client;
  if (typeof password === "string") registerPassword(password);
  const hasPassword = /^[^/]*\/\/[^/@:]*:[^/]*@|[?&]password=/u.test(url);
  const where = host.startsWith("/") ? `${host}:${port}` : `//${bracketed(host)}:${port}`;
  return { url, place: `postgresql:${where}/${database ?? ""}`, hasPassword };
}

function bracketed(host: string): string {
  return host.includes(":") ? `[${host}]` : host;
}
