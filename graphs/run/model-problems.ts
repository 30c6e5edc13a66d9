import { isDatawrightError } from "../../base/errors.js";
import type { SpecProblem } from "../../base/settings/zod-problems.js";
import type { ModelSpec } from "../../schema/task-file/model-spec.js";
import type { TaskSpec } from "../../schema/task-file/task-spec.js";
import { locatedModel } from "../../tools/models/providers/model-module.js";
import { resolveEmbeddings, resolveModel } from "../../tools/models/providers/resolve-model.js";

/**
 * Names of models that there are not, with their place in the task; nothing is asked.
 *
 * @param folder where the paths of model files start
 */
export async function modelProblems({ models }: TaskSpec, folder: string): Promise<SpecProblem[]> {
  const problems: SpecProblem[] = [];
  for (const [role, model] of Object.entries(models)) {
    if (model === undefined) continue;
    const also = typeof model === "string" ? [] : (model.also ?? []);
    const named: readonly (readonly [ModelSpec, readonly (string | number)[]])[] = [
      [model, ["models", role]],
      ...also.map((other, index) => [other, ["models", role, "also", index]] as const),
    ];
    for (const [one, path] of named)
      problems.push(
        ...(await nameProblem(one, {
          folder,
          isEmbeddings: role === "embeddings",
          path: typeof one === "string" ? path : [...path, "model"],
        })),
      );
  }
  return problems;
}

/** What is wrong with one name, as a list of at most one. */
async function nameProblem(
  model: ModelSpec,
  at: {
    readonly folder: string;
    readonly isEmbeddings: boolean;
    readonly path: readonly (string | number)[];
  },
): Promise<SpecProblem[]> {
  try {
    const located = locatedModel(model, at.folder);
    await (at.isEmbeddings ? resolveEmbeddings(located) : resolveModel(located));
    return [];
  } catch (error) {
    // Whatever else is wrong is told when the model is made for the run.
    if (!isDatawrightError(error) || error.code !== "MODEL_UNKNOWN") return [];
    return [
      {
        code: "MODEL_UNKNOWN",
        path: [...at.path],
        message: `${error.message.replace(/(?<!\?)$/u, ".")} ${error.hint ?? ""}`.trim(),
      },
    ];
  }
}
