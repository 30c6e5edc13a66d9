import { currentToken } from "./token.js";

/** What the server refused, in its own words. */
export class RefusedError extends Error {
  readonly code: string;
  readonly hint: string;
  /** What the code means, where the message is in English only. */
  readonly meaning: string;
  readonly status: number;

  constructor(
    status: number,
    told: { code?: string; message?: string; hint?: string | null; meaning?: string | null },
  ) {
    super(told.message ?? `HTTP ${status}`);
    this.name = "RefusedError";
    this.status = status;
    this.code = told.code ?? `HTTP_${status}`;
    this.hint = told.hint ?? "";
    this.meaning = told.meaning ?? "";
  }
}

export interface Asked {
  readonly method?: "GET" | "POST" | "DELETE";
  readonly body?: unknown;
  readonly signal?: AbortSignal;
}

/** The raw answer, for streams and downloads; refused answers are thrown. */
export async function askRaw(path: string, asked: Asked = {}): Promise<Response> {
  const token = currentToken();
  const answer = await fetch(path, {
    method: asked.method ?? "GET",
    headers: {
      "Accept-Language": document.documentElement.lang,
      ...(token === null ? {} : { Authorization: `Bearer ${token}` }),
      ...(asked.body === undefined ? {} : { "Content-Type": "application/json" }),
    },
    body: asked.body === undefined ? undefined : JSON.stringify(asked.body),
    signal: asked.signal,
    cache: "no-store",
  });
  if (answer.ok) return answer;
  throw new RefusedError(
    answer.status,
    ((await answer.json().catch(() => ({}))) as { code?: string } | null) ?? {},
  );
}

/** An answer of the server's API. */
export async function ask<T>(path: string, asked: Asked = {}): Promise<T> {
  return (await (await askRaw(path, asked)).json()) as T;
}

type QueryValue = string | number | boolean | null | undefined;

/** A path with those parameters that are there. */
export function pathWith(path: string, query: Readonly<Record<string, QueryValue>>): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query))
    if (value !== null && value !== undefined && value !== "" && value !== false)
      parameters.set(name, String(value));
  const text = parameters.toString();
  return text === "" ? path : `${path}?${text}`;
}
