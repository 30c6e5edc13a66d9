/** A word of a command as a POSIX shell has to be given it: quoted where it would not stay one. */
export function shellQuote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
