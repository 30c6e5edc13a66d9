/** Answers of this browser that were given before it was closed, or that the server did not take. */
export function readUnsent<Given>(place: string): readonly Given[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(place) ?? "[]");
    return Array.isArray(kept) ? (kept as Given[]) : [];
  } catch {
    return [];
  }
}

/** Keeps answers until they are acknowledged: what is lost with the tab was never given. */
export function keepUnsent(place: string, answers: readonly unknown[]): void {
  if (answers.length === 0) localStorage.removeItem(place);
  else localStorage.setItem(place, JSON.stringify(answers));
}
