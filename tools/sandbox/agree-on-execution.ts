import type { JsonValue } from "../../schema/json.js";
import type { SandboxError, SandboxOptions } from "./contract.js";
import { canonicalJson } from "../../base/statistics/hash.js";
import { hasOuterOrder } from "./sql/has-outer-order.js";
import { runSandboxed } from "./run-sandboxed.js";

/** One program that a model proposed. */
export interface CandidateProgram {
  /** The program. */
  readonly code: string;
  /** Summed log-probability of its tokens; null where the model gives none. */
  readonly logProbability: number | null;
}

/** How programs are run. */
export interface AgreementOptions extends Omit<SandboxOptions, "parseOnly"> {
  /** Language of the programs. */
  readonly language: "sql" | "javascript";
}

/** Why a candidate did not vote: it failed, gave no result, one without a value, or one that was cut. */
export interface DroppedCandidate {
  /** Place among the candidates. */
  readonly index: number;
  /** Why, as a code. */
  readonly reason: SandboxError["kind"] | "no-result" | "empty" | "truncated";
  /** Why, in words. */
  readonly message: string;
}

/** Which programs give the same result. */
export interface Agreement {
  /** Index of the program that is kept, or null when none could be run. */
  readonly chosen: number | null;
  /** What the kept program gave. */
  readonly value: JsonValue;
  /**
   * Indices of the candidates of equal result; the largest group first, and in each the most
   * probable candidate first.
   */
  readonly groups: readonly (readonly number[])[];
  /** Programs that are out, and why. */
  readonly dropped: readonly DroppedCandidate[];
}

interface Vote {
  readonly index: number;
  readonly value: JsonValue;
  /** Result without the order of its rows. */
  readonly set: string;
  /** Result with the order of its rows; null where the program asks for none. */
  readonly sequence: string | null;
}

const MOST_ROWS = 10_000;
const MOST_CHARACTERS = 2_000_000;

/**
 * Keeps the program on whose result most candidates agree (SymGen, Ye et al. 2023): every candidate
 * is run, those that cannot be run are dropped, the others vote by their result, and of the largest
 * group the candidate with the largest summed log-probability is kept.
 *
 * Results of SQL are compared as bags of rows without column names; candidates with an ORDER BY of
 * the whole query also by the order of their rows, and those without one go with the order that
 * most of the others of the same bag have. Numbers count to 12 digits. Results without any value (no
 * row, or nothing but null) do not vote: programs that are wrong in different ways agree on them.
 *
 * @throws INTERRUPTED, and what the sandbox throws
 */
export async function agreeOnExecution(
  candidates: readonly CandidateProgram[],
  { language, ...options }: AgreementOptions,
): Promise<Agreement> {
  const limits = { maxRows: MOST_ROWS, outputCharacters: MOST_CHARACTERS, ...options };
  const votes: Vote[] = [];
  const dropped: DroppedCandidate[] = [];
  const results = await Promise.all(
    candidates.map(({ code }) => runSandboxed(language, code, limits)),
  );
  for (const [index, { value, error, truncated }] of results.entries()) {
    if (error !== null) dropped.push({ index, reason: error.kind, message: error.message });
    else if (value === null)
      dropped.push({ index, reason: "no-result", message: "the program gives no result" });
    else if (isEmpty(language === "sql" ? (value as { rows: JsonValue }).rows : value))
      dropped.push({ index, reason: "empty", message: "the result has no value in it" });
    else if (language === "sql" && truncated)
      dropped.push({
        index,
        reason: "truncated",
        message:
          `the result is longer than ${limits.maxRows} rows or ${limits.outputCharacters} ` +
          "characters",
      });
    else
      votes.push(
        language === "sql"
          ? sqlVote(index, value, candidates[index]!.code)
          : { index, value, set: comparable(value), sequence: null },
      );
  }
  const byProbability = (left: number, right: number): number =>
    logProbability(candidates[right]!) - logProbability(candidates[left]!) || left - right;
  const groups = groupsOf(votes)
    .map((group) => group.sort(byProbability))
    .sort((left, right) => right.length - left.length || byProbability(left[0]!, right[0]!));
  const chosen = groups[0]?.[0] ?? null;
  return {
    chosen,
    value: votes.find((vote) => vote.index === chosen)?.value ?? null,
    groups,
    dropped,
  };
}

/** No value anywhere in it. */
function isEmpty(value: JsonValue): boolean {
  if (value === null || value === "") return true;
  return typeof value === "object" && Object.values(value).every(isEmpty);
}

/** Finite, so that two unknown ones compare as equal. */
function logProbability({ logProbability: value }: CandidateProgram): number {
  return value ?? -Number.MAX_VALUE;
}

function sqlVote(index: number, value: JsonValue, code: string): Vote {
  const rows = (value as unknown as { readonly rows: readonly JsonValue[] }).rows.map(comparable);
  return {
    index,
    value,
    set: [...rows].sort().join("\n"),
    sequence: hasOuterOrder(code) ? rows.join("\n") : null,
  };
}

/** The same text for values that count as equal: sums in another order differ beyond 12 digits. */
function comparable(value: JsonValue): string {
  return canonicalJson(value, { digits: 12 });
}

function groupsOf(votes: readonly Vote[]): number[][] {
  return groupBy(votes, (vote) => vote.set).flatMap((same) => {
    const ordered = groupBy(
      same.filter((vote) => vote.sequence !== null),
      (vote) => vote.sequence,
    ).sort((left, right) => right.length - left.length);
    const unordered = same.filter((vote) => vote.sequence === null);
    return [[...(ordered[0] ?? []), ...unordered], ...ordered.slice(1)].map((group) =>
      group.map((vote) => vote.index),
    );
  });
}

function groupBy(votes: readonly Vote[], keyOf: (vote: Vote) => string | null): Vote[][] {
  const groups = new Map<string | null, Vote[]>();
  for (const vote of votes) groups.set(keyOf(vote), [...(groups.get(keyOf(vote)) ?? []), vote]);
  return [...groups.values()];
}
