import type { Row } from "../../schema/sample.js";
import type { AgentContext } from "../contract.js";

/** A text whose label is known, with its vector. */
export interface LabelledText {
  readonly label: string;
  readonly vector: Float32Array;
}

/** Latest accepted samples beside the real rows. */
const MOST = 2000;
const ROUNDS_KEPT = 3;

/** A run's list of real rows stands for what is visible; the rounds that are being judged are kept. */
const known = new WeakMap<readonly Row[], Map<number, Promise<readonly LabelledText[]>>>();

/** Real rows and accepted samples of the visible rounds that have one label, read once for a round. */
export function labelledTexts(context: AgentContext): Promise<readonly LabelledText[]> {
  const { memory } = context;
  let rounds = known.get(memory.demonstrations);
  if (!rounds)
    known.set(
      memory.demonstrations,
      (rounds = new Map<number, Promise<readonly LabelledText[]>>()),
    );
  let texts = rounds.get(memory.sealedThrough);
  if (!texts) {
    rounds.set(memory.sealedThrough, (texts = read(context)));
    for (const round of rounds.keys())
      if (round <= memory.sealedThrough - ROUNDS_KEPT) rounds.delete(round);
  }
  return texts;
}

async function read({ memory, embeddings }: AgentContext): Promise<LabelledText[]> {
  const texts = memory.demonstrations.flatMap((row, index) =>
    typeof row.label === "string"
      ? [{ label: row.label, vector: memory.demonstrationVectors[index]! }]
      : [],
  );
  const accepted: { readonly label: string; readonly text: string }[] = [];
  for await (const { label, text } of memory.accepted({ limit: MOST, latest: true }))
    if (typeof label.current === "string") accepted.push({ label: label.current, text });
  const vectors = await embeddings.embed(accepted.map(({ text }) => text));
  return [...texts, ...accepted.map(({ label }, index) => ({ label, vector: vectors[index]! }))];
}
