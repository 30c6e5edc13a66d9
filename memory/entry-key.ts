declare const HELD: unique symbol;

/** Name of a small value in a run's database, with the type of what it holds. */
export interface EntryKey<Value> {
  readonly name: string;
  /** Never set: it ties the type to the name, for those who read and for those who write. */
  readonly [HELD]?: (value: Value) => Value;
}

/** A value under its name, as a batch writes it. */
export interface Entry {
  readonly name: string;
  readonly value: unknown;
}

export function entryKey<Value>(name: string): EntryKey<Value> {
  return { name };
}

/** What a batch is to write under a key. */
export function entry<Value>(key: EntryKey<Value>, value: NoInfer<Value>): Entry {
  return { name: key.name, value };
}
