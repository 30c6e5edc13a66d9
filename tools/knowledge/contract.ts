/** A piece of a source, short enough to stand in a prompt. */
export interface KnowledgePassage {
  /** The same as long as the source's id and this text stay, whatever changes around it. */
  readonly id: string;
  readonly text: string;
  /** Which source it is from: its id, or its path as the task names it. */
  readonly source: string;
}

/** Where facts come from. Two members; passages come in the source's order, the same every time. */
export interface KnowledgeSource {
  readonly id: string;
  passages(): AsyncIterable<KnowledgePassage>;
}

/** The passages of all sources of a task. */
export interface LoadedKnowledge {
  readonly passages: readonly KnowledgePassage[];
  /** @throws DATA_NOT_FOUND if there is no passage of an id */
  get(ids: readonly string[]): readonly KnowledgePassage[];
}
