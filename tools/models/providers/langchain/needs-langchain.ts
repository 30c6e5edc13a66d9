import { currentCallbacks } from "../../middleware/graph-callbacks.js";

/** Variables that turn on what LangChain tells of each call. */
const TELLING = [
  "LANGSMITH_TRACING",
  "LANGSMITH_TRACING_V2",
  "LANGCHAIN_TRACING",
  "LANGCHAIN_TRACING_V2",
  "LANGCHAIN_VERBOSE",
];
/** Variables by which its OpenAI client, or the official one in it, goes another way. */
const LEADING = ["LANGSMITH_GATEWAY", "OPENAI_API_BASE", "OPENAI_CUSTOM_HEADERS", "OPENAI_LOG"];
/** Models that OpenAI's Responses API has alone. */
const RESPONSES_ONLY = /codex|gpt-5\.\d+-pro/u;

/** Whether a call must go through LangChain's OpenAI client, which takes three times as much of the processor. */
export function needsLangChain(model: string): boolean {
  return (
    currentCallbacks() !== undefined ||
    TELLING.some((name) => process.env[name] === "true") ||
    LEADING.some((name) => Boolean(process.env[name])) ||
    RESPONSES_ONLY.test(model)
  );
}
