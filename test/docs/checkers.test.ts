import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { checkerSpecSchema, SANDBOX_LANGUAGES } from "../../schema/task-file/checker.js";
import { SANDBOX_LIMITS } from "../../tools/sandbox/contract.js";

const page = readFileSync(new URL("../../docs/checkers.md", import.meta.url), "utf8");

describe("docs/checkers.md", () => {
  it("names every setting and language, with the defaults", () => {
    for (const name of [...Object.keys(checkerSpecSchema.shape), ...SANDBOX_LANGUAGES])
      expect(page).toContain(`\`${name}\``);
    expect(page).toContain(
      `most time of one run; ${checkerSpecSchema.parse({ language: "sql" }).timeoutSeconds} unless`,
    );
    expect(page).toContain(
      "most memory of one run; " +
        `${checkerSpecSchema.parse({ language: "sql" }).memoryMegabytes} unless`,
    );
    expect(SANDBOX_LIMITS).toMatchObject({ timeoutSeconds: 2, memoryMegabytes: 64 });
  });

  it("shows settings that are valid", () => {
    const blocks = [...page.matchAll(/```yaml[^\n]*\n([\s\S]*?)```/gu)].map(
      ([, text]) => (parse(text!) as { critique: { checker: unknown } }).critique.checker,
    );
    expect(blocks).toHaveLength(2);
    for (const block of blocks) expect(checkerSpecSchema.safeParse(block).success).toBe(true);
  });
});
