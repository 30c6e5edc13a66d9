import { readdirSync, readFileSync } from "node:fs";
import { BUILT_IN_SLOTS } from "../../graphs/plugins/launch-slots.js";
import { withSlotTables } from "../../graphs/recipes/slot-table.js";

const SLOTS = BUILT_IN_SLOTS;

const folder = new URL("../../docs/", import.meta.url);
const pages = readdirSync(folder)
  .filter((name) => name.endsWith(".md"))
  .map((name) => ({ name, text: readFileSync(new URL(name, folder), "utf8") }));

describe("the tables of slots in docs/", () => {
  it("are as `npm run slot-tables` writes them", async () => {
    for (const { name, text } of pages)
      expect({ name, text: await withSlotTables(text, SLOTS) }).toEqual({ name, text });
  });

  it("are there for each slot, once, and for nothing else", () => {
    const regions = pages.flatMap(({ text }) =>
      [...text.matchAll(/<!-- slot: (\w+) -->/gu)].map(([, key]) => key!),
    );
    // Recipes have a page of their own.
    expect(regions.sort()).toEqual(
      Object.keys(SLOTS)
        .filter((key) => key !== "recipes")
        .sort(),
    );
  });

  it("are fed by one line and a full stop for each name", () => {
    for (const slot of Object.values(SLOTS))
      for (const { name, about } of slot.entries)
        expect({ name, about }).toEqual({ name, about: expect.stringMatching(/^[A-Z].*\.$/u) });
  });
});
