import { isDatawrightError } from "../../base/errors.js";
import type { SpecProblem } from "../../base/settings/zod-problems.js";
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
    try {
      const located = locatedModel(model, folder);
      await (role === "embeddings" ? resolveEmbeddings(located) : resolveModel(located));
    } catch (error) {
      // Whatever else is wrong is told when the model is made for the run.
      if (!isDatawrightError(error) || error.code !== "MODEL_UNKNOWN") continue;
      problems.push({
        code: "MODEL_UNKNOWN",
        path: ["models", role, ...(typeof model === "string" ? [] : ["model"])],
        message: `${error.message.replace(/(?<!\?)$/u, ".")} ${error.hint ?? ""}`.trim(),
      });
    }
  }
  return problems;
}
