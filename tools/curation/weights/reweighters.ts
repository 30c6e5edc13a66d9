import { DatawrightError } from "../../../base/errors.js";
import { didYouMean } from "../../../base/text/nearest-name.js";
import type { ReweighterFactory } from "./define-reweighter.js";

/** Reweighters by name, each loaded when it is asked for. */
export const REWEIGHTERS = {
  sungen: async (): Promise<ReweighterFactory> => (await import("./sungen.js")).sungen,
  fewgen: async (): Promise<ReweighterFactory> => (await import("./fewgen.js")).fewgen,
  "gold-gradient": async (): Promise<ReweighterFactory> =>
    (await import("./gold-gradient.js")).goldGradient,
  "class-balance": async (): Promise<ReweighterFactory> =>
    (await import("./class-balance.js")).classBalance,
  "density-ratio": async (): Promise<ReweighterFactory> =>
    (await import("./density-ratio.js")).densityRatio,
} as const;

export type ReweighterName = keyof typeof REWEIGHTERS;

/**
 * The reweighter of a name, to be made with its settings.
 * @throws SPEC_INVALID for an unknown name, with the nearest one
 */
export async function loadReweighter(name: string): Promise<ReweighterFactory> {
  if (Object.hasOwn(REWEIGHTERS, name)) return REWEIGHTERS[name as ReweighterName]();
  const names = Object.keys(REWEIGHTERS);
  throw new DatawrightError({
    code: "SPEC_INVALID",
    message: `no reweighter ${JSON.stringify(name)}${didYouMean(name, names)}`,
    hint: `reweighters: ${names.join(", ")}`,
  });
}
