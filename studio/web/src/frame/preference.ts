/** A choice of a reader that outlasts the tab. */
export function readPreference<T extends string>(
  name: string,
  choices: readonly T[],
): T | undefined {
  try {
    const stored = localStorage.getItem(`datawright-${name}`);
    return choices.find((choice) => choice === stored);
  } catch {
    return undefined;
  }
}

/** Keeps a choice; a browser that stores nothing forgets it with the tab. */
export function keepPreference(name: string, value: string): void {
  try {
    localStorage.setItem(`datawright-${name}`, value);
  } catch {
    // private windows may refuse
  }
}
