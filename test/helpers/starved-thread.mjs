import threads from "node:worker_threads";
import { syncBuiltinESMExports } from "node:module";

/*
 * Loaded before a command (`node --import`): the STARVED_THREAD-th thread that is started, from 1, gets
 * so little memory that it dies before its work.
 */
const starved = Number(process.env["STARVED_THREAD"] ?? 1);
const MEBIBYTES = 4;
let started = 0;
const { Worker } = threads;
threads.Worker = class extends Worker {
  constructor(file, options = {}) {
    const isStarved = ++started === starved;
    const resourceLimits = { ...options.resourceLimits, maxOldGenerationSizeMb: MEBIBYTES };
    super(file, isStarved ? { ...options, resourceLimits } : options);
  }
};
syncBuiltinESMExports();
