import { readTaskObject } from "../../../graphs/run/read-task.js";

const withFilters = (...filters: (string | { name: string; testTexts?: string[] })[]) =>
  readTaskObject({
    name: "t",
    kind: "classification",
    description: "d",
    labels: ["refund", "delivery"],
    target: 3,
    support: { rows: [{ text: "x", label: "refund" }] },
    curate: { filters },
  });

describe("the filter leakage", () => {
  it.each(["leakage", { name: "leakage" }, { name: "leakage", testTexts: [] }])(
    "is refused before the run where it has no test texts: %j",
    async (leakage) => {
      await expect(withFilters("exact-duplicate", leakage)).rejects.toMatchObject({
        code: "SPEC_INVALID",
        message: expect.stringMatching(/curate\.filters\[1\]: leakage has no test texts/u),
      });
    },
  );

  it("is taken with test texts", async () => {
    await expect(withFilters({ name: "leakage", testTexts: ["a test"] })).resolves.toBeDefined();
  });
});
