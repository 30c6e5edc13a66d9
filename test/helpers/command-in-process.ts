import { jest } from "@jest/globals";
import { speak, spokenLanguage } from "../../cli/language/texts.js";
import { buildProgram } from "../../cli/program.js";

/** What a command leaves behind. */
export interface Called {
  readonly code: unknown;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command from its sources in this process, with what it writes kept. */
export async function callCommand(...args: readonly string[]): Promise<Called> {
  const before = process.exitCode;
  const language = spokenLanguage();
  let [stdout, stderr] = ["", ""];
  const out = jest.spyOn(process.stdout, "write").mockImplementation((text) => {
    stdout += String(text);
    return true;
  });
  const err = jest.spyOn(process.stderr, "write").mockImplementation((text) => {
    stderr += String(text);
    return true;
  });
  try {
    process.exitCode = undefined;
    await buildProgram().parseAsync(["node", "datawright", ...args]);
    return { code: process.exitCode, stdout, stderr };
  } finally {
    process.exitCode = before;
    speak(language);
    out.mockRestore();
    err.mockRestore();
  }
}
