import { tmpdir } from "node:os";
import type { CurationDecision } from "../../agents/roles.js";
import { KeyedSpool } from "../../memory/spool/keyed-spool.js";

/** What a curator decided, by sample: on disk what it handed on, in memory what it returned. */
export class CuratorDecisions {
  #handed: KeyedSpool<CurationDecision> | null = null;
  readonly #returned = new Map<string, CurationDecision>();

  /** Takes what is handed on; of two decisions on a sample the later one counts. */
  readonly hand = (decisions: readonly CurationDecision[]): void => {
    this.#handed ??= new KeyedSpool(tmpdir());
    for (const decision of decisions) this.#handed.set(decision.id, decision);
  };

  /** Takes what was returned, which is the latest. */
  return(decisions: readonly CurationDecision[]): void {
    for (const decision of decisions) this.#returned.set(decision.id, decision);
  }

  of(id: string): CurationDecision | undefined {
    return this.#returned.get(id) ?? this.#handed?.get(id);
  }

  close(): void {
    this.#handed?.close();
  }
}
