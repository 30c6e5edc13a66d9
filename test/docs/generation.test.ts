import type { TaskSpec, TaskSpecInput } from "../../schema/task-file/task-spec.js";
import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { readTaskObject } from "../../graphs/run/read-task.js";

const checkTask = async (task: TaskSpecInput): Promise<TaskSpec> =>
  (await readTaskObject(task)).spec;

const page = readFileSync(new URL("../../docs/generation.md", import.meta.url), "utf8");

describe("docs/generation.md", () => {
  it("has an example that is valid", async () => {
    const [example] = [...page.matchAll(/```yaml[^\n]*\n([\s\S]*?)```/gu)].map(
      (match) => parse(match[1]!) as object,
    );
    await expect(
      checkTask({ name: "t", kind: "reasoning", description: "Problems.", target: 4, ...example }),
    ).resolves.toMatchObject({ steps: [{ id: "problem" }, { id: "solution" }] });
  });
});
