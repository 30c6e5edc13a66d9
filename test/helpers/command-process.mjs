/*
 * Commands one after the other in a process that stays: loading the graph and the client takes
 * longer than most commands do. Each message names a folder, the environment that is set for it, and
 * either the arguments of the built command line or a module to import; it is answered by what a
 * process of its own would have left: its exit code and what it wrote.
 */
import { pathToFileURL } from "node:url";

/** The command line of the package in the folder that is named first; default: the built one. */
const { buildProgram } = await import(
  process.argv[2] === undefined
    ? "../../dist/cli/program.js"
    : pathToFileURL(`${process.argv[2]}/dist/cli/program.js`).href
);

class Left extends Error {}
const environment = { ...process.env };
process.once("disconnect", process.exit.bind(process));
process.exit = (code) => {
  process.exitCode = code ?? process.exitCode;
  throw new Left();
};

let queue = Promise.resolve();
process.on("message", (job) => {
  queue = queue.then(() => work(job));
});

async function work({ id, cwd, env, args, module }) {
  const written = { stdout: "", stderr: "" };
  const writers = ["stdout", "stderr"].map((name) => {
    const { write } = process[name];
    process[name].write = (chunk, encoding, done) => {
      written[name] += typeof chunk === "string" ? chunk : Buffer.from(chunk).toString("utf8");
      (typeof encoding === "function" ? encoding : done)?.();
      return true;
    };
    return () => (process[name].write = write);
  });
  process.exitCode = 0;
  process.chdir(cwd);
  // Of the last command nothing is left.
  for (const name of Object.keys(process.env)) if (!(name in environment)) delete process.env[name];
  Object.assign(process.env, environment, env);
  try {
    if (module === undefined) await buildProgram().parseAsync(["node", "datawright", ...args]);
    else await import(module);
  } catch (error) {
    if (!(error instanceof Left)) {
      process.exitCode = 1;
      written.stderr += `${error?.stack ?? error}\n`;
    }
  }
  for (const restore of writers) restore();
  process.send({ id, code: process.exitCode ?? 0, ...written });
}
