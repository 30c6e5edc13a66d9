import type { AgentContext } from "../contract.js";
import type { SeedSelector } from "./contract.js";
import { dealSeeds, type SeedCandidate } from "./dealt-seeds.js";

/** Latest accepted samples that can become seeds. */
const MOST = 5000;

/** Samples that the run accepted in sealed rounds; real rows until there are any (the paraphrase round of Unnatural Instructions, Honovich et al. 2023). */
export const acceptedSeeds: SeedSelector = {
  name: "accepted",
  async select(query, context) {
    const accepted = await acceptedCandidates(context);
    return dealSeeds(
      accepted.length > 0 ? accepted : context.memory.demonstrations,
      query,
      context.task.spec.seed,
    );
  },
};

/** Accepted samples of the visible rounds with their labels, oldest first. */
export async function acceptedCandidates({ memory }: AgentContext): Promise<SeedCandidate[]> {
  const candidates: SeedCandidate[] = [];
  for await (const { id, label } of memory.accepted({ limit: MOST, latest: true }))
    candidates.push({ id, label: label.current });
  return candidates;
}
