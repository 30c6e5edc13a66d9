import type { MakeSource } from "./source-options.js";

/** Every type of source by name, each loaded when a task has one. */
export const SOURCES: Readonly<Record<string, () => Promise<MakeSource>>> = {
  text: async () => (await import("./text-source.js")).textSource,
  documents: async () => (await import("./documents/documents-source.js")).documentsSource,
  rdf: async () => (await import("./triples/rdf-source.js")).rdfSource,
  csv: async () => (await import("./triples/csv-source.js")).csvSource,
  "json-ld": async () => (await import("./triples/json-ld-source.js")).jsonLdSource,
  wordnet: async () => (await import("./triples/wordnet-source.js")).wordnetSource,
  web: async () => (await import("./network/web-source.js")).webSource,
  http: async () => (await import("./network/http-source.js")).httpSource,
};
