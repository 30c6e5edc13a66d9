import { Slot, type SlotEntry } from "../../base/slots/slot.js";
import type { MakeSource } from "./source-options.js";

const entries = {
  text: {
    about: "A text, a file or a folder of texts.",
    load: async () => (await import("./text-source.js")).textSource,
  },
  documents: {
    about: "HTML, PDF, source code and plain documents of a folder.",
    load: async () => (await import("./documents/documents-source.js")).documentsSource,
  },
  rdf: {
    about: "Triples of an RDF file.",
    load: async () => (await import("./triples/rdf-source.js")).rdfSource,
  },
  csv: {
    about: "Triples of a table: subject, relation, object.",
    load: async () => (await import("./triples/csv-source.js")).csvSource,
  },
  "json-ld": {
    about: "Triples of a JSON-LD document.",
    load: async () => (await import("./triples/json-ld-source.js")).jsonLdSource,
  },
  wordnet: {
    about: "Words and their relations from WordNet.",
    load: async () => (await import("./triples/wordnet-source.js")).wordnetSource,
  },
  web: {
    about: "Pages of named addresses or a sitemap.",
    load: async () => (await import("./network/web-source.js")).webSource,
  },
  http: {
    about: "An interface over HTTP that is asked for passages.",
    load: async () => (await import("./network/http-source.js")).httpSource,
  },
} satisfies Record<string, SlotEntry<MakeSource>>;

/**
 * Every type of knowledge source by name. The options of the built-in ones are those of
 * `knowledgeSpecSchema`; a source of a plug-in has settings of its own.
 */
export const KNOWLEDGE_SOURCES = new Slot<MakeSource>("knowledge source", entries);
