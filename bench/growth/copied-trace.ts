import { hash } from "node:crypto";
import { spanStatements } from "../../memory/database/span-statements.js";
import type { CompiledStatement } from "../../memory/contract.js";
import type { RunDatabase } from "../../memory/database/run-database.js";
import { TraceBlockWriter, type TraceBlock } from "../../memory/trace-blocks.js";
import { DatabaseTraceStore } from "../../memory/trace-store.js";
import type { Span } from "../../schema/span.js";

/** A sample and its copy. */
export interface CopiedSample {
  readonly from: string;
  readonly id: string;
  /** Its text before, and that of the copy. */
  readonly before: string;
  readonly text: string;
}

/** A step with its request and answer as JSON. */
interface Step {
  readonly span: Span;
  readonly bodies: readonly { readonly hash: string; readonly json: string }[];
}

/** What a run does once, however large it is. */
const ONCE = new Set(["run", "invoke_agent curator", "invoke_agent evaluator"]);
const ID = 16;
const HASH = 22;

/** The steps of a small run, again and again with other ids, samples, requests and answers. */
export class CopiedTrace {
  readonly #steps: readonly Step[];
  readonly #milliseconds: number;
  readonly #packed: TraceBlockWriter;
  readonly #make: ReturnType<typeof spanStatements>;

  private constructor(database: RunDatabase, steps: readonly Step[]) {
    this.#steps = steps;
    const starts = steps.map(({ span }) => span.startedAt);
    this.#milliseconds = Math.max(0, starts.at(-1)! - starts[0]!);
    this.#packed = new TraceBlockWriter(database);
    this.#make = spanStatements(database.query);
  }

  static async read(database: RunDatabase): Promise<CopiedTrace> {
    const trace = new DatabaseTraceStore(database);
    const steps: Step[] = [];
    for (const span of await trace.spans()) {
      if (ONCE.has(span.name)) continue;
      const bodies = [];
      for (const hash of [span.inputHash, span.outputHash])
        if (hash !== null) bodies.push({ hash, json: JSON.stringify(await trace.body(hash)) });
      steps.push({ span, bodies });
    }
    return new CopiedTrace(database, steps);
  }

  /** What writes the steps of a copy. */
  async copied(copy: number, samples: readonly CopiedSample[]): Promise<CompiledStatement[]> {
    const bySample = new Map(samples.map((sample) => [sample.from, sample]));
    const known = new Set(this.#steps.map(({ span }) => span.id));
    const statements: CompiledStatement[] = [];
    const full: TraceBlock[] = [];
    for (const { span, bodies } of this.#steps) {
      const sample = span.sampleIds.length === 1 ? bySample.get(span.sampleIds[0]!) : undefined;
      for (const { hash, json } of bodies) {
        const own = sample === undefined ? json : json.replaceAll(sample.before, sample.text);
        const place = this.#packed.add(own, full);
        statements.push(this.#make.body(otherHash(hash, copy), place));
      }
      const { parentId, attributes } = span;
      const order = bySample.get(String(attributes["datawright.order_id"]));
      const next: Span = {
        ...span,
        id: otherId(span.id, copy),
        parentId: parentId !== null && known.has(parentId) ? otherId(parentId, copy) : parentId,
        startedAt: span.startedAt + copy * this.#milliseconds,
        sampleIds: span.sampleIds.map((id) => bySample.get(id)?.id ?? id),
        attributes:
          order === undefined ? attributes : { ...attributes, "datawright.order_id": order.id },
        inputHash: span.inputHash === null ? null : otherHash(span.inputHash, copy),
        outputHash: span.outputHash === null ? null : otherHash(span.outputHash, copy),
      };
      statements.push(...this.#make.span(next, this.#packed.add(JSON.stringify(next), full)));
    }
    return [...(await this.#written(full)), ...statements];
  }

  /** What writes the block that is not full. */
  rest(): Promise<CompiledStatement[]> {
    return this.#written(this.#packed.rest());
  }

  #written(blocks: readonly TraceBlock[]): Promise<CompiledStatement[]> {
    return Promise.all(blocks.map((block) => this.#packed.written(block)));
  }
}

function otherId(id: string, copy: number): string {
  return hash("sha256", `${copy} ${id}`).slice(0, ID);
}

function otherHash(body: string, copy: number): string {
  return hash("sha256", `${copy} ${body}`, "base64url").slice(0, HASH);
}
