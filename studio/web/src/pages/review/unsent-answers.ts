import type { Answers } from "../../../../api/review.js";

/** An answer that the server has not acknowledged yet, with who gave it. */
export type UnsentAnswer = Answers["answers"][number] & { readonly reviewer: string };

function place(run: string): string {
  return `datawright-answers-${run}`;
}

/** Answers of this browser that were given before it was closed, or that the server did not take. */
export function readUnsent(run: string): readonly UnsentAnswer[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(place(run)) ?? "[]");
    return Array.isArray(kept) ? (kept as UnsentAnswer[]) : [];
  } catch {
    return [];
  }
}

/** Keeps answers until they are acknowledged: what is lost with the tab was never given. */
export function keepUnsent(run: string, answers: readonly UnsentAnswer[]): void {
  if (answers.length === 0) localStorage.removeItem(place(run));
  else localStorage.setItem(place(run), JSON.stringify(answers));
}
