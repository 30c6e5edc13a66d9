import { readFileSync } from "node:fs";
import { CONDITION_SOURCES } from "../../agents/builtin.js";
import type { ConditionSource } from "../../agents/planner/contract.js";

const page = readFileSync(new URL("../../docs/conditions.md", import.meta.url), "utf8");

describe("the page on conditions", () => {
  it("lists every source with its settings", async () => {
    const wanted: string[][] = [];
    for (const [name, load] of Object.entries(CONDITION_SOURCES)) {
      const source: ConditionSource = await load();
      expect(source.name).toBe(name);
      wanted.push([
        `\`${name}\``,
        Object.keys(source.settings?.shape ?? {})
          .map((setting) => `\`${setting}\``)
          .join(", ") || "none",
      ]);
    }
    const rows = page
      .split("\n")
      .filter((line) => line.startsWith("| `"))
      .map((line) => line.split("|").map((cell) => cell.trim()));
    expect(rows.map((cells) => [cells[1], cells[3]])).toEqual(wanted);
  });
});
