import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { DatawrightError } from "../../../base/errors.js";
import type { ModelSettings, ModelSpec } from "../../../schema/task-file/model-spec.js";

const MODULE = /^(?:\.{1,2}[\\/]|[\\/]|[A-Za-z]:[\\/]).*\.(?:[cm]?js|[cm]?ts)$/u;
/** Models whose name is a file behind one of these. */
const FILE_PREFIXES = ["gguf:", "embedded:"];

/** True for the path of a module that exports a model: `./my-model.mjs`. */
export function isModelModule(name: string): boolean {
  return MODULE.test(name);
}

/** A model whose name is a file, with the file's absolute path: a run is resumed from anywhere. */
export function locatedModel<M extends ModelSpec>(model: M, folder: string): M {
  if (typeof model === "object" && model.also !== undefined) {
    const { also, ...own } = model as ModelSettings;
    return {
      ...(locatedModel<ModelSpec>(own, folder) as ModelSettings),
      also: also!.map((other) => locatedModel<ModelSpec>(other, folder)),
    } as M;
  }
  const name = typeof model === "string" ? model : model.model;
  const prefix = FILE_PREFIXES.find((each) => name.startsWith(each) && name.length > each.length);
  const located = isModelModule(name)
    ? resolve(folder, name)
    : prefix !== undefined
      ? prefix + resolve(folder, name.slice(prefix.length))
      : name;
  if (located === name) return model;
  return (
    typeof model === "string" ? located : { ...(model as ModelSettings), model: located }
  ) as M;
}

/**
 * What a module exports as its model: an object, or a function of the model's settings that gives
 * one.
 *
 * @throws MODEL_UNKNOWN where the file is missing, does not load or exports nothing as its default
 */
export async function loadModelModule(settings: ModelSettings): Promise<object> {
  const file = resolve(settings.model);
  if (!existsSync(file))
    throw unusable(
      file,
      "does not exist",
      "Paths are relative to the task file; on the command line to the current folder.",
    );
  let exported: unknown;
  try {
    exported = ((await import(pathToFileURL(file).href)) as { default?: unknown }).default;
    if (typeof exported === "function")
      exported = await (exported as (settings: ModelSettings) => unknown)(settings);
  } catch (error) {
    const { name, message } = (error ?? {}) as Partial<Error>;
    throw unusable(
      file,
      `does not load: ${name ?? "Error"}: ${message ?? String(error)}`,
      undefined,
      error,
    );
  }
  if (typeof exported === "object" && exported !== null) return exported;
  throw unusable(
    file,
    `has ${exported === undefined ? "no default export" : `a default export that is a ${typeof exported}`}`,
    "Write `export default` with a model object (`{ info, complete }`), a LangChain chat model, or a function of the settings that gives one.",
  );
}

function unusable(file: string, what: string, hint?: string, cause?: unknown): DatawrightError {
  return new DatawrightError({
    code: "MODEL_UNKNOWN",
    message: `model module ${file} ${what}`,
    hint,
    details: { file },
    cause,
  });
}
