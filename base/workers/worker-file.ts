/** Where the file of a process or of a pool's threads is, and what Node needs to load it. */
export interface WorkerFile {
  readonly url: URL;
  readonly execArgv: readonly string[];
}

const isSource = import.meta.url.endsWith(".ts");

/**
 * Finds a worker's file: the compiled one, or its source where this package itself runs from
 * TypeScript.
 *
 * @param file URL of the compiled file beside the caller, such as `new URL("./measure-worker.js",
 *         import.meta.url)`
 */
export function workerFile(file: URL): WorkerFile {
  if (!isSource) return { url: file, execArgv: [] };
  // The loader of TypeScript is found from here: a bare name would be looked for in the folder that
  // the process runs in.
  return {
    url: new URL(file.href.replace(/\.js$/, ".ts")),
    execArgv: ["--import", import.meta.resolve("tsx")],
  };
}

/**
 * The same for a thread that is started by itself: there the loader takes effect only when the
 * first module registers it.
 */
export function threadFile(file: URL): URL {
  if (!isSource) return file;
  const lines =
    `import { register } from ${JSON.stringify(import.meta.resolve("tsx/esm/api"))}; ` +
    `register(); await import(${JSON.stringify(workerFile(file).url.href)});`;
  return new URL(`data:text/javascript,${encodeURIComponent(lines)}`);
}
