import type { Command, Option } from "commander";
import { displayWidth } from "../../base/text/display-width.js";
import { translate } from "../../base/language/translate.js";
import { KOREAN_AFTER_ERROR, KOREAN_FRAME } from "./korean-help-frame.js";
import { KOREAN_HELP } from "./korean-help.js";

/**
 * Puts the help of a command and of those below it into Korean, and what is said about wrong
 * arguments.
 */
export function translateHelp(command: Command, name = ""): void {
  const frame = (text: string): string => translate(text, KOREAN_FRAME);
  command
    .description(KOREAN_HELP[name === "" ? command.name() : name] ?? command.description())
    .showHelpAfterError(KOREAN_AFTER_ERROR)
    .helpOption("-h, --help", KOREAN_HELP["--help"])
    .configureHelp({
      displayWidth,
      styleTitle: frame,
      styleOptionDescription: frame,
      styleSubcommandDescription: frame,
    })
    .configureOutput({
      outputError: (text, write) => write(frame(text.trimEnd()) + "\n"),
    });
  if (command.commands.length > 0) command.helpCommand("help [command]", KOREAN_HELP["--help"]);
  for (const option of command.options) option.description = helpOf(option, name);
  for (const inner of command.commands) translateHelp(inner, `${name} ${inner.name()}`.trimStart());
}

function helpOf(option: Option, command: string): string {
  const flag = option.long ?? option.flags;
  return KOREAN_HELP[`${command} ${flag}`] ?? KOREAN_HELP[flag] ?? option.description;
}
