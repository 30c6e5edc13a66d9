import { isDatawrightError } from "../../base/errors.js";
import type { SpecProblem } from "../../base/settings/zod-problems.js";
import type { TaskSpec } from "../../schema/task-file/task-spec.js";
import { resolveEmbeddings, resolveModel } from "../../tools/models/providers/resolve-model.js";

/** Names of models that there are not, with their place in the task; nothing is asked. */
export async function modelProblems({ models }: TaskSpec): Promise<SpecProblem[]> {
  const problems: SpecProblem[] = [];
  for (const [role, model] of Object.entries(models)) {
    if (model === undefined) continue;
    try {
      await (role === "embeddings" ? resolveEmbeddings(model) : resolveModel(model));
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
