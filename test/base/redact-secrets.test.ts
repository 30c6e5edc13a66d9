import fc from "fast-check";
import { inspect } from "node:util";
import { DatawrightError } from "../../base/errors.js";
import {
  redactKeyBytes,
  redactKeys,
  redactSecrets,
  refreshSecrets,
  registerSecret,
} from "../../base/redact-secrets.js";

describe("redactSecrets", () => {
  it("replaces keys, bearer tokens, query parameters and passwords in addresses", () => {
    expect(redactSecrets("use sk-proj-Abc_123456789 now")).toBe("use [redacted] now");
    expect(redactSecrets("Authorization: Bearer abc.def-12345678")).toBe(
      "Authorization: Bearer [redacted]",
    );
    expect(redactSecrets("GET https://h/v1?api_key=s3cretvalue&model=m")).toBe(
      "GET https://h/v1?api_key=[redacted]&model=m",
    );
    expect(redactSecrets("redis://user:pa55@host:1/0")).toBe("redis://user:[redacted]@host:1/0");
  });

  it("leaves ordinary text alone", () => {
    for (const text of [
      "task-management and desk-lamp-number-one",
      "ask-me-anything-now",
      "the key is under the mat",
      "a bearer of news",
      "1+1=2? yes",
      "열쇠는 어디에 있나요? 🔑",
      "http://localhost:11434/v1",
    ]) {
      expect(redactSecrets(text)).toBe(text);
    }
  });

  it("knows values of key-like variables and registered ones, inside others too, no short ones", () => {
    Object.assign(process.env, {
      MY_SERVICE_TOKEN: "tok-abcdefgh",
      SHORT_KEY: "abc",
      KEYBOARD_LAYOUT: "us-international",
      LIST_API_KEYS: "first-key-1,second-key-2",
    });
    try {
      refreshSecrets();
      registerSecret("named-otherwise-9");
      registerSecret("tok-abcdefgh-longer");
      registerSecret("q7x!");
      registerSecret("abc");
      registerSecret("EMPTY");
      expect(
        redactSecrets("x=tok-abcdefgh; y=tok-abcdefgh-longer; named-otherwise-9 second-key-2"),
      ).toBe("x=[redacted]; y=[redacted]; [redacted] [redacted]");
      expect(redactSecrets("abc us-international EMPTY q7x!a")).toBe(
        "abc us-international EMPTY q7x!a",
      );
      expect(redactSecrets('a "q7x!", \\nq7x! and key=q7x!')).toBe(
        'a "[redacted]", \\n[redacted] and key=[redacted]',
      );
    } finally {
      for (const name of ["MY_SERVICE_TOKEN", "SHORT_KEY", "KEYBOARD_LAYOUT", "LIST_API_KEYS"])
        delete process.env[name];
    }
  });

  it("goes through objects, lists, maps, errors and their causes, and survives circles", () => {
    const circle: Record<string, unknown> = {
      apiKey: "anything",
      nested: [{ "X-API-Key": "other" }],
      token: "NN",
      size: 3n,
      when: new Date(0),
      bytes: new Uint8Array(4),
      map: new Map([["a", "sk-abcdefghij12"]]),
    };
    circle["self"] = circle;
    circle["error"] = new Error("failed with sk-abcdefghij12", {
      cause: Object.assign(new Error("Bearer abcdefgh12"), { code: "E1" }),
    });
    expect(redactSecrets(circle)).toMatchObject({
      apiKey: "[redacted]",
      nested: [{ "X-API-Key": "[redacted]" }],
      token: "NN",
      size: "3",
      when: "1970-01-01T00:00:00.000Z",
      bytes: "[4 bytes]",
      map: { a: "[redacted]" },
      self: "[circular]",
      error: {
        message: "failed with [redacted]",
        cause: { message: "Bearer [redacted]", code: "E1" },
      },
    });
  });

  it("changes nothing in plain JSON without secrets, and never the value that it was given", () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        const before = JSON.stringify(value);
        expect(JSON.stringify(redactSecrets({ value }))).toBe(JSON.stringify({ value }));
        expect(JSON.stringify(value)).toBe(before);
      }),
      { numRuns: 50 },
    );
  });

  it("finds a key in every form that a text may carry it in, and leaves all else of data alone", () => {
    const key = `ke"y\\of '/+ %&<many>~signs`;
    registerSecret(key);
    const inside = (value: unknown): string => JSON.stringify(value);
    const texts = [
      key,
      inside({ key }),
      inside({ text: inside({ key }) }),
      inside(inside(inside({ key }))),
      encodeURIComponent(key),
      encodeURIComponent(key).toLowerCase(),
      new URLSearchParams({ key }).toString(),
      key
        .replaceAll("&", "&amp;")
        .replaceAll("<", "&lt;")
        .replaceAll(">", "&gt;")
        .replaceAll('"', "&quot;")
        .replaceAll("'", "&#39;"),
      ...["", "u", "us", "use", "user:"].map((before) =>
        Buffer.from(`${before}${key}${before}`).toString("base64"),
      ),
      Buffer.from(`user:${key}`).toString("base64url"),
    ];
    for (const text of texts) {
      expect(redactKeys(text)).toContain("[redacted]");
      expect(redactSecrets({ deep: [text] }).deep[0]).toContain("[redacted]");
      expect(Buffer.from(redactKeyBytes(Buffer.from(text))).toString()).toBe(redactKeys(text));
    }
    const data = { text: "Authorization: Bearer abcdefgh12", of: [1, null, new Date(0)] };
    expect(redactKeys(data)).toBe(data);
    expect(redactKeys({ [key]: [key] })).toEqual({ "[redacted]": ["[redacted]"] });
    const bytes = Uint8Array.from([0, 255, 128, 10]);
    expect(redactKeyBytes(bytes)).toBe(bytes);
  });

  it("keeps keys out of every part of a coded error, its causes too", () => {
    registerSecret("canary-in-an-error");
    const cause = Object.assign(new TypeError("bad canary-in-an-error"), {
      request: { headers: { authorization: "canary-in-an-error" } },
    });
    const error = new DatawrightError({
      code: "MODEL_SERVER",
      message: "said canary-in-an-error",
      hint: "not canary-in-an-error",
      details: { body: { said: "canary-in-an-error" } },
      cause,
    });
    expect(inspect(error, { depth: 9 })).not.toContain("canary-in-an-error");
    expect(error.cause).toMatchObject({ name: "TypeError", message: "bad [redacted]" });
    const harmless = new Error("disk");
    expect(new DatawrightError({ code: "INTERNAL", message: "x", cause: harmless }).cause).toBe(
      harmless,
    );
  });
});
