import { isAbsolute, resolve } from "node:path";
import { DatawrightError } from "../../schema/errors.js";
import type { KnowledgeSpec } from "../../schema/task-settings.js";
import type { KnowledgePassage, KnowledgeSource, LoadedKnowledge } from "./contract.js";
import { textSource } from "./text-source.js";

type SourceOptions = { readonly id: string; readonly text?: string; readonly path?: string };
const SOURCES: Readonly<Record<string, (options: SourceOptions) => KnowledgeSource>> = { text: textSource };

/**
 * Reads the knowledge sources of a task.
 *
 * @param folder where relative paths start: the folder of the task file
 * @throws SPEC_INVALID for an unknown type, an id used twice, or neither path nor text; DATA_NOT_FOUND, DATA_ENCODING, DATA_FORMAT or
 *         DATA_EMPTY for a source that cannot be read
 */
export async function loadKnowledge(specs: readonly KnowledgeSpec[], folder: string): Promise<LoadedKnowledge> {
  const byId = new Map<string, KnowledgePassage>();
  for (const source of namedSources(specs, folder)) {
    for await (const passage of source.passages()) byId.set(passage.id, passage);
  }
  return {
    passages: [...byId.values()],
    get: (ids) => ids.map((id) => {
      const passage = byId.get(id);
      if (!passage) throw new DatawrightError({ code: "DATA_NOT_FOUND", message: `no knowledge source has the passage ${JSON.stringify(id)}`, hint: "The source was changed after the run began: put it back as it was." });
      return passage;
    }),
  };
}

function namedSources(specs: readonly KnowledgeSpec[], folder: string): KnowledgeSource[] {
  const used = new Map<string, number>();
  return specs.map((spec, index) => {
    const invalid = (message: string, hint: string): DatawrightError => new DatawrightError({ code: "SPEC_INVALID", message: `knowledge[${index}]: ${message}`, hint, details: { path: `knowledge[${index}]` } });
    const make = Object.hasOwn(SOURCES, spec.type) ? SOURCES[spec.type] : undefined;
    if (!make) throw invalid(`there is no type ${JSON.stringify(spec.type)}`, `Valid types: ${Object.keys(SOURCES).join(", ")}.`);
    if ((spec.path === undefined) === (spec.text === undefined)) throw invalid("needs a path or a text, and not both", "Name a file or folder under path, or write the text under text.");
    const id = spec.id ?? spec.path ?? `text-${index + 1}`;
    const other = used.get(id);
    if (other !== undefined) throw invalid(`the id ${JSON.stringify(id)} is that of knowledge[${other}] too`, "Give each source an id of its own, or name a file once.");
    used.set(id, index);
    return make({ id, ...(spec.text === undefined ? {} : { text: spec.text }), ...(spec.path === undefined ? {} : { path: isAbsolute(spec.path) ? spec.path : resolve(folder, spec.path) }) });
  });
}
