import type { Command } from "commander";
import { action } from "./action.js";
import { whole } from "./option-values.js";
import { withQueue } from "./queue-options.js";
import { withCommon, withStore } from "./shared-options.js";

/** `datawright studio` */
export function addStudioCommand(program: Command): void {
  withQueue(
    withStore(
      withCommon(
        program.command("studio").description("open the pages over the workspace in a browser"),
      ),
    ),
  )
    .option("--port <n>", "port to listen on (default: a free one)", whole(0))
    .option("--no-open", "do not start a browser, only print the address")
    .action(action(async () => (await import("./commands/pages/studio.js")).studio));
}
