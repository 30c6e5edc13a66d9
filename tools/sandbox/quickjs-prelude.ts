/**
 * Runs inside the engine before the code does, and keeps the built-in functions that the hand-over needs out of its reach. A function of
 * (most characters, seed) that gives: `set` a global from JSON, `pack` a value as JSON, `describe` what was thrown, `printed` text.
 *
 * Random numbers come from the seed (mulberry32): a checker that draws gives the same verdict in every run.
 */
export const QUICKJS_PRELUDE = `(most, seed) => {
  "use strict";
  const { stringify, parse } = JSON, { imul } = Math, text = String;
  const printed = { text: "", cut: false };
  const print = (...parts) => {
    let line = "";
    for (let index = 0; index < parts.length; index++) {
      const part = parts[index];
      line += (index ? " " : "") + (typeof part === "string" ? part : stringify(part) ?? text(part));
    }
    if (printed.cut) return;
    const room = most - printed.text.length;
    printed.cut = line.length + 1 > room;
    printed.text += printed.cut ? line.substring(0, room) : line + "\\n";
  };
  globalThis.console = { log: print, info: print, warn: print, error: print, debug: print };
  Math.random = () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let mixed = imul(seed ^ (seed >>> 15), 1 | seed);
    mixed = (mixed + imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  return {
    set: (name, json) => (globalThis[name] = parse(json)),
    pack: (value) => stringify(value),
    describe: (thrown) => {
      const isError = typeof thrown === "object" && thrown !== null;
      const name = isError ? text(thrown.name ?? "Error") : "", stack = isError ? text(thrown.stack ?? "") : "";
      const message = isError ? text(thrown.message ?? thrown) : text(thrown);
      return stringify([name.substring(0, 100), message.substring(0, 1000), stack.substring(0, 2000), thrown?.lineNumber ?? null]);
    },
    printed: () => stringify(printed),
  };
}`;
