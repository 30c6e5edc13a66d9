import { join } from "node:path";
import { openRunDatabase } from "../../memory/sqlite/open-run-database.js";
import { describeRunStore } from "./run-store-contract.js";
import { temporaryFolder } from "./temporary-folder.js";

describe("DatabaseRunStore in a file", () => {
  describeRunStore(async () => openRunDatabase(join(temporaryFolder(), "run.db")));
});
