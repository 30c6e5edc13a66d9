import { existsSync } from "node:fs";
import { join } from "node:path";
import { BENCHMARKS } from "../../../tools/benchmarks/benchmarks.js";
import { loadBenchmark } from "../../../tools/benchmarks/load-benchmark.js";
import { madeFolder, MADE_FILES } from "./made-files.js";

const shared = process.env["DATAWRIGHT_DATA"] ?? join(process.cwd(), "..", "shared", "data");
const named = BENCHMARKS.names.filter((name) => name !== "truthfulqa-generation");

describe("every benchmark", () => {
  it("has a made-up sample, and is read from its files, packed or not", async () => {
    expect(Object.keys(MADE_FILES).sort()).toEqual([...named].sort());
    for (const name of named) {
      const plain = await loadBenchmark(name, madeFolder(name));
      const packed = await loadBenchmark(name, madeFolder(name, {}, true));
      expect([name, plain.parts.test.length > 0]).toEqual([name, true]);
      expect(packed.parts.test.map(({ text, label }) => ({ text, label }))).toEqual(
        plain.parts.test.map(({ text, label }) => ({ text, label })),
      );
      const all = Object.values(plain.parts).flat();
      expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
      for (const { label } of all)
        for (const one of ([] as string[]).concat(label ?? []))
          expect(plain.labels.map((known) => known.name)).toContain(one);
    }
  });

  it("says which files it wants where the folder has none of them", async () => {
    const empty = madeFolder("none");
    for (const name of named)
      await expect(loadBenchmark(name, empty)).rejects.toMatchObject({ code: "DATA_NOT_FOUND" });
    await expect(loadBenchmark("bankin77", empty)).rejects.toMatchObject({
      code: "USAGE",
      message: expect.stringContaining("banking77"),
    });
  });
});

describe("what is read", () => {
  it("is what the files say", async () => {
    const first = async (name: string) =>
      (await loadBenchmark(name, madeFolder(name))).parts.test[0]!;
    expect((await first("ag-news")).fields).toEqual({ text: "Talks end\nEnvoys met in Mora." });
    expect((await first("goemotions")).label).toEqual(["admiration", "gratitude"]);
    expect(await first("fewrel")).toMatchObject({ fields: { head: "Mora Bridge", tail: "Sel" } });
    expect((await first("glue-qnli")).fields).toEqual({
      text1: 'The "eight won.',
      text2: "Who won?",
    });
    expect((await first("truthfulqa")).choices).toEqual([
      { text: "No, not as people do", right: true, best: true },
      { text: "Not in water", right: true },
      { text: "Yes", right: false },
      { text: "Always", right: false },
    ]);
    expect((await first("math")).references).toEqual(["\\frac{1}{2}"]);
    expect((await first("toolbench")).fields["query"]).toBeDefined();
    const clinc = await loadBenchmark("clinc150", madeFolder("clinc150"));
    expect(clinc.labels.filter(({ outOfScope }) => outOfScope)).toEqual([
      { name: "oos", outOfScope: true, definition: "none of the others" },
    ]);
    const instructions = await loadBenchmark(
      "natural-instructions",
      madeFolder("natural-instructions"),
    );
    expect(instructions.parts.test.map(({ fields }) => fields["task"])).toEqual(["task001_made"]);
  });

  it("is refused with file, line and field where it is not of the benchmark", async () => {
    const bad = (name: string, file: string, text: string) =>
      loadBenchmark(name, madeFolder(name, { [file]: text }));
    await expect(
      bad("sms-spam", "SMSSpamCollection", "ham\thello\nspan\thi\n"),
    ).rejects.toMatchObject({
      code: "DATA_LABEL",
      message: expect.stringMatching(/SMSSpamCollection:2: label: "span".*spam/u),
    });
    await expect(bad("goemotions", "test.tsv", "Hm\t28\tx\n")).rejects.toMatchObject({
      code: "DATA_LABEL",
      details: { line: 1, field: "labels" },
    });
    await expect(bad("clinc150", "data_full.json", '{"test":[["a"]]}')).rejects.toMatchObject({
      code: "DATA_FORMAT",
      message: expect.stringContaining("test[0]"),
    });
    await expect(
      bad("glue-rte", "dev.tsv", "index\tsentence1\tsentence2\n0\ta\tb\n"),
    ).rejects.toMatchObject({
      code: "DATA_FORMAT",
      details: { line: 2, field: "label" },
    });
    await expect(bad("math", "MATH/test/algebra/1.json", "{")).rejects.toMatchObject({
      code: "DATA_FORMAT",
    });
  });
});

describe("published sizes (skipped where the data folder is absent)", () => {
  const sizes: readonly [string, string, readonly [number, number, number]][] = [
    ["clinc150", "clinc150", [15_100, 3100, 5500]],
    ["banking77", "banking77", [10_003, 0, 3080]],
    ["fewrel", "fewrel", [6722, 2265, 2213]],
    ["sms-spam", "sms_spam", [4460, 519, 595]],
    ["glue-rte", "glue_rte", [2252, 238, 277]],
    ["truthfulqa", "truthfulqa", [0, 0, 817]],
  ];
  it.each(sizes)("%s", async (name, folder, [train, validation, test]) => {
    const path = join(shared, "benchmarks", folder);
    if (!existsSync(path)) {
      console.warn(`skipped: ${folder} is not in ${shared} (set DATAWRIGHT_DATA)`);
      return;
    }
    const { parts, labels } = await loadBenchmark(name, path);
    expect([parts.train.length, parts.validation.length, parts.test.length]).toEqual([
      train,
      validation,
      test,
    ]);
    if (name === "banking77") expect(labels).toHaveLength(77);
    if (name === "clinc150")
      expect(
        Object.values(parts).map((rows) => rows.filter(({ label }) => label === "oos").length),
      ).toEqual([100, 100, 1000]);
    if (name === "sms-spam")
      expect(
        Object.values(parts)
          .flat()
          .filter(({ label }) => label === "ham"),
      ).toHaveLength(4827);
  });
});
