// For typedoc: fields of schemas are described by `.describe("…")`, which is shown where a comment would be.
import { Comment, Converter, ReflectionKind } from "typedoc";
import ts from "typescript";

export function load(app) {
  app.converter.on(Converter.EVENT_CREATE_DECLARATION, (context, reflection) => {
    if (!reflection.kindOf(ReflectionKind.Property) || reflection.comment) return;
    const declaration = context.getSymbolFromReflection(reflection)?.valueDeclaration;
    if (declaration === undefined || !ts.isPropertyAssignment(declaration)) return;
    const text = description(declaration.initializer);
    if (text !== null) reflection.comment = new Comment([{ kind: "text", text }]);
  });
}

const NUMBERS = new Set(["numberSetting", "countSetting"]);

/** The text of `.describe(…)` in a chain of calls, or of a setting that is a number, or null. */
function description(node) {
  if (ts.isCallExpression(node) && NUMBERS.has(node.expression.getText()))
    return words(node.arguments[1]);
  for (let call = node; ts.isCallExpression(call); call = call.expression.expression) {
    if (!ts.isPropertyAccessExpression(call.expression)) return null;
    if (call.expression.name.text === "describe") return words(call.arguments[0]);
  }
  return null;
}

/** A literal, or several joined by `+`. */
function words(node) {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (!ts.isBinaryExpression(node)) return null;
  const [left, right] = [words(node.left), words(node.right)];
  return left === null || right === null ? null : left + right;
}
