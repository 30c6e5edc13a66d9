import { Option, type Command } from "commander";
import { action } from "./action.js";
import { amount, whole } from "./option-values.js";
import { withAgentModules, withCommon, withModelName, withStore } from "./shared-options.js";

/** Which queue hands the chunks of runs to workers. */
export const withQueue = (command: Command): Command =>
  command
    .addOption(
      new Option(
        "--queue <url>",
        "Redis over which workers get the chunks of a run, redis://host:6379; needs --store",
      ).env("DATAWRIGHT_QUEUE"),
    )
    .option(
      "--lease <seconds>",
      "silence after which a worker or a run is taken for dead, the same for all of a queue (default: 30)",
      amount,
    );

/** A run on more than this machine: its store, its queue, and whether it drafts too. */
export const withMachines = (command: Command): Command =>
  withQueue(withStore(command)).option(
    "--work",
    "take chunks of the queue in this process too",
    false,
  );

/** Adds the command `worker`. */
export function addWorkerCommand(program: Command): void {
  withAgentModules(
    withModelName(
      withQueue(
        withStore(
          withCommon(
            program
              .command("worker")
              .description("draft the chunks of all runs that use a queue and a store"),
          ),
        ),
      ),
    ),
  )
    .option("--concurrency <n>", "most model requests in flight, over all runs", whole(1), 8)
    .option("--name <name>", "name in the trace (default: machine and process)")
    .option(
      "--grace <seconds>",
      "after SIGTERM or Ctrl-C, time for chunks at work before they go back to the queue",
      amount,
      20,
    )
    .option("--verbose", "say what becomes of each chunk", false)
    .action(action(async () => (await import("./commands/machines/worker.js")).worker));
}
