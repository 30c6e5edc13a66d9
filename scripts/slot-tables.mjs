// Fills the regions `<!-- slot: KEY --> … <!-- /slot -->` of docs/ from the slots; needs a build.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { BUILT_IN_SLOTS } from "../dist/graphs/plugins/launch-slots.js";
import { withSlotTables } from "../dist/graphs/recipes/slot-table.js";

const folder = new URL("../docs/", import.meta.url);
for (const name of readdirSync(folder).filter((file) => file.endsWith(".md"))) {
  const page = readFileSync(new URL(name, folder), "utf8");
  const filled = await withSlotTables(page, BUILT_IN_SLOTS);
  if (filled !== page) writeFileSync(new URL(name, folder), filled);
}
