/** The value at a path such as `hits.hits[0]._source.text`; the value itself for an empty path, undefined where the path leads nowhere. */
export function valueAtPath(value: unknown, path: string): unknown {
  let found = value;
  for (const part of path.split(/[.[\]]+/u).filter((name) => name !== "")) {
    if (typeof found !== "object" || found === null || !Object.hasOwn(found, part))
      return undefined;
    found = (found as Record<string, unknown>)[part];
  }
  return found;
}
