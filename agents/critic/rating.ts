import { z } from "zod";
import type { JudgeAnswer } from "./contract.js";

/** A rating of the judge: 1 (worst) to 5 (best). */
export const ratingSchema = z.number().min(1).max(5);

/** The judge's rating of that name, or null where it was not asked. */
export function ratingOf(judge: JudgeAnswer | null, property: string): number | null {
  const value = judge?.value[property];
  return typeof value === "number" ? value : null;
}

/** A rating as a score from 0 (worst) to 1 (best). */
export function ratingScore(rating: number): number {
  return (rating - 1) / 4;
}
