import { setImmediate as nextTurn } from "node:timers/promises";
import { caseOf, outcomeOf, TARGETS } from "./targets.js";
import { temporaryFolder } from "../memory/temporary-folder.js";

const folder = temporaryFolder();

/** A slice of `npm run fuzz`; Parquet, which may end its process, has a test of its own. */
const CASES = 60;

describe("files and answers that nobody vouches for", () => {
  it.each(Object.keys(TARGETS).filter((target) => target !== "parquet"))(
    "%s are read, or refused with a coded error",
    async (target) => {
      const found: string[] = [];
      for (let number = 0; number < CASES; number++) {
        const error = await outcomeOf(target, caseOf(target, "slice", number), folder);
        if (error !== null) found.push(`case ${number}: ${error}`);
        if (number % 20 === 0) await nextTurn();
      }
      expect(found).toEqual([]);
    },
  );

  it("are the same cases for the same seed", () => {
    expect(caseOf("csv", "a", 7)).toEqual(caseOf("csv", "a", 7));
    expect(caseOf("csv", "a", 7)).not.toEqual(caseOf("csv", "b", 7));
  });
});
