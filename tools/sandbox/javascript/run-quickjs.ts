import type { QuickJSContext, QuickJSHandle, QuickJSRuntime } from "quickjs-emscripten-core";
import type { JsonValue } from "../../../schema/json.js";
import type { SandboxError } from "../contract.js";
import { failedOutcome, type RunOutcome } from "../run-outcome.js";
import type { RunLimits } from "../sandbox-request.js";

/**
 * Runs inside the engine before the code does, and keeps the built-in functions that the hand-over
 * needs out of its reach. A function of (most characters, seed) that gives: `set` a global from
 * JSON, `pack` a value as JSON, `describe` what was thrown, `printed` text.
 *
 * Random numbers come from the seed (mulberry32): a checker that draws gives the same verdict in
 * every run.
 */
const QUICKJS_PRELUDE = `(most, seed) => {
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

/** One piece of JavaScript with all that it gets. */
export interface JavascriptTask {
  readonly code: string;
  readonly input: Readonly<Record<string, JsonValue>>;
  readonly parseOnly: boolean;
  readonly limits: RunLimits;
}

/** An engine that nothing ran in yet, and how much of its memory is taken. */
export interface FreshEngine {
  newRuntime(): QuickJSRuntime;
  /** Share of the memory limit that is taken, 0 to 1. */
  fullness(): number;
}

const FILE = "code.js";
const STACK_BYTES = 512 * 1024;
const JOBS_AT_ONCE = 100;
const SEED = 1;

class CodeFailure extends Error {
  readonly details: SandboxError;
  constructor(details: SandboxError) {
    super(details.message);
    this.details = details;
  }
}

/**
 * Runs code in an engine that is thrown away afterwards: nothing of it is left for the next.
 * Handles are not freed one by one for that reason.
 */
export function runQuickjs(engine: FreshEngine, task: JavascriptTask): RunOutcome {
  const ends = performance.now() + task.limits.milliseconds;
  let isOver = false;
  const over = (): boolean => (isOver ||= performance.now() > ends);
  let printed = { text: "", cut: false };
  try {
    const runtime = engine.newRuntime();
    runtime.setMaxStackSize(STACK_BYTES);
    runtime.setInterruptHandler(over);
    const context = runtime.newContext();
    const fail = (thrown: QuickJSHandle): CodeFailure =>
      new CodeFailure(describe(context, tools.describe, thrown, engine));
    const prelude = context.unwrapResult(context.evalCode(QUICKJS_PRELUDE, "prelude.js"));
    const made = context.unwrapResult(
      context.callFunction(
        prelude,
        context.undefined,
        context.newNumber(task.limits.outputCharacters),
        context.newNumber(SEED),
      ),
    );
    const tools = {
      set: context.getProp(made, "set"),
      pack: context.getProp(made, "pack"),
      describe: context.getProp(made, "describe"),
      printed: context.getProp(made, "printed"),
    };
    const parsed = context.evalCode(task.code, FILE, { compileOnly: true });
    if (parsed.error) {
      const details = fail(parsed.error).details;
      return isOver
        ? failedOutcome("timeout", late(task))
        : {
            ...failedOutcome("syntax", details.message, { line: details.line }),
            ...(details.kind === "memory" ? { error: details } : {}),
          };
    }
    if (task.parseOnly) return { json: null, stdout: "", error: null, truncated: false };
    for (const [name, value] of Object.entries(task.input))
      context.unwrapResult(
        context.callFunction(
          tools.set,
          context.undefined,
          context.newString(name),
          context.newString(JSON.stringify(value)),
        ),
      );
    const readPrinted = (): void => {
      const text = context.callFunction(tools.printed, context.undefined);
      if (!text.error) printed = JSON.parse(context.getString(text.value)) as typeof printed;
    };
    try {
      const json = valueOf(runtime, context, task, tools.pack, fail, over);
      readPrinted();
      if (json !== null && json.length > task.limits.outputCharacters)
        return failedOutcome(
          "output",
          `the value has ${json.length} characters of JSON; at most ` +
            `${task.limits.outputCharacters} are taken`,
          { stdout: printed.text, truncated: printed.cut },
        );
      return { json, stdout: printed.text, error: null, truncated: printed.cut };
    } catch (error) {
      if (!isOver) readPrinted();
      throw error;
    }
  } catch (error) {
    const rest = { stdout: printed.text, truncated: printed.cut };
    if (isOver) return failedOutcome("timeout", late(task), rest);
    if (error instanceof CodeFailure)
      return failedOutcome(error.details.kind, error.details.message, {
        ...rest,
        line: error.details.line,
      });
    // The engine itself gave up: its stack is V8's stack as well, and a memory that is full breaks
    // it anywhere.
    if ((error as Error | undefined)?.name === "RangeError")
      return failedOutcome("runtime", "stack overflow", rest);
    if (engine.fullness() > 0.9)
      return failedOutcome(
        "memory",
        `the code needs more than ${task.limits.memoryMegabytes} MB`,
        rest,
      );
    return failedOutcome(
      "crash",
      `the JavaScript engine ended: ${String((error as Error | undefined)?.message ?? error)}`,
      rest,
    );
  }
}

/**
 * Evaluates the code, calls what it gives if that is a function, and waits for what that gives if
 * it is a promise.
 */
function valueOf(
  runtime: QuickJSRuntime,
  context: QuickJSContext,
  task: JavascriptTask,
  pack: QuickJSHandle,
  fail: (thrown: QuickJSHandle) => CodeFailure,
  over: () => boolean,
): string | null {
  const taken = (result: ReturnType<QuickJSContext["evalCode"]>): QuickJSHandle => {
    if (result.error) throw fail(result.error);
    return result.value;
  };
  let value = taken(context.evalCode(task.code, FILE));
  if (context.typeof(value) === "undefined")
    value = taken(context.evalCode("typeof check === 'function' ? check : undefined", "check.js"));
  if (context.typeof(value) === "function") {
    const inputs = Object.keys(task.input).map((name) => context.getProp(context.global, name));
    value = taken(context.callFunction(value, context.undefined, ...inputs));
  }
  while (runtime.hasPendingJob()) {
    const ran = runtime.executePendingJobs(JOBS_AT_ONCE);
    if (ran.error) throw fail(ran.error);
    if (over()) throw new Error("late");
  }
  const state = context.getPromiseState(value);
  if (state.type === "rejected") throw fail(state.error);
  if (state.type === "pending")
    throw new CodeFailure({
      kind: "runtime",
      message: "the value is a promise that nothing settles",
      line: null,
    });
  const packed = taken(context.callFunction(pack, context.undefined, state.value));
  return context.typeof(packed) === "string" ? context.getString(packed) : null;
}

function describe(
  context: QuickJSContext,
  describeInside: QuickJSHandle,
  thrown: QuickJSHandle,
  engine: FreshEngine,
): SandboxError {
  const described = context.callFunction(describeInside, context.undefined, thrown);
  if (described.error)
    return engine.fullness() > 0.9
      ? { kind: "memory", message: "out of memory", line: null }
      : { kind: "runtime", message: "it threw what cannot be read", line: null };
  const [name, message, stack, lineNumber] = JSON.parse(context.getString(described.value)) as [
    string,
    string,
    string,
    unknown,
  ];
  if (message === "out of memory" || (message === "null" && name === "" && engine.fullness() > 0.9))
    return { kind: "memory", message: "out of memory", line: null };
  const line =
    typeof lineNumber === "number" ? lineNumber : Number(/code\.js:(\d+)/u.exec(stack)?.[1] ?? NaN);
  return {
    kind: "runtime",
    message: name === "" || name === "Error" ? message : `${name}: ${message}`,
    line: Number.isInteger(line) ? line : null,
  };
}

function late(task: JavascriptTask): string {
  return `the code did not end within ${task.limits.milliseconds / 1000} s`;
}
