import fc from "fast-check";
import {
  sampleOfRecord,
  sampleRecord,
  verdictOfRecord,
  verdictRecord,
} from "../../../memory/database/stored-sample.js";
import type { StoredVerdict } from "../../../memory/contract.js";
import { sampleOf } from "../sample-fixture.js";

const names = fc.constantFrom("text", "question", "textIn", "__proto__x");
const values = fc.oneof(fc.constantFrom("same", ""), fc.string(), fc.integer());

describe("the record of a sample", () => {
  it("gives back the sample, whatever its fields and text are", () => {
    fc.assert(
      fc.property(
        fc.dictionary(names, values),
        fc.oneof(fc.constant("same"), fc.string()),
        (fields, text) => {
          const whole = { ...sampleOf("a"), fields, text };
          const record = JSON.parse(sampleRecord(whole)) as Parameters<typeof sampleOfRecord>[0];
          expect(sampleOfRecord(record)).toEqual(JSON.parse(JSON.stringify(whole)));
        },
      ),
    );
  });

  it("is read as earlier versions wrote it, and does not say a text twice", () => {
    const whole = {
      ...sampleOf("a"),
      fields: { text: "a text of its own" },
      text: "a text of its own",
    };
    expect(sampleOfRecord(whole)).toEqual(whole);
    expect(sampleRecord(whole).split("a text of its own")).toHaveLength(2);
  });
});

describe("the record of a verdict", () => {
  const verdict: StoredVerdict = {
    ...{ sampleId: "s", revision: 2, judge: "critic", criterion: "novel", pass: true },
    ...{ score: 1, reason: "Nothing so far is as close.", code: "near-duplicate", evidence: [] },
  };
  it.each([verdict, { ...verdict, evidence: [{ source: "other" }] }])(
    "gives back the verdict, of earlier versions too",
    (whole) => {
      const row = { sample_id: "s", revision: 2 };
      const read = (text: string) =>
        verdictOfRecord(JSON.parse(text) as Parameters<typeof verdictOfRecord>[0], row);
      expect(read(verdictRecord(whole))).toEqual(whole);
      expect(read(JSON.stringify(whole))).toEqual(whole);
      expect(verdictRecord(whole)).not.toContain("sampleId");
    },
  );
});
