import { layerOf, LAYERS, type SourceFile } from "./source-files.js";

/** Imports that point to the right of the one line of imports. */
export function importsToTheRight(files: readonly SourceFile[]): string[] {
  return files.flatMap((file) =>
    file.imports
      .filter((target) => layerOf(target) > layerOf(file.path) || layerOf(target) < 0)
      .map((target) => `${file.path} (${LAYERS[layerOf(file.path)]}) imports ${target}`),
  );
}

/** Circles of imports, type imports too; each as the path that closes it. */
export function circles(files: readonly SourceFile[]): string[] {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const state = new Map<string, "open" | "done">();
  const found: string[] = [];
  const visit = (path: string, trail: readonly string[]): void => {
    if (state.get(path) === "done") return;
    if (state.get(path) === "open") {
      found.push([...trail.slice(trail.indexOf(path)), path].join(" -> "));
      return;
    }
    state.set(path, "open");
    for (const target of byPath.get(path)?.imports ?? [])
      if (byPath.has(target)) visit(target, [...trail, path]);
    state.set(path, "done");
  };
  for (const file of files) visit(file.path, []);
  return found;
}

const ROLE_FOLDER = /^agents\/([a-z]+)\//u;

/** Built-in agents that import each other: only graphs may combine them. */
export function agentsThatImportEachOther(files: readonly SourceFile[]): string[] {
  return files.flatMap((file) => {
    const own = ROLE_FOLDER.exec(file.path)?.[1];
    return own === undefined
      ? []
      : file.imports
          .filter((target) => (ROLE_FOLDER.exec(target)?.[1] ?? own) !== own)
          .map((target) => `${file.path} imports ${target}`);
  });
}
