import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { readTaskFile } from "../../../graphs/run/read-task.js";
import { madeGguf } from "../../helpers/made-gguf.js";
import { temporaryFolder } from "../../memory/temporary-folder.js";

const folder = temporaryFolder();

describe("models of a task file that are files", () => {
  it("are looked for beside the task file, wherever the command runs", async () => {
    madeGguf(join(folder, "tiny.gguf"));
    writeFileSync(
      join(folder, "mine.mjs"),
      "export default { info: { name: 'mine' }, complete: async () => ({}) };\n",
    );
    const { spec } = await readTaskFile(
      task("{ default: gguf:tiny.gguf, critic: { model: ./mine.mjs } }"),
    );
    expect(spec.models.default).toBe("gguf:tiny.gguf");
    await expect(readTaskFile(task("{ default: gguf:other.gguf }"))).rejects.toMatchObject({
      code: "MODEL_UNKNOWN",
      message: expect.stringContaining(`${join(folder, "other.gguf")} does not exist`),
    });
  });
});

function task(models: string): string {
  const path = join(folder, "task.yaml");
  writeFileSync(
    path,
    `name: tickets\nkind: classification\ndescription: Tickets of a shop.\nlabels: { a: about a parcel, b: about money }\ntarget: 1\nmodels: ${models}\n`,
  );
  return path;
}
