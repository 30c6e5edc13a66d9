import type { TuningEstimate } from "./contract.js";

/** The estimate of a tuning that asks no paid model. */
export const FREE_TUNING: TuningEstimate = {
  models: [],
  calls: 0,
  tokens: { input: 0, output: 0 },
  costUsd: 0,
  seconds: 0,
};
