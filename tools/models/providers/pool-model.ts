import { hash32 } from "../../../base/statistics/hash.js";
import type { RoleModel } from "../contract.js";

/** A model of a pool, with its share of the orders beside the others'. */
export interface PoolMember {
  readonly model: RoleModel;
  readonly weight: number;
}

/**
 * One role's model that is several: each order has its own sequence of them, drawn by their weights
 * without replacement (Efraimidis and Spirakis 2006) from seed and order, whoever asks first. A
 * request takes the model of its `turn`; the first where it names none.
 */
export function poolModel(members: readonly PoolMember[], seed: number): RoleModel {
  const [first] = members;
  const of = ({ orderId, turn = 0 }: { readonly orderId: string; readonly turn?: number }) => {
    const sequence = members
      .map(({ model, weight }, index) => ({
        model,
        key: -Math.log((hash32(`${seed}:${orderId}:model ${index}`) + 1) / 2 ** 32) / weight,
      }))
      .sort((a, b) => a.key - b.key);
    return sequence[turn % sequence.length]!.model;
  };
  return {
    info: {
      ...first!.model.info,
      contextTokens: Math.min(...members.map(({ model }) => model.info.contextTokens)),
      tools: members.every(({ model }) => model.info.tools === true),
    },
    object: (request) => of(request).object(request),
    text: (request) => of(request).text(request),
    chat: (turn) => of({ orderId: turn.orderId }).chat(turn),
  };
}
