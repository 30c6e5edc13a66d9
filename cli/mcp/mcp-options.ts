import type { Command } from "commander";
import { action } from "../action.js";
import { withQueue } from "../queue-options.js";
import { withStore } from "../shared-options.js";

/** Adds the command `mcp`. */
export function addMcpCommand(program: Command): void {
  withQueue(
    withStore(
      program
        .command("mcp")
        .description(
          "let a coding assistant validate, plan, run and review: an MCP server on standard input and output",
        )
        .option(
          "--workspace <dir>",
          "folder of runs and cache (default: DATAWRIGHT_HOME, else .datawright)",
        ),
    ),
  ).action(action(async () => (await import("./mcp.js")).mcp));
}
