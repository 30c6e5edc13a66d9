import { readLimits } from "../../../../tools/models/limits/provider-limits.js";
import { refusalSubject } from "../../../../tools/models/providers/provider-words.js";

describe("what a provider's refusal is about", () => {
  it.each<[number, string, ReturnType<typeof refusalSubject>]>([
    [429, "You exceeded your current quota, please check your plan and billing details.", "quota"],
    [400, "Your credit balance is too low to access the Anthropic API.", "quota"],
    [402, "Insufficient Balance", "quota"],
    [
      403,
      "Your team has used all available credits or reached its monthly spending limit.",
      "quota",
    ],
    [400, "Access denied, please make sure your account is in good standing. Arrearage", "quota"],
    [429, "Quota exceeded for metric: requests_per_minute, limit: 15. Please retry in 35s.", null],
    [429, "You exceeded your current quota, please check your plan. Please retry in 12.3s.", null],
    [429, "Rate limit reached for requests per min.", null],
    [
      400,
      "The response was filtered due to the prompt triggering Azure OpenAI's content management policy.",
      "content-filter",
    ],
    [400, "Your request was rejected as a result of our safety system.", "content-filter"],
    [
      400,
      "Invalid prompt: your prompt was flagged as potentially violating our usage policy.",
      "content-filter",
    ],
    [400, "Output blocked by content filtering policy", "content-filter"],
    [400, "Content Exists Risk", "content-filter"],
    [
      403,
      "Your chosen model requires moderation and your input was flagged for violence.",
      "content-filter",
    ],
    [403, "Your request was blocked.", null],
    [400, "This model's maximum context length is 4096 tokens.", "context-length"],
    [
      400,
      "The decoder prompt (length 5000) is longer than the maximum model length of 4096.",
      "context-length",
    ],
    [400, "the request exceeds the available context size, try increasing it", "context-length"],
    [400, "prompt is too long: 210000 tokens > 200000 maximum", "context-length"],
    [
      400,
      "The input token count (1200000) exceeds the maximum number of tokens allowed.",
      "context-length",
    ],
    [400, "input length exceeds the context length", "context-length"],
    [
      429,
      "Request too large for gpt-4o on tokens per min (TPM): Limit 30000, Requested 40000.",
      "context-length",
    ],
    [400, "Unknown parameter: 'seed'.", null],
    [404, "The model `nope` does not exist.", null],
    [401, "Incorrect API key provided. Check your billing.", null],
    [500, "content_filter", null],
  ])("%d %j: %s", (status, said, subject) => {
    expect(refusalSubject(status, said)).toBe(subject);
  });
});

describe("readLimits", () => {
  it.each<[Record<string, string>, ReturnType<typeof readLimits>]>([
    [
      {
        "x-ratelimit-limit-requests": "60",
        "x-ratelimit-remaining-requests": "59",
        "x-ratelimit-reset-requests": "1m0.5s",
      },
      { limit: 60, remaining: 59, resetSeconds: 60.5 },
    ],
    [
      { "ratelimit-limit": "20, 20;w=1", "ratelimit-remaining": "0", "ratelimit-reset": "1" },
      { limit: 20, remaining: 0, resetSeconds: 1 },
    ],
    [
      { "x-ratelimit-remaining": "3", "x-ratelimit-reset": "1700000010000" },
      { limit: null, remaining: 3, resetSeconds: 10 },
    ],
    // The clock of whoever answers is an hour ahead of ours; or the same, told in whole seconds.
    [
      {
        date: "Tue, 14 Nov 2023 23:13:20 GMT",
        "x-ratelimit-remaining": "3",
        "x-ratelimit-reset": "1700003610000",
      },
      { limit: null, remaining: 3, resetSeconds: 10 },
    ],
    [
      {
        date: "Tue, 14 Nov 2023 22:13:19 GMT",
        "x-ratelimit-remaining": "3",
        "x-ratelimit-reset": "1700000000500",
      },
      { limit: null, remaining: 3, resetSeconds: 0.5 },
    ],
    [{ "x-ratelimit-remaining-requests": "many", "x-ratelimit-reset-requests": "soon" }, null],
    [{ "x-ratelimit-remaining-requests": "-1", "x-ratelimit-reset-requests": "1s" }, null],
    [{}, null],
  ])("%j: %j", (headers, limits) => {
    const now = (): number => 1_700_000_000_000;
    expect(readLimits(new Headers(headers), now)).toEqual(limits);
    expect(readLimits(headers, now)).toEqual(limits);
  });
});
