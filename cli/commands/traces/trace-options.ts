import { Option, type Command } from "commander";
import { action } from "../../action.js";
import { whole } from "../../option-values.js";

/** What `trace` shows, and what it writes for other programs. */
export function withTraceOptions(command: Command): Command {
  return command
    .option("--sample <id>", "only what shaped this sample")
    .option("--agent <name>", "only this agent")
    .option("--operation <name>", "only this operation: chat, embeddings, invoke_agent, step …")
    .option("--slow", "slowest agents and model calls first", false)
    .option("--all", "every step on a line of its own, not folded", false)
    .option("--bodies", "show requests and answers", false)
    .option("--messages", "show requests as the messages that were sent, and answers", false)
    .option("--limit <n>", "most lines to show (default: 200; with --format every step)", whole(1))
    .addOption(
      new Option(
        "--format <name>",
        "write the steps for other programs: a JSON object a line, or OTLP/JSON",
      ).choices(["jsonl", "otlp-json"]),
    )
    .option("--out <file>", "file that --format writes, instead of standard output")
    .option("--force", "overwrite the file of --out", false)
    .action(action(async () => (await import("./trace.js")).trace));
}
