import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import ts from "typescript";

export const ROOT = resolve(import.meta.dirname, "../..");
/** Layers from left to right: a file imports from its own folder and from the left. */
export const LAYERS = [
  "base",
  "schema",
  "memory",
  "tools",
  "agents",
  "graphs",
  "index",
  "studio",
  "cli",
] as const;

export interface SourceFile {
  /** Path from the root, with forward slashes. */
  readonly path: string;
  readonly text: string;
  readonly lines: number;
  /** Imported files of this project, from the root; type imports too. */
  readonly imports: readonly string[];
  /** Imported packages and node modules. */
  readonly packages: readonly string[];
}

function* walk(folder: string): Generator<string> {
  for (const entry of readdirSync(join(ROOT, folder), { withFileTypes: true })) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) yield* walk(path);
    else if (/\.tsx?$/u.test(entry.name)) yield path;
  }
}

/** Every import of a file: static, type, re-export, dynamic, and `import("…")` types. */
function specifiersOf(path: string, text: string): string[] {
  const found: string[] = [];
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true);
  const visit = (node: ts.Node): void => {
    if (
      (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) &&
      node.moduleSpecifier &&
      ts.isStringLiteral(node.moduleSpecifier)
    )
      found.push(node.moduleSpecifier.text);
    else if (
      ts.isCallExpression(node) &&
      node.expression.kind === ts.SyntaxKind.ImportKeyword &&
      node.arguments[0] &&
      ts.isStringLiteral(node.arguments[0])
    )
      found.push(node.arguments[0].text);
    else if (
      ts.isImportTypeNode(node) &&
      ts.isLiteralTypeNode(node.argument) &&
      ts.isStringLiteral(node.argument.literal)
    )
      found.push(node.argument.literal.text);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

export function readSource(
  path: string,
  text = readFileSync(join(ROOT, path), "utf8"),
): SourceFile {
  const specifiers = specifiersOf(path, text);
  const imports = specifiers
    .filter((name) => name.startsWith("."))
    .map((name) => {
      const target = relative(ROOT, resolve(ROOT, dirname(path), name)).replaceAll("\\", "/");
      const withMarkup = target.replace(/\.js$/u, ".tsx");
      return existsSync(join(ROOT, withMarkup)) ? withMarkup : target.replace(/\.js$/u, ".ts");
    });
  return {
    path,
    text,
    lines: text.split("\n").length - (text.endsWith("\n") ? 1 : 0),
    imports,
    packages: specifiers.filter((name) => !name.startsWith(".")),
  };
}

/** Every source file of the package. */
export function sourceFiles(): SourceFile[] {
  const folders = LAYERS.filter((layer) => layer !== "index");
  return [...folders.flatMap((folder) => [...walk(folder)]), "index.ts", "testing.ts"].map((path) =>
    readSource(path),
  );
}

export function layerOf(path: string): number {
  if (path === "index.ts" || path === "testing.ts") return LAYERS.indexOf("index");
  return LAYERS.indexOf(path.split("/")[0] as (typeof LAYERS)[number]);
}
