/** `{name}` and `{{name}}`: braces around one name, on one line. */
const BRACES = /\{\{([^{}\n]*)\}\}|\{([^{}\n]*)\}/gu;
const NAME = /^[\p{L}_][\p{L}\p{N}_-]*(?:\.[\p{L}_][\p{L}\p{N}_-]*)?$/u;

/**
 * The names that stand in braces in a text, in order of appearance, each once: those that are known,
 * and others that have the form of a name, such as `{topic}` and `{label.definition}`. JSON, `{ }` and
 * `{{name}}`, which stands for the words `{name}`, hold no names.
 */
export function placeholdersIn(text: string, isKnown: (name: string) => boolean): string[] {
  const found = new Set<string>();
  for (const [, , name] of text.matchAll(BRACES))
    if (name !== undefined && (isKnown(name) || NAME.test(name))) found.add(name);
  return [...found];
}

/**
 * Fills the names in braces in one pass: braces in what is filled in stay as they are, and so does
 * what has no value. `{{name}}` becomes `{name}`.
 */
export function fillPlaceholders(
  text: string,
  valueOf: (name: string) => string | undefined,
): string {
  return text.replace(BRACES, (whole, literal: string | undefined, name: string | undefined) => {
    if (name !== undefined) return valueOf(name) ?? whole;
    return NAME.test(literal!) || valueOf(literal!) !== undefined ? `{${literal}}` : whole;
  });
}

/** Known names that stand in two pairs of braces with blanks, as other template languages have it. */
export function doubledPlaceholders(text: string, isKnown: (name: string) => boolean): string[] {
  return [...text.matchAll(BRACES)].flatMap(([, literal]) =>
    literal !== undefined && literal !== literal.trim() && isKnown(literal.trim())
      ? [literal.trim()]
      : [],
  );
}
