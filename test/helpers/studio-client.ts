import { request } from "node:http";
import type { Studio } from "../../studio/server/start-studio.js";

/** An answer of the studio. */
export interface StudioAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  /** The text as JSON. */
  readonly json: unknown;
}

/** Asks a studio as a page does, or, by other headers, as somebody else would. */
export async function askStudio(
  { port, token }: Pick<Studio, "port" | "token">,
  path: string,
  {
    method = "GET",
    headers = {},
    body,
  }: {
    readonly method?: string;
    /** Undefined leaves a header out that a page sends. */
    readonly headers?: Readonly<Record<string, string | undefined>>;
    readonly body?: unknown;
  } = {},
): Promise<StudioAnswer> {
  const sent = {
    authorization: `Bearer ${token}`,
    ...(body === undefined ? {} : { "content-type": "application/json" }),
    ...headers,
  };
  return new Promise((resolve, reject) => {
    const asked = request(
      {
        host: "127.0.0.1",
        port,
        path,
        method: body === undefined ? method : "POST",
        headers: Object.fromEntries(
          Object.entries(sent).filter(([, value]) => value !== undefined),
        ) as Record<string, string>,
      },
      (response) => {
        let text = "";
        response.setEncoding("utf8");
        response.on("data", (part: string) => (text += part));
        response.on("end", () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            text,
            get json() {
              return JSON.parse(text) as unknown;
            },
          }),
        );
      },
    );
    asked.on("error", reject);
    asked.end(
      body === undefined ? undefined : typeof body === "string" ? body : JSON.stringify(body),
    );
  });
}
