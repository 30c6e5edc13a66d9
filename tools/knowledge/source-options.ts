import type { KnowledgeSpec } from "../../schema/task-file/knowledge-spec.js";
import type { KnowledgeSource } from "./contract.js";

/** What a source is made from: its options in the task, and where it works. */
export interface SourceOptions {
  /** Name of the source, part of the ids of its passages. */
  readonly id: string;
  readonly spec: KnowledgeSpec;
  /** The spec's path made absolute. */
  readonly path: string | undefined;
  /** Where other paths of the spec start. */
  readonly folder: string;
  /** Language of labels and texts to be preferred, as a BCP 47 tag. */
  readonly language: string;
  /** Folder for answers of the network, shared by runs; null for none. */
  readonly cacheFolder: string | null;
  readonly signal: AbortSignal | undefined;
}

export type MakeSource = (options: SourceOptions) => KnowledgeSource;
