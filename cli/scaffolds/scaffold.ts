/** What `new` writes: texts by path, and what to do with them. */
export interface Scaffold {
  readonly files: Readonly<Record<string, string>>;
  /** Commands to type in the folder, in order. */
  readonly next: readonly string[];
}

export interface ScaffoldName {
  /** As it was given: `calm-voice`. */
  readonly name: string;
  /** The same as a variable of JavaScript: `calmVoice`. */
  readonly variable: string;
  /** Of this package. */
  readonly version: string;
}

/** A package of one's own beside datawright, with tests that `npm test` runs. */
export function packageJson(
  { name, version }: ScaffoldName,
  part: Readonly<Record<string, unknown>>,
): string {
  return `${JSON.stringify(
    {
      name,
      version: "0.1.0",
      ...part,
      type: "module",
      scripts: { test: "node --test" },
      engines: { node: ">=20.19" },
      ...(part["peerDependencies"] === undefined
        ? { dependencies: { datawright: `^${version}` } }
        : {}),
    },
    null,
    2,
  )}\n`;
}

/** A line of written code, which is none of our own imports. */
export function imports(names: string, from: string): string {
  return `import ${names} from "${from}";`;
}
