import type { SandboxLanguage } from "../../schema/task-file/checker.js";
import type { Sandbox } from "./contract.js";

/** The boundary of each language, loaded when code of it is run. */
export const SANDBOXES: Readonly<Record<SandboxLanguage, () => Promise<Sandbox>>> = {
  javascript: async () => (await import("./javascript/javascript-sandbox.js")).javascriptSandbox,
  sql: async () => (await import("./sql/sql-sandbox.js")).sqlSandbox,
  python: async () => (await import("./process/bubblewrap-sandboxes.js")).pythonSandbox,
  shell: async () => (await import("./process/bubblewrap-sandboxes.js")).shellSandbox,
};
