import type { MakeSource } from "./source-options.js";

/** Every type of source by name, each loaded when a task has one. */
export const SOURCES: Readonly<Record<string, () => Promise<MakeSource>>> = {
  text: async () => (await import("./text-source.js")).textSource,
};
