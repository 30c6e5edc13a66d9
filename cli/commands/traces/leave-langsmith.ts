import { texts } from "../../language/texts.js";

/** Variables that switch LangSmith on, as its client reads them. */
const VARIABLES = [
  "LANGSMITH_TRACING",
  "LANGSMITH_TRACING_V2",
  "LANGCHAIN_TRACING",
  "LANGCHAIN_TRACING_V2",
];
/** Seconds for what is on its way when a command is done. */
const GRACE = 10;

/**
 * Ends a process whose command is done: LangSmith's client tries for more than a minute where its
 * server is gone, and offers no way to give up.
 */
export function leaveLangSmith(seconds = GRACE): void {
  if (!VARIABLES.some((name) => process.env[name] === "true")) return;
  // Where nothing is on its way any more it does not keep the process either.
  setTimeout(() => {
    process.stderr.write(`${texts().work.langSmithLate(seconds)}\n`);
    process.stdout.write("", () => process.exit());
  }, seconds * 1000).unref();
}
