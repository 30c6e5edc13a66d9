import { DatawrightError } from "../../base/errors.js";
import type { SandboxLanguage } from "../../schema/task-file/checker.js";
import type { SandboxOptions, SandboxResult, Sandbox } from "./contract.js";

/**
 * Runs code that nobody has to trust: JavaScript in QuickJS (WebAssembly), SQL in an in-memory
 * SQLite, Python and shell under bubblewrap.
 *
 * @returns the code's value as JSON, or why it gave none; never throws for what the code does
 * @throws  NO_SANDBOX where Python or shell has no boundary on this machine; INTERRUPTED; SHAPE for
 *         wrong limits or input names; USAGE
 * @example
 * const { value } = await runSandboxed("javascript", "(a, b) => a + b", { input: { a: 1, b: 2 } });
 * // 3
 */
export async function runSandboxed(
  language: SandboxLanguage,
  code: string,
  options: SandboxOptions = {},
): Promise<SandboxResult> {
  const load = Object.hasOwn(SANDBOXES, language) ? SANDBOXES[language] : undefined;
  if (!load)
    throw new DatawrightError({
      code: "USAGE",
      message: `there is no sandbox for ${JSON.stringify(language)}`,
      hint: `Valid languages: ${Object.keys(SANDBOXES).join(", ")}.`,
    });
  return (await load()).run(code, options);
}

/** The boundary of each language, loaded when code of it is run. */
const SANDBOXES: Readonly<Record<SandboxLanguage, () => Promise<Sandbox>>> = {
  javascript: async () => (await import("./javascript/javascript-sandbox.js")).javascriptSandbox,
  sql: async () => (await import("./sql/sql-sandbox.js")).sqlSandbox,
  python: async () => (await import("./process/bubblewrap-sandboxes.js")).pythonSandbox,
  shell: async () => (await import("./process/bubblewrap-sandboxes.js")).shellSandbox,
};
