import * as original from "../../node_modules/fast-check/lib/fast-check.js";

/** The seed of every property in an ordinary run: the same cases on every machine. */
const DEFAULT_SEED = 20_240_229;
/** What fast-check runs when nothing is said. */
const DEFAULT_RUNS = 100;

/**
 * `FC_SEED`: a number for other cases, "random" for new ones in every property; a failing property
 * prints the seed it had.
 */
const seed = process.env.FC_SEED ?? String(DEFAULT_SEED);
if (seed !== "random" && !Number.isSafeInteger(Number(seed)))
  throw new Error(`FC_SEED is "${seed}": a whole number or "random" was expected.`);

/** `FC_NUM_RUNS_FACTOR`: every property runs so many times as often as it says. */
const factor = Number(process.env.FC_NUM_RUNS_FACTOR ?? 1);
if (!(factor > 0))
  throw new Error(
    `FC_NUM_RUNS_FACTOR is "${process.env.FC_NUM_RUNS_FACTOR}": a number above zero was expected.`,
  );

original.configureGlobal(seed === "random" ? {} : { seed: Number(seed) });

/**
 * Stands in for fast-check in the tests (jest.config.js). A setup file would load fast-check into
 * every test file: 20 s over the suite.
 */
const assert = ((
  property: original.IRawProperty<unknown>,
  parameters: original.Parameters<unknown> = {},
) =>
  original.assert(property, {
    ...parameters,
    numRuns: Math.ceil((parameters.numRuns ?? DEFAULT_RUNS) * factor),
  })) as typeof original.assert;

export default { ...original.default, assert };
