/** What is wrong with a value, by path: names from the top with dots between them. */
export interface Problem {
  readonly path: string;
  readonly message: string;
}

/** An object with a field set, where it stood or at the end; without it for undefined. */
export function withField(
  object: Readonly<Record<string, unknown>>,
  name: string,
  value: unknown,
): Readonly<Record<string, unknown>> {
  if (value !== undefined) return { ...object, [name]: value };
  return Object.fromEntries(Object.entries(object).filter(([key]) => key !== name));
}

/** An object with a field under another name, in its place; unchanged where that name is taken. */
export function renamed(
  object: Readonly<Record<string, unknown>>,
  from: string,
  to: string,
): Readonly<Record<string, unknown>> {
  if (from === to || to in object) return object;
  return Object.fromEntries(
    Object.entries(object).map(([key, value]) => [key === from ? to : key, value]),
  );
}

/** A list with an item set; without it for undefined. */
export function withItem(
  list: readonly unknown[],
  index: number,
  value: unknown,
): readonly unknown[] {
  return value === undefined
    ? list.filter((_, place) => place !== index)
    : list.map((item, place) => (place === index ? value : item));
}

/** A name that is not taken yet. */
export function freeName(object: Readonly<Record<string, unknown>>, wanted: string): string {
  for (let number = 1; ; number++) {
    const name = number === 1 ? wanted : `${wanted}${number}`;
    if (!(name in object)) return name;
  }
}

/** What is said of a place itself. */
export function problemsAt(problems: readonly Problem[], path: string): readonly Problem[] {
  return problems.filter((problem) => problem.path === path);
}

/** What is said of places below one, but for those below these names, which say it themselves. */
export function problemsBelow(
  problems: readonly Problem[],
  path: string,
  except: readonly string[] = [],
): readonly Problem[] {
  const below = path === "" ? "" : `${path}.`;
  const own = except.map((name) => below + name);
  return problems.filter(
    (problem) =>
      problem.path !== path &&
      problem.path.startsWith(below) &&
      !own.some((place) => problem.path === place || problem.path.startsWith(`${place}.`)),
  );
}

/** The path of a place below another. */
export function pathBelow(path: string, name: string | number): string {
  return path === "" ? String(name) : `${path}.${name}`;
}
