/*
 * One environment, and so one global object, for all test files of a worker: what `shared-runtime.mjs`
 * keeps lives in it. What a test file leaves there is put back before the next.
 */
import { TestEnvironment } from "jest-environment-node";

/** What the parts of Jest that are loaded for each test file keep on the global object. */
const OF_ONE_FILE = new Set(["JEST_STATE_SYMBOL", "EVENT_HANDLERS", "TEST_TIMEOUT_SYMBOL"]);

let kept;

/** Jest makes one for each test file. */
export default class SharedEnvironment {
  constructor(config, context) {
    kept ??= new KeptEnvironment(config, context);
    kept.putBack();
    return kept;
  }
}

class KeptEnvironment extends TestEnvironment {
  /** What graceful-fs, which Jest loads for each file, wraps once more each time: a chain that keeps all. */
  #process = (({ exit, chdir, cwd }) => ({ exit, chdir, cwd }))(this.global.process);
  #variables = { ...this.global.process.env };

  constructor(config, context) {
    super(config, context);
    // For helpers: what is theirs in one test file is theirs in the next.
    this.global[Symbol.for("datawright.tests.kept")] = new Map();
  }

  putBack() {
    const { process } = this.global;
    Object.assign(process, this.#process);
    process.exitCode = undefined;
    for (const name of Object.keys(process.env))
      if (!(name in this.#variables)) delete process.env[name];
    Object.assign(process.env, this.#variables);
    for (const symbol of Object.getOwnPropertySymbols(this.global))
      if (OF_ONE_FILE.has(symbol.description)) delete this.global[symbol];
    // Kept to be emptied at the end, and the parts of Jest of every ended file with it: 2 MB a file.
    this._globalProxy.leftovers = [];
  }

  teardown() {
    this.fakeTimers.useRealTimers();
    this.fakeTimersModern.useRealTimers();
    return Promise.resolve();
  }
}
