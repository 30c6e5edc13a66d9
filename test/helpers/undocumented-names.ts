import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import ts from "typescript";
import { ROOT } from "./built-package.js";

/**
 * Names and fields that the entries export and say nothing about, as `FILE NAME.FIELD`; of a type
 * that is inferred from a schema those of the schema. A field is documented by a comment, or by the
 * `.describe(…)` of its schema, which a setting that is a number has as its last argument.
 */
export function undocumentedNames(entries: readonly string[]): readonly string[] {
  const seen = new Set<string>();
  const silent = new Set<string>();
  for (const entry of entries)
    for (const { name, file } of exportsOf(join(ROOT, entry))) follow(name, file);
  return [...silent].sort();

  function follow(name: string, file: string): void {
    const key = `${file} ${name}`;
    if (seen.has(key)) return;
    seen.add(key);
    const source = sourceOf(file);
    const declared = source.statements.filter((statement) => namesOf(statement).includes(name));
    if (declared.length === 0) {
      const from = importOf(source, name);
      if (from !== null) follow(from.name, from.file);
      return;
    }
    const place = relative(ROOT, file);
    const exported = declared.some((one) => isExported(one));
    // What schemas are called is said by the type that is inferred from them.
    const inferred = declared.every((one) => ts.isTypeAliasDeclaration(one) && isInferred(one));
    if (exported && !inferred && !declared.some(hasComment)) silent.add(`${place} ${name}`);
    for (const statement of declared) look(statement, { file, place, path: name });
  }

  function look(node: ts.Node, at: { file: string; place: string; path: string }): void {
    if (
      ts.isBlock(node) ||
      ts.isArrowFunction(node) ||
      isHidden(node) ||
      ts.isConditionalTypeNode(node)
    )
      return;
    let inner = at;
    if (isField(node)) {
      const name = node.name.getText();
      inner = { ...at, path: `${at.path}.${name}` };
      if (!hasComment(node) && !isDescribed(node)) silent.add(`${at.place} ${inner.path}`);
    }
    const reference = referenceOf(node);
    if (reference !== null) follow(reference, at.file);
    ts.forEachChild(node, (child) => look(child, inner));
  }
}

type Field =
  ts.PropertySignature | ts.MethodSignature | ts.PropertyAssignment | ts.MethodDeclaration;

/** A field of an interface, of a class, or of a schema `z.object({ … })`. */
function isField(node: ts.Node): node is Field {
  if (!isFirstOfLine(node)) return false;
  if (ts.isPropertySignature(node) || ts.isMethodSignature(node) || ts.isMethodDeclaration(node))
    return !ts.isPrivateIdentifier(node.name);
  return (
    ts.isPropertyAssignment(node) &&
    ts.isCallExpression(node.parent.parent) &&
    /\.(?:\w*[oO]bject|extend)$/u.test(node.parent.parent.expression.getText())
  );
}

/** The schema that a type is inferred from, or that another schema is made of. */
function referenceOf(node: ts.Node): string | null {
  if (ts.isTypeQueryNode(node) && ts.isIdentifier(node.exprName)) return node.exprName.text;
  if (ts.isIdentifier(node) && /Schema$/u.test(node.text)) return node.text;
  return null;
}

/** False inside `{ a, b }` on one line: what stands around it says what they are. */
const isFirstOfLine = (node: ts.Node): boolean => {
  const { text } = node.getSourceFile();
  return /^\s*$/u.test(
    text.slice(text.lastIndexOf("\n", node.getStart() - 1) + 1, node.getStart()),
  );
};
const hasComment = (node: ts.Node): boolean => ts.getJSDocCommentsAndTags(node).length > 0;
const isDescribed = (node: ts.Node): boolean =>
  /\.describe\(|\b(?:number|count)Setting\(/u.test(node.getText());
const isHidden = (node: ts.Node): boolean =>
  (ts.isClassElement(node) && node.name !== undefined && ts.isPrivateIdentifier(node.name)) ||
  (ts.canHaveModifiers(node) &&
    (ts.getModifiers(node) ?? []).some(({ kind }) => kind === ts.SyntaxKind.PrivateKeyword));
const isExported = (node: ts.Statement): boolean =>
  ts.canHaveModifiers(node) &&
  (ts.getModifiers(node) ?? []).some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
const isInferred = (node: ts.TypeAliasDeclaration): boolean =>
  /^z\.(?:infer|input|output)</u.test(node.type.getText());

function namesOf(statement: ts.Statement): readonly string[] {
  if (ts.isVariableStatement(statement))
    return statement.declarationList.declarations.map(({ name }) => name.getText());
  if (
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isFunctionDeclaration(statement)
  )
    return statement.name === undefined ? [] : [statement.name.text];
  return [];
}

/** What an entry exports, under its name in the file that declares it. */
function exportsOf(entry: string): readonly { readonly name: string; readonly file: string }[] {
  return sourceOf(entry).statements.flatMap((statement) => {
    if (!ts.isExportDeclaration(statement) || statement.moduleSpecifier === undefined) return [];
    const file = fileOf(entry, statement.moduleSpecifier);
    const clause = statement.exportClause;
    if (file === null || clause === undefined || !ts.isNamedExports(clause)) return [];
    return clause.elements.map(({ name, propertyName }) => ({
      name: (propertyName ?? name).text,
      file,
    }));
  });
}

function importOf(source: ts.SourceFile, wanted: string): { name: string; file: string } | null {
  for (const statement of source.statements) {
    if (!ts.isImportDeclaration(statement)) continue;
    const bindings = statement.importClause?.namedBindings;
    if (bindings === undefined || !ts.isNamedImports(bindings)) continue;
    const element = bindings.elements.find(({ name }) => name.text === wanted);
    const file = element && fileOf(source.fileName, statement.moduleSpecifier);
    if (file) return { name: (element.propertyName ?? element.name).text, file };
  }
  return null;
}

function fileOf(from: string, specifier: ts.Expression): string | null {
  const path = (specifier as ts.StringLiteral).text;
  if (!path.startsWith(".")) return null;
  const file = join(dirname(from), path.replace(/\.js$/u, ".ts"));
  return existsSync(file) ? file : null;
}

const sources = new Map<string, ts.SourceFile>();
function sourceOf(file: string): ts.SourceFile {
  const source =
    sources.get(file) ??
    ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.ES2022, true);
  sources.set(file, source);
  return source;
}
