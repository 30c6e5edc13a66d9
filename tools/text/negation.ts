/**
 * Words that turn a statement round, by language; a text without any of them hardly denies
 * anything.
 */
const NEGATIONS: Readonly<Record<string, RegExp>> = {
  en: /\b(?:not|no|never|none|nobody|nothing|nowhere|neither|nor|without|cannot)\b|n['’]t\b/iu,
  de: /(?<!\p{L})(?:nicht|kein(?:e[mnrs]?)?|nie|niemals|niemand\p{L}*|nichts|ohne|weder)(?!\p{L})/iu,
  fr: /(?<!\p{L})(?:ne|pas|jamais|rien|aucune?|sans|ni)(?!\p{L})|(?<!\p{L})n['’]/iu,
  es: /(?<!\p{L})(?:no|nunca|jamás|nada|nadie|ning[uú]n[oa]?|sin|ni|tampoco)(?!\p{L})/iu,
  it: /(?<!\p{L})(?:non|mai|niente|nulla|nessun[oa]?|senza|né)(?!\p{L})/iu,
  pt: /(?<!\p{L})(?:não|nunca|jamais|nada|ninguém|nenhuma?|sem|nem)(?!\p{L})/iu,
  nl: /(?<!\p{L})(?:niet|geen|nooit|niemand|niets|zonder|noch)(?!\p{L})/iu,
  ko: /(?<!\p{L})안 |않|못|없|아니/u,
  ja: /ない|なく|なかっ|ません|ずに/u,
  zh: /不|没|沒|无|無|未|别/u,
};

/**
 * Whether a text denies something, by its negation words; null for languages (BCP 47 tags) without
 * a list.
 */
export function hasNegation(text: string, language: string): boolean | null {
  const pattern = NEGATIONS[language.split("-")[0]!.toLowerCase()];
  return pattern === undefined ? null : pattern.test(text);
}
