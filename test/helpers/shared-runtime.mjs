/*
 * Jest's loading of modules, with what is tested loaded once for all test files of a worker: the
 * sources, and the packages below them. To load them anew for each file, and to run what no compiler
 * had warmed up, was half of the tests' time. Test files and what stands beside them are still loaded
 * for each; in continuous integration everything is, so that no file leans on another.
 */
import { join, sep } from "node:path";
import Runtime from "jest-runtime";

const TESTS = join(import.meta.dirname, "..") + sep;

/** Loads what is shared. */
let host;
let turn = Promise.resolve();

export default class SharedRuntime extends Runtime {
  constructor(...parts) {
    super(...parts);
    const [config, environment, resolver, transformer, , ...rest] = parts;
    host ??= new Runtime(config, environment, resolver, transformer, new Map(), ...rest);
    const own = this.esmLoader;
    const shared = host.esmLoader;
    const loadOwn = own.loadEsmModule.bind(own);
    own.loadEsmModule = (path, suffix) => {
      if (path.startsWith(TESTS) || own.resolution.isCoreModule(path)) return loadOwn(path, suffix);
      const load = async () =>
        shared.linkAndEvaluateModule(await shared.loadEsmModule(path, suffix));
      // One after the other: graphs that are linked at once take each other's modules for linked.
      turn = turn.then(load, load);
      return turn;
    };
    own.loadCjsAsEsm = shared.loadCjsAsEsm.bind(shared);
    // One for the worker: a stack passes through both.
    this.transformCache.sourceMaps = host.transformCache.sourceMaps;
  }
}
