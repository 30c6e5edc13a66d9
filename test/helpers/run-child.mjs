import { launch, resumeRun } from "../../dist/index.js";

/*
 * A run of the built package in a process of its own, for tests that kill it:
 *
 *     node test/helpers/run-child.mjs '{"workspace": "…", "baseUrl": "…", "spec": {…}, "concurrency": 8}'
 *
 * With `resume` it goes on with the run "run". Prints the result's summary as one JSON line, or the
 * error's code and message where it failed. SIGINT and
 * SIGTERM stop it as they stop a command.
 */
const { workspace, store, baseUrl, spec, concurrency, resume } = JSON.parse(
  process.argv[2] ?? "{}",
);
const handle = resume
  ? await resumeRun("run", { workspace, store, concurrency, logLevel: null })
  : await launch(spec, {
      workspace,
      store,
      runId: "run",
      model: "openai:tickets",
      baseUrl,
      concurrency,
      logLevel: null,
    });
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => void handle.stop());
try {
  const { summary } = await handle.result;
  process.stdout.write(`${JSON.stringify(summary)}\n`);
} catch (error) {
  process.stdout.write(`${JSON.stringify({ code: error.code, message: error.message })}\n`);
  process.exitCode = 1;
}
