import { availableParallelism } from "node:os";
import type { Sandbox, SandboxError } from "../contract.js";
import { bubblewrapArguments, probeBubblewrap, type Bubblewrap } from "./bubblewrap.js";
import { findExecutable } from "./find-executable.js";
import { runLimitedProcess, type ProcessOutcome } from "./limited-process.js";
import { readOutcome } from "../read-outcome.js";
import { failedOutcome, type RunOutcome } from "../run-outcome.js";
import { readRequest, type RunLimits } from "../sandbox-request.js";

/** Lets so many pieces of work run at once; the others wait in the order of their calls. */
class Turns {
  #free: number;
  readonly #waiting: (() => void)[] = [];

  constructor(atOnce: number) {
    this.#free = atOnce;
  }

  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free -= 1;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#free += 1;
    }
  }
}

/**
 * Runs inside the interpreter: reads { code, input, parseOnly } as JSON from standard input, runs
 * the code with the inputs as globals, and writes { value, error } to file descriptor 3, `value` as
 * the text of its JSON.
 *
 * The value of the last expression counts; a function (or one that is named `check`) is called with
 * the inputs in their order.
 */
const PYTHON_DRIVER = `
import ast, json, os, random, sys

channel = os.fdopen(3, "w", encoding="utf-8")
request = json.loads(sys.stdin.read())

def answer(value=None, kind=None, message="", line=None):
    json.dump({"value": value, "error": kind and {"kind": kind, "message": message[:1000], "line": line}}, channel)
    channel.close()
    sys.stdout.flush()
    os._exit(0)

try:
    tree = ast.parse(request["code"], "code.py")
    compile(tree, "code.py", "exec", dont_inherit=True)
except SyntaxError as error:
    answer(kind="syntax", message="SyntaxError: " + str(error.msg), line=error.lineno)
except (ValueError, RecursionError, MemoryError) as error:
    answer(kind="syntax", message=type(error).__name__ + ": " + str(error))
if request["parseOnly"]:
    answer()
random.seed(1)
names = dict(request["input"], __name__="__main__")
try:
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "code.py", "exec", dont_inherit=True), names)
    value = eval(compile(ast.Expression(last.value), "code.py", "eval", dont_inherit=True), names) if last else None
    if value is None and callable(names.get("check")):
        value = names["check"]
    if callable(value):
        value = value(*request["input"].values())
    text = json.dumps(value, allow_nan=False)
except MemoryError:
    names.clear()
    answer(kind="memory", message="out of memory")
except SystemExit as error:
    answer(kind="runtime", message="the code ended itself with " + repr(error.code))
except BaseException as error:
    line, trace = None, error.__traceback__
    while trace:
        if trace.tb_frame.f_code.co_filename == "code.py":
            line = trace.tb_lineno
        trace = trace.tb_next
    try:
        message = type(error).__name__ + ": " + str(error)
    except BaseException:
        message = "it raised what cannot be read"
    answer(kind="runtime", message=message, line=line)
answer(value=text)
`;

const turns = new Turns(Math.max(1, availableParallelism()));
/** JSON around the value in an answer. */
const ANSWER_CHARACTERS = 4096;

interface Language {
  /** Ends with 0 at once where the language is there. */
  readonly probe: readonly string[];
  command(code: string, parseOnly: boolean): readonly string[];
  stdin(code: string, input: object, parseOnly: boolean): string;
  read(outcome: ProcessOutcome, limits: RunLimits, parseOnly: boolean): RunOutcome;
}

const LANGUAGES: Readonly<Record<"python" | "shell", Language>> = {
  python: {
    probe: ["python3", "-I", "-c", "pass"],
    command: () => ["python3", "-I", "-B", "-c", PYTHON_DRIVER],
    stdin: (code, input, parseOnly) => JSON.stringify({ code, input, parseOnly }),
    read: readPython,
  },
  shell: {
    probe: ["/bin/sh", "-c", ":"],
    command: (code, parseOnly) => ["/bin/sh", ...(parseOnly ? ["-n"] : []), "-c", code],
    stdin: (_code, input) => JSON.stringify(input),
    read: readShell,
  },
};

