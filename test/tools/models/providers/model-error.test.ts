import { modelError, retryAfterSeconds } from "../../../../tools/models/providers/model-error.js";
import { isLocalUrl } from "../../../../tools/models/providers/openai-key.js";

describe("modelError", () => {
  it.each<[unknown, string]>([
    [{ status: 408 }, "MODEL_TIMEOUT"],
    [{ status: 504 }, "MODEL_TIMEOUT"],
    [{ status: 403 }, "MODEL_AUTH"],
    [{ status: 404 }, "MODEL_BAD_REQUEST"],
    [{ status: 529 }, "MODEL_SERVER"],
    [{ response: { status: 429 } }, "MODEL_RATE_LIMIT"],
    [{ name: "AbortError" }, "MODEL_ABORTED"],
    [{ name: "TimeoutError" }, "MODEL_TIMEOUT"],
    [{ message: "Connection error.", cause: { cause: { code: "ENOTFOUND" } } }, "MODEL_CONNECTION"],
    [new TypeError("fetch failed"), "MODEL_CONNECTION"],
    [new TypeError("x is undefined"), "MODEL_SERVER"],
    ["a bare string", "MODEL_CONNECTION"],
    [{ name: "ContextOverflowError", message: "maximum context length" }, "MODEL_CONTEXT_LENGTH"],
  ])("codes %j as %s", (error, code) => {
    expect(modelError(error, "m").code).toBe(code);
  });

  it("leaves a coded error as it is, and keeps no client's error as its cause", () => {
    const coded = modelError(
      {
        status: 500,
        message: "down",
        request: { headers: { authorization: "Bearer abcdefghijkl" } },
      },
      "m",
    );
    expect(modelError(coded, "other")).toBe(coded);
    expect(coded.cause).toBeUndefined();
  });
});

describe("retryAfterSeconds", () => {
  it("reads seconds, dates and milliseconds, from either kind of headers", () => {
    const now = (): number => Date.parse("Wed, 21 Oct 2026 07:28:00 GMT");
    expect(retryAfterSeconds(new Headers({ "retry-after": "1.5" }))).toBe(1.5);
    expect(retryAfterSeconds({ "retry-after": "Wed, 21 Oct 2026 07:28:30 GMT" }, now)).toBe(30);
    expect(retryAfterSeconds({ "retry-after": "Wed, 21 Oct 2026 07:27:00 GMT" }, now)).toBe(0);
    // By the clock of whoever answered, where it says so: ours is an hour behind.
    const ahead = {
      date: "Wed, 21 Oct 2026 08:28:00 GMT",
      "retry-after": "Wed, 21 Oct 2026 08:28:20 GMT",
    };
    expect(retryAfterSeconds(new Headers(ahead), now)).toBe(20);
    expect(retryAfterSeconds({ "retry-after-ms": "250", "retry-after": "9" })).toBe(0.25);
    for (const nothing of [undefined, {}, { "retry-after": "soon" }, { "retry-after": "-5x" }])
      expect(retryAfterSeconds(nothing)).toBeNull();
  });
});

describe("isLocalUrl", () => {
  it.each([
    "http://localhost:11434/v1",
    "http://127.0.0.1:8000/v1",
    "http://[::1]:8000/v1",
    "http://192.168.1.20:1234/v1",
    "http://172.20.0.3/v1",
  ])("finds %s local", (url) => expect(isLocalUrl(url)).toBe(true));
  it.each([
    "https://api.openai.com/v1",
    "http://localhost.example.com/v1",
    "http://172.32.0.1/v1",
    "not a url",
    undefined,
  ])("finds %s distant", (url) => expect(isLocalUrl(url)).toBe(false));
});
