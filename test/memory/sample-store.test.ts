import { join } from "node:path";
import { openRunDatabase } from "../../memory/sqlite/open-run-database.js";
import { describeSampleStore } from "./sample-store-contract.js";
import { temporaryFolder } from "./temporary-folder.js";

describe("DatabaseSampleStore in a file", () => {
  describeSampleStore(async (name = join(temporaryFolder(), "run.db")) => ({
    database: openRunDatabase(name),
    name,
  }));
});
