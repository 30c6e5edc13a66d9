import { DatawrightError } from "../../../base/errors.js";

/**
 * `fetch` that reads at most so many bytes of an answer's body, decompressed; the connection is
 * closed at the first byte above.
 *
 * @throws MODEL_SERVER (details.tooLarge; asking again does not help), while the body is read or
 *         before it where its length is stated
 */
export function limitedFetch(most: number, name: string): typeof fetch {
  return async (input, init) => {
    const response = await fetch(input, init);
    const { body, headers, status, statusText } = response;
    if (body === null) return response;
    const stated = Number(headers.get("content-length") ?? NaN);
    if (stated > most) {
      await body.cancel();
      throw tooLarge(most, name);
    }
    if (stated <= most && !headers.has("content-encoding")) return response;
    let size = 0;
    const counted = body.pipeThrough(
      new TransformStream<Uint8Array, Uint8Array>({
        transform(chunk, controller) {
          size += chunk.byteLength;
          if (size > most) controller.error(tooLarge(most, name));
          else controller.enqueue(chunk);
        },
      }),
    );
    return new Response(counted, { headers, status, statusText });
  };
}

export function tooLarge(most: number, name: string): DatawrightError {
  return new DatawrightError({
    code: "MODEL_SERVER",
    message: `${name}: the server's answer is larger than ${most / 2 ** 20} MiB; it was not read on`,
    hint: "Check that the base URL points at an OpenAI-compatible API.",
    retryable: false,
    details: { tooLarge: true, most },
  });
}
