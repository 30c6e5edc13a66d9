import { tmpdir } from "node:os";
import type { CurationDecision } from "../../agents/roles.js";
import { KeyedSpool } from "../../memory/spool/keyed-spool.js";

/** What a curator decided, by sample: on disk what it handed on, in memory what it returned. */
export class CuratorDecisions {
  #handed: KeyedSpool<CurationDecision> | null = null;
  readonly #returned = new Map<string, CurationDecision>();
  /** Samples of decisions that were handed on and change more than an opinion or a weight. */
  readonly #changed = new Set<string>();

  /** Takes what is handed on; of two decisions on a sample the later one counts. */
  readonly hand = (decisions: readonly CurationDecision[]): void => {
    this.#handed ??= new KeyedSpool(tmpdir());
    for (const decision of decisions) {
      this.#handed.set(decision.id, decision);
      if (decision.action === "accept") this.#changed.delete(decision.id);
      else this.#changed.add(decision.id);
    }
  };

  /** Samples whose status or label changes by what was handed on and by what is returned now. */
  changedBy(returned: readonly CurationDecision[]): string[] {
    const changed = new Set(this.#changed);
    for (const { id, action } of returned)
      if (action === "accept") changed.delete(id);
      else changed.add(id);
    return [...changed];
  }

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
