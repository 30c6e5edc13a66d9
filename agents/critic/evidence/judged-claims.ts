import { z } from "zod";
import { normalizeText } from "../../../base/text/normalize.js";
import type { Verdict } from "../../../schema/verdict.js";
import type { JudgeAnswer } from "../contract.js";

/** One claim as the judge answers it: what decides it stands before the decision. */
const judgedClaimSchema = z.object({
  claim: z.string().describe("one statement of the draft, complete in itself, without pronouns"),
  evidence: z
    .string()
    .describe("the words of the passages that decide it, quoted; empty where there are none"),
  supported: z.boolean().describe("true where the passages say it or it follows from them"),
  contradicted: z.boolean().describe("true where the passages say the opposite"),
});

export const judgedClaimsSchema = z.array(judgedClaimSchema);

/** A claim with what became of it. */
export type JudgedClaim = NonNullable<Verdict["claims"]>[number];

/**
 * The judge's claims under a property of its answer; null where it was not asked. What it quotes is
 * kept where a passage has it, with the passage's id; a claim cannot be supported and contradicted.
 */
export function judgedClaims(
  judge: JudgeAnswer | null,
  property: string,
  passages: readonly { readonly id: string; readonly text: string }[],
): JudgedClaim[] | null {
  const parsed = judgedClaimsSchema.safeParse(judge?.value[property]);
  if (!parsed.success) return null;
  const normal = passages.map(({ id, text }) => ({ id, text: normalizeText(text) }));
  return parsed.data.map(({ claim, evidence, supported, contradicted }) => {
    const quote = evidence.trim().replace(/^["'“”‘’«»]+|["'“”‘’«»]+$/gu, "");
    const wanted = normalizeText(quote);
    const source = wanted === "" ? undefined : normal.find(({ text }) => text.includes(wanted));
    return {
      claim,
      supported,
      contradicted: contradicted && !supported,
      ...(source === undefined ? {} : { evidence: quote, source: source.id }),
    };
  });
}

/**
 * Judges cut a draft into other claims: of several answers the one with the median share of claims
 * that hold counts, the stricter one of two.
 */
export function medianClaims(
  property: string,
  holds: (claim: z.output<typeof judgedClaimSchema>) => boolean,
): (answers: readonly Readonly<Record<string, unknown>>[]) => Readonly<Record<string, unknown>> {
  const share = (answer: Readonly<Record<string, unknown>>): number => {
    const claims = judgedClaimsSchema.parse(answer[property]);
    return claims.length === 0 ? 1 : claims.filter(holds).length / claims.length;
  };
  return (answers) => {
    const ascending = [...answers].sort((a, b) => share(a) - share(b));
    return { [property]: ascending[(ascending.length - 1) >> 1]![property] };
  };
}
