import { hash } from "node:crypto";
import { DatawrightError } from "../../base/errors.js";
import type { StoredVerdict } from "../contract.js";
import type { Entry } from "../entry-key.js";
import { DAMAGED_HINT, parseRecord } from "./parse-stored.js";
import type { RunDatabase } from "./run-database.js";

/** How the entries of kinds begin. */
export const VERDICT_KIND = "verdict-kind:";
/** Kinds with their own reason; a criterion of the user's may say something else of each draft. */
const MOST_WITH_REASON = 500;
const LONGEST_REASON = 80;

/** What many verdicts of a run have in common. */
export interface VerdictKind extends Pick<StoredVerdict, "judge" | "criterion" | "pass" | "code"> {
  /** Absent where each verdict has its own. */
  readonly reason?: string;
}

/**
 * What verdicts of a run have in common, kept once, as an entry of its database: the names of judge,
 * criterion and code are most of a verdict, and a dozen of them come again with every sample.
 */
export class VerdictKinds {
  /** Ids by the JSON of the kind, of those that are stored. */
  readonly #stored = new Map<string, string>();
  #withReason = 0;
  readonly #read = new Map<string, VerdictKind>();

  /** Kinds of verdicts that are written together: `stored` is called once they are. */
  batch(): VerdictKindBatch {
    const added = new Map<string, string>();
    return {
      of: ({ judge, criterion, pass, code, reason }) => {
        const common = { judge, criterion, pass, code };
        if (pass && reason.length <= LONGEST_REASON) {
          const json = JSON.stringify({ ...common, reason } satisfies VerdictKind);
          const known = this.#stored.get(json) ?? added.get(json);
          if (known !== undefined) return { kind: known };
          if (this.#withReason < MOST_WITH_REASON) {
            this.#withReason += 1;
            return { kind: addTo(added, json) };
          }
        }
        const json = JSON.stringify(common satisfies VerdictKind);
        return { kind: this.#stored.get(json) ?? added.get(json) ?? addTo(added, json), reason };
      },
      entries: () =>
        [...added].map(([json, id]) => ({
          name: VERDICT_KIND + id,
          value: JSON.parse(json) as VerdictKind,
        })),
      stored: () => {
        for (const [json, id] of added) this.#stored.set(json, id);
      },
    };
  }

  /**
   * The kinds of these ids.
   * @throws STORE_CORRUPT where one is lost
   */
  async read(
    database: RunDatabase,
    ids: ReadonlySet<string>,
  ): Promise<ReadonlyMap<string, VerdictKind>> {
    if ([...ids].some((id) => !this.#read.has(id))) {
      const rows = await database.read(
        database.query
          .selectFrom("entries")
          .selectAll()
          .where("name", ">=", VERDICT_KIND)
          .where("name", "<", `${VERDICT_KIND}\uffff`),
      );
      for (const { name, value } of rows)
        this.#read.set(name.slice(VERDICT_KIND.length), parseRecord(value, database.path));
    }
    if ([...ids].some((id) => !this.#read.has(id)))
      throw new DatawrightError({
        code: "STORE_CORRUPT",
        message: `${database.path} is damaged: it has lost what verdicts have in common.`,
        hint: DAMAGED_HINT,
        details: { path: database.path },
      });
    return this.#read;
  }
}

/** Gives verdicts their kinds. */
export interface VerdictKindBatch {
  /** Id of the kind, and the reason where the kind has none. */
  of(verdict: StoredVerdict): { readonly kind: string; readonly reason?: string };
  /** What has to be written together with the verdicts. */
  entries(): readonly Entry[];
  stored(): void;
}

/** By what it says: writers that know nothing of each other give a kind the same id. */
function addTo(added: Map<string, string>, json: string): string {
  const id = hash("sha256", json, "base64url").slice(0, 8);
  added.set(json, id);
  return id;
}
