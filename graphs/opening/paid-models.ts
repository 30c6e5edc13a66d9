import type { MeteredEmbeddings } from "../../tools/models/contract.js";
import type { LaunchOptions } from "../runtime/run-options.js";
import { requireReady } from "../run/model-readiness.js";
import type { ReadSpec } from "../run/read-spec.js";
import { resolveRoleModels, resolveRunEmbeddings } from "../run/resolved-models.js";

/**
 * The models of a task that cost money or whose price is not known.
 *
 * @throws MODEL_UNKNOWN, MODEL_KEY_MISSING
 */
export async function paidModels(
  { spec }: Pick<ReadSpec, "spec">,
  options: LaunchOptions,
): Promise<string[]> {
  const models = await resolveRoleModels(spec, options);
  const embeddings: MeteredEmbeddings = await resolveRunEmbeddings(spec, options);
  const paid = [
    ...Object.values(models).flatMap(({ model: { info } }) =>
      info.price === null || info.price.input > 0 || info.price.output > 0 ? [info.name] : [],
    ),
    ...(/^embedded(-|$)/u.test(embeddings.name) || embeddings.price === 0 ? [] : [embeddings.name]),
  ];
  if (paid.length === 0) return [];
  requireReady({ models, embeddings });
  return [...new Set(paid)];
}
