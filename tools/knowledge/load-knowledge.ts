import { isAbsolute, resolve } from "node:path";
import { DatawrightError } from "../../base/errors.js";
import {
  KNOWLEDGE_TYPES,
  knowledgeSpecSchema,
  type KnowledgeSpec,
  type KnowledgeSpecInput,
} from "../../schema/task-file/knowledge-spec.js";
import { formatFieldPath, type FieldPath } from "../../base/settings/field-path.js";
import { checkKnowledge, sourceId } from "./check-knowledge.js";
import type { KnowledgePassage, KnowledgeSource } from "./contract.js";
import { KnowledgeGraph } from "./graph/knowledge-graph.js";
import { KnowledgeReading } from "./read-knowledge.js";
import type { Slot } from "../../base/slots/slot.js";
import type { MakeSource } from "./source-options.js";
import { KNOWLEDGE_SOURCES } from "./sources.js";

/** How sources are read. */
export interface KnowledgeOptions {
  /** Where relative paths start: the folder of the task file. */
  readonly folder: string;
  /** Language of labels and texts to be preferred. Default: en. */
  readonly language?: string;
  /** Folder in which answers of the network are kept. Default: none are. */
  readonly cacheFolder?: string;
  /** Stops the reading. */
  readonly signal?: AbortSignal;
  /** Types that a source may have. Default: those of datawright. */
  readonly slots?: { readonly knowledgeSources: Slot<MakeSource> };
}

/** A source of a type that a plug-in brings: its settings are the type's own. */
export interface PluginSourceSpec {
  readonly name: string;
  readonly id?: string;
  readonly [setting: string]: unknown;
}

/** The knowledge of a task in memory. */
export interface LoadedKnowledge {
  /** Facts of graphs last. */
  readonly passages: readonly KnowledgePassage[];
  /** The graph of all triples; null where there are none. */
  readonly graph: KnowledgeGraph | null;
  /** What could not be used, a line each. */
  readonly problems: readonly string[];
}

/**
 * The sources of a task, none opened yet.
 * @throws SPEC_INVALID for an unknown type, a wrong option or an id used twice
 */
export async function openSources(
  given: readonly (KnowledgeSpecInput | PluginSourceSpec)[],
  options: KnowledgeOptions,
): Promise<KnowledgeSource[]> {
  const slot = options.slots?.knowledgeSources ?? KNOWLEDGE_SOURCES;
  const specs = given.map((spec, index) =>
    isPluginSource(spec, slot) ? { name: spec.name, id: spec.id } : builtinSpec(spec, index),
  );
  const [wrong] = checkKnowledge(specs, slot.names);
  if (wrong) throw invalid(wrong.path, wrong.message);
  const sources: KnowledgeSource[] = [];
  for (const [index, spec] of specs.entries()) {
    const { name: _name, id: _id, ...settings } = given[index]!;
    const { value: make } = await slot.choose(
      isPluginSource(given[index]!, slot) ? { ...settings, name: spec.name } : spec.name,
      ["knowledge", index],
    );
    sources.push(
      make({
        id: sourceId(spec, index),
        spec,
        path: spec.path === undefined ? undefined : absolute(spec.path, options.folder),
        folder: options.folder,
        language: spec.language ?? options.language ?? "en",
        cacheFolder: options.cacheFolder ?? null,
        signal: options.signal,
      }),
    );
  }
  return sources;
}

function isPluginSource(
  spec: KnowledgeSpecInput | PluginSourceSpec,
  slot: Slot<MakeSource>,
): spec is PluginSourceSpec {
  const { name = "text" } = spec;
  return !Object.hasOwn(KNOWLEDGE_TYPES, name) && slot.has(name);
}

function builtinSpec(spec: unknown, index: number): KnowledgeSpec {
  const parsed = knowledgeSpecSchema.safeParse(spec);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const path = (issue?.path ?? []).map((part) => (typeof part === "number" ? part : String(part)));
  throw invalid([index, ...path], issue?.message ?? "not a knowledge source");
}

/**
 * Reads knowledge sources into memory; a run streams them into its database instead.
 *
 *     const { passages, graph } = await loadKnowledge([{ name: "rdf", path: "people.ttl" }], { folder: "." });
 *
 * @throws SPEC_INVALID for an unknown type, a wrong option or an id used twice; DATA_NOT_FOUND,
 *         DATA_ENCODING, DATA_FORMAT, DATA_COLUMN or DATA_EMPTY for a source that cannot be read;
 *         FETCH_REFUSED, FETCH_FAILED; PACKAGE_MISSING
 */
export async function loadKnowledge(
  specs: readonly (KnowledgeSpecInput | PluginSourceSpec)[],
  options: KnowledgeOptions,
): Promise<LoadedKnowledge> {
  const reading = new KnowledgeReading(await openSources(specs, options));
  const passages: KnowledgePassage[] = [];
  for await (const passage of reading.passages()) passages.push(passage);
  return {
    passages,
    graph: reading.hasTriples ? await KnowledgeGraph.of(reading.triples(), reading.labels()) : null,
    problems: reading.problems(),
  };
}

/**
 * Reads sources to their end and keeps nothing but the counts and what could not be used.
 * @throws what `loadKnowledge` throws
 */
export async function countKnowledge(
  specs: readonly (KnowledgeSpecInput | PluginSourceSpec)[],
  options: KnowledgeOptions,
): Promise<{
  /** Passages of all sources. */
  readonly passages: number;
  /** What could not be read, in words. */
  readonly problems: readonly string[];
}> {
  const reading = new KnowledgeReading(await openSources(specs, options));
  let passages = 0;
  for await (const _passage of reading.passages()) passages++;
  return { passages, problems: reading.problems() };
}

function invalid(path: FieldPath, message: string): DatawrightError {
  const where = formatFieldPath(["knowledge", ...path]);
  return new DatawrightError({
    code: "SPEC_INVALID",
    message: `${where}: ${message}`,
    hint: "docs/knowledge.md has every type with an example.",
    details: { path: where },
  });
}

function absolute(path: string, folder: string): string {
  return isAbsolute(path) ? path : resolve(folder, path);
}
