import type { Command } from "commander";
import { action } from "../action.js";
import { withLanguage } from "../shared-options.js";
import type { ScaffoldKind } from "./new.js";

const KINDS: readonly (readonly [ScaffoldKind, string])[] = [
  ["agent", "an agent with a test: a stage that measures drafts and refuses some"],
  ["task", "a task file with rows and a test that checks it and tries it out"],
  ["plugin", "a plug-in with a criterion that has a setting, and the checks of its contract"],
];

/** Adds the command `new`. */
export function addNewCommands(program: Command): void {
  const made = program
    .command("new")
    .description("write the files of an agent, a task or a plug-in, with a test that passes");
  for (const [kind, description] of KINDS)
    withLanguage(made.command(`${kind} <name>`).description(description))
      .option("--out <dir>", "folder to write (default: ./NAME)")
      .option("--json", "print JSON", false)
      .action(
        action(async () => {
          const { newFolder } = await import("./new.js");
          return (name: string, flags: { readonly out?: string; readonly json: boolean }) =>
            newFolder(kind, name, flags);
        }),
      );
}
