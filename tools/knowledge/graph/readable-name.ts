/** Names of relations that every vocabulary uses, as a reader would say them. */
const KNOWN: Readonly<Record<string, string>> = {
  "http://www.w3.org/1999/02/22-rdf-syntax-ns#type": "is a",
  "http://www.w3.org/2000/01/rdf-schema#subClassOf": "is a kind of",
  "http://www.w3.org/2000/01/rdf-schema#comment": "description",
  "http://www.w3.org/2004/02/skos/core#broader": "is a kind of",
  "http://www.w3.org/2004/02/skos/core#altLabel": "is also called",
  "http://www.w3.org/2002/07/owl#sameAs": "is the same as",
};

/**
 * A name to read in place of an IRI without a label: its last part, with the words of `birthPlace`,
 * `birth_place` or `birth-place` apart.
 * Anything that is no IRI is a name already.
 */
export function readableName(id: string): string {
  const known = Object.hasOwn(KNOWN, id) ? KNOWN[id] : undefined;
  if (known !== undefined) return known;
  if (!/^[a-z][a-z0-9+.-]*:\S+$/iu.test(id)) return id;
  const last =
    id
      .replace(/[#/:]+$/u, "")
      .split(/[#/:]/u)
      .at(-1) ?? id;
  const spaced = decoded(last)
    .replace(/(\p{Ll}|\p{N})(\p{Lu})/gu, "$1 $2")
    .replace(/[_-]+/gu, " ")
    .trim();
  if (spaced === "") return id;
  // Only the words of one camel case are lowered: "Marie_Curie" keeps its capitals.
  return /^\p{Ll}\S*\p{Lu}/u.test(last) && !/[_-]/u.test(last) ? spaced.toLowerCase() : spaced;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
