#!/usr/bin/env node
import { chosenLanguage } from "./language/chosen-language.js";
import { leaveLangSmith } from "./commands/traces/leave-langsmith.js";
import { buildProgram } from "./program.js";
import { redactKeyBytes, redactKeys } from "../base/redact-secrets.js";

// A reader that has seen enough, such as `head`, is no error: a run goes on without it, and
// whatever else was written is not missed.
for (const stream of [process.stdout, process.stderr]) {
  guardStream(stream);
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });
}

const language = chosenLanguage(process.argv.slice(2), process.env);
const program = buildProgram(language);
// Only who reads Korean waits for what it takes.
if (language === "ko") (await import("./language/translate-help.js")).translateHelp(program);
await program.parseAsync(process.argv);
leaveLangSmith();

/** Keeps keys out of what a process says, whoever says it. */
function guardStream(stream: NodeJS.WriteStream): void {
  const write = stream.write.bind(stream) as (...input: unknown[]) => boolean;
  stream.write = (chunk: string | Uint8Array, ...rest: unknown[]): boolean =>
    write(typeof chunk === "string" ? redactKeys(chunk) : redactKeyBytes(chunk), ...rest);
}
