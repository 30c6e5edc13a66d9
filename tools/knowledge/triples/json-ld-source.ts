import { readFile } from "node:fs/promises";
import { isAbsolute, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { JsonLdParser } from "jsonld-streaming-parser";
import { DatawrightError } from "../../../base/errors.js";
import { missingFile } from "../../rows/formats/read-text.js";
import { textBlocks } from "../../rows/formats/text-blocks.js";
import type { KnowledgeItem } from "../contract.js";
import { listFiles } from "../documents/list-files.js";
import type { MakeSource, SourceOptions } from "../source-options.js";
import { QuadItems, type Quad } from "./quad-items.js";

const ENDINGS = [".jsonld", ".json"];

/**
 * Facts and labels of JSON-LD, a file or a folder of them, streamed. Contexts that stand in the
 * file are used; one that the file only names by its address is taken from a file of the task's
 * `contexts`, and never fetched.
 *
 * @throws (while it is read) FETCH_REFUSED for a context that the task has no file for; DATA_FORMAT
 *         with file and line; DATA_NOT_FOUND; DATA_ENCODING
 */
export const jsonLdSource: MakeSource = (options) => ({
  id: options.id,
  read: () => readJsonLd(options),
});

async function* readJsonLd({
  spec,
  path = "",
  folder,
  language,
}: SourceOptions): AsyncGenerator<KnowledgeItem> {
  const contexts = await readContexts(spec.contexts ?? {}, folder);
  const { names, passedOver } = await listFiles(path, ENDINGS);
  for (const problem of passedOver) yield { problem };
  for (const name of names) {
    const file = join(path, name);
    const items = new QuadItems({ language, file: name });
    for await (const quad of quads(file, contexts)) yield* items.of(quad);
  }
}

async function readContexts(
  files: Readonly<Record<string, string>>,
  folder: string,
): Promise<ReadonlyMap<string, object>> {
  const contexts = new Map<string, object>();
  for (const [address, name] of Object.entries(files)) {
    const file = isAbsolute(name) ? name : resolve(folder, name);
    const text = await readFile(file, "utf8").catch(async (cause: unknown) => {
      throw await missingFile(file, "DATA_NOT_FOUND", cause);
    });
    try {
      contexts.set(address, JSON.parse(text) as object);
    } catch (cause) {
      throw new DatawrightError({
        code: "DATA_FORMAT",
        message: `${file}: the context is not valid JSON: ${(cause as Error).message}`,
        details: { file },
        cause,
      });
    }
  }
  return contexts;
}

async function* quads(file: string, contexts: ReadonlyMap<string, object>): AsyncGenerator<Quad> {
  let refused: DatawrightError | null = null;
  const parser = new JsonLdParser({
    baseIRI: pathToFileURL(resolve(file)).href,
    documentLoader: {
      load: (address: string) => {
        const context = contexts.get(address);
        if (context) return Promise.resolve(context);
        // The parser wraps what its loader throws: the refusal itself is what people should read.
        refused = new DatawrightError({
          code: "FETCH_REFUSED",
          message:
            `${file}: its context ${address} is not in the file, and contexts are never ` +
            "fetched",
          hint:
            "Save the context to a file and name it in the source: contexts: { " +
            `${JSON.stringify(address)}: context.jsonld }`,
          details: { file, address },
        });
        return Promise.reject(refused);
      },
    },
  });
  let line = 1;
  let failure: unknown = null;
  let ready: Quad[] = [];
  const finished = new Promise<void>((done) => {
    parser
      .on("data", (quad: Quad) => ready.push(quad))
      .on("error", (error: unknown) => {
        failure ??= error;
        done();
      })
      .on("end", () => done())
      .on("close", () => done());
  });
  const take = (): Quad[] => {
    if (failure !== null) throw refused ?? unreadable(file, line, failure);
    const taken = ready;
    ready = [];
    return taken;
  };
  for await (const block of textBlocks(file)) {
    // Line by line, because the parser's errors do not say where.
    for (const [index, part] of block.split(/(?<=\n)/u).entries()) {
      if (index > 0) line++;
      await Promise.race([
        new Promise<void>((written) => parser.write(part, () => written())),
        finished,
      ]);
      if (failure !== null || ready.length > 0) yield* take();
    }
    if (block.endsWith("\n")) line++;
  }
  parser.end();
  await finished;
  yield* take();
}

function unreadable(file: string, line: number, error: unknown): DatawrightError {
  return new DatawrightError({
    code: "DATA_FORMAT",
    message: `${file}:${line}: not valid JSON-LD: ${(error as Error).message}`,
    hint: "Mend what stands on or before that line.",
    details: { file, line },
    cause: error,
  });
}
