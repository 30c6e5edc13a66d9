#!/usr/bin/env node
import { guardStream } from "./guard-stream.js";
import { buildProgram } from "./program.js";

// A reader that has seen enough, such as `head`, is no error: a run goes on without it, and
// whatever else was written is not missed.
for (const stream of [process.stdout, process.stderr]) {
  guardStream(stream);
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });
}

await buildProgram().parseAsync(process.argv);