/**
 * Python or the shell under bubblewrap: the system's programs read-only, no network, no
 * environment, no other process. Where that does not work the code is not run at all.
 *
 * Python gives the value of its last expression as JavaScript does; the shell what it prints, read
 * as JSON where it is JSON, and reads its input as JSON from standard input.
 *
 * @param options.find looks for the program; the default looks through PATH
 */
export function createBubblewrapSandbox(
  name: keyof typeof LANGUAGES,
  { find = () => findExecutable("bwrap") }: { readonly find?: () => string | null } = {},
): Sandbox {
  const language = LANGUAGES[name];
  let bubblewrap: Promise<Bubblewrap> | null = null;
  return {
    name,
    async run(code, options = {}) {
      const { input, limits } = readRequest(options);
      const parseOnly = options.parseOnly ?? false;
      if (code.includes("\0"))
        return readOutcome(failedOutcome("syntax", "the code has a NUL character"));
      const found = await (bubblewrap ??= probeBubblewrap(find(), name, language.probe));
      const seconds = limits.milliseconds / 1000;
      const outcome = await turns.run(() =>
        runLimitedProcess(
          found.path,
          bubblewrapArguments(found, language.command(code, parseOnly), {
            seconds,
            memoryMegabytes: limits.memoryMegabytes,
          }),
          {
            stdin: language.stdin(code, input, parseOnly),
            milliseconds: limits.milliseconds,
            outputCharacters: limits.outputCharacters + ANSWER_CHARACTERS,
            signal: options.signal,
          },
        ),
      );
      if (outcome.timedOut || outcome.signal === "SIGXCPU")
        return readOutcome(
          failedOutcome(
            "timeout",
            `the code did not end within ${seconds} s`,
            printed(outcome, limits),
          ),
        );
      return readOutcome(language.read(outcome, limits, parseOnly));
    },
  };
}

function printed(
  { stdout }: ProcessOutcome,
  { outputCharacters }: RunLimits,
): { readonly stdout: string; readonly truncated: boolean } {
  return {
    stdout: stdout.text.slice(0, outputCharacters),
    truncated: stdout.cut || stdout.text.length > outputCharacters,
  };
}

function readPython(outcome: ProcessOutcome, limits: RunLimits): RunOutcome {
  const rest = printed(outcome, limits);
  if (outcome.channel.cut) return tooLong(limits, rest);
  let answer: { value: string | null; error: SandboxError | null };
  try {
    answer = JSON.parse(outcome.channel.text) as typeof answer;
  } catch {
    return failedOutcome(
      "crash",
      `the interpreter ended with ${outcome.signal ?? outcome.exitCode} before it gave a ` +
        `value${lastLine(outcome)}`,
      rest,
    );
  }
  if (answer.error !== null)
    return failedOutcome(answer.error.kind, answer.error.message, {
      ...rest,
      line: answer.error.line,
    });
  if ((answer.value?.length ?? 0) > limits.outputCharacters) return tooLong(limits, rest);
  return { json: answer.value, error: null, ...rest };
}

function readShell(outcome: ProcessOutcome, limits: RunLimits, parseOnly: boolean): RunOutcome {
  const rest = printed(outcome, limits);
  if (outcome.exitCode !== 0)
    return failedOutcome(
      parseOnly ? "syntax" : "runtime",
      `the shell ended with ${outcome.signal ?? outcome.exitCode}${lastLine(outcome)}`,
      rest,
    );
  if (rest.truncated) return tooLong(limits, rest);
  const text = rest.stdout.trim();
  return {
    json: text === "" ? null : isJson(text) ? text : JSON.stringify(text),
    error: null,
    ...rest,
  };
}

function tooLong(
  { outputCharacters }: RunLimits,
  rest: { readonly stdout: string; readonly truncated: boolean },
): RunOutcome {
  return failedOutcome(
    "output",
    `the value has more than ${outputCharacters} characters of JSON`,
    rest,
  );
}

function lastLine({ stderr }: ProcessOutcome): string {
  const line = stderr.text.trim().split("\n").at(-1)?.slice(0, 300) ?? "";
  return line === "" ? "" : `: ${line}`;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
