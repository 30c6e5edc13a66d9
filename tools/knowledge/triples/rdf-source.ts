import { join } from "node:path";
import { Parser, type Quad } from "n3";
import { DatawrightError } from "../../../base/errors.js";
import { textBlocks } from "../../rows/formats/text-blocks.js";
import { TimeSlices } from "../../../base/workers/time-slices.js";
import type { KnowledgeItem } from "../contract.js";
import { endingOf, listFiles } from "../documents/list-files.js";
import type { MakeSource, SourceOptions } from "../source-options.js";
import { QuadItems } from "./quad-items.js";

type RdfFormat = "turtle" | "n-triples" | "n-quads" | "trig";

const FORMATS: Readonly<Record<string, RdfFormat>> = {
  ".ttl": "turtle",
  ".turtle": "turtle",
  ".nt": "n-triples",
  ".nq": "n-quads",
  ".trig": "trig",
};
const PARSED_AS: Readonly<Record<RdfFormat, string>> = {
  turtle: "text/turtle",
  "n-triples": "application/n-triples",
  "n-quads": "application/n-quads",
  trig: "application/trig",
};

/**
 * Facts and labels of RDF: Turtle, N-Triples, N-Quads or TriG, a file or a folder of them, packed
 * (.gz) or not, streamed. Labels are rdfs:label, skos:prefLabel, schema:name and foaf:name.
 *
 * @throws (while it is read) DATA_FORMAT with file and line; DATA_NOT_FOUND; DATA_ENCODING
 */
export const rdfSource: MakeSource = (options) => ({
  id: options.id,
  read: () => readRdf(options),
});

async function* readRdf({
  spec,
  path = "",
  language,
}: SourceOptions): AsyncGenerator<KnowledgeItem> {
  const { names, passedOver } = await listFiles(path, Object.keys(FORMATS));
  for (const problem of passedOver) yield { problem };
  for (const name of names) {
    const file = join(path, name);
    const format =
      PARSED_AS[spec.format as RdfFormat] ?? PARSED_AS[FORMATS[endingOf(file)] as RdfFormat];
    if (format === undefined)
      throw new DatawrightError({
        code: "DATA_FORMAT",
        message: `${file}: the ending does not say which RDF it is`,
        hint:
          `Name it ${Object.keys(FORMATS).join(", ")}, or set \`format\` to one of ` +
          `${Object.keys(PARSED_AS).join(", ")}.`,
        details: { file },
      });
    const items = new QuadItems({ language, file: name });
    for await (const quad of quads(file, format)) yield* items.of(quad);
  }
}

/** The statements of a file, in memory for one block of it. */
async function* quads(file: string, format: string): AsyncGenerator<Quad> {
  const parser = new Parser({ format });
  let feed: (block: string) => void = () => {};
  let end: () => void = () => {};
  let ready: Quad[] = [];
  let failure: (Error & { context?: { line?: number } }) | null = null;
  const events = {
    on: (event: string, listener: (block?: string) => void) => {
      if (event === "data") feed = listener;
      else if (event === "end") end = listener;
    },
  };
  // The parser takes anything with these events; its types ask for a whole stream.
  parser.parse(
    events as unknown as Parameters<typeof parser.parse>[0] & string,
    (error: Error | null, quad: Quad | null) => {
      if (error) failure ??= error;
      else if (quad) ready.push(quad);
    },
  );
  const take = (): Quad[] => {
    if (failure) throw unreadable(file, failure);
    const taken = ready;
    ready = [];
    return taken;
  };
  const slices = new TimeSlices();
  for await (const block of textBlocks(file)) {
    if (slices.over) await slices.turn();
    feed(block);
    yield* take();
  }
  end();
  yield* take();
}

function unreadable(file: string, error: Error & { context?: { line?: number } }): DatawrightError {
  const line = error.context?.line;
  const message = error.message.replace(/ on line \d+\.?$/u, "");
  return new DatawrightError({
    code: "DATA_FORMAT",
    message: `${file}${line === undefined ? "" : `:${line}`}: not valid RDF: ${message}`,
    hint: "Mend the line, or set `format` if the file is of another one.",
    details: { file, line: line ?? null },
    cause: error,
  });
}
