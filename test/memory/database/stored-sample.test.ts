import fc from "fast-check";
import {
  sampleOfRecord,
  sampleRecord,
  verdictOfRecord,
  verdictRecord,
} from "../../../memory/database/stored-sample.js";
import type { StoredVerdict } from "../../../memory/contract.js";
import type { Sample } from "../../../schema/sample.js";
import { sampleOf } from "../sample-fixture.js";

const names = fc.constantFrom("text", "question", "textIn", "__proto__x");
const values = fc.oneof(fc.constantFrom("same", ""), fc.string(), fc.integer());
const changes = fc.constantFrom<Sample["history"]>(
  [],
  [{ step: "gate", from: "drafted", to: "accepted", reason: "accepted" }],
  [{ step: "gate", from: "drafted", to: "rejected", reason: "near-duplicate", note: "as another" }],
);
const read = (text: string, { id, round, ordinal, cell, status }: Sample): Sample =>
  sampleOfRecord(JSON.parse(text) as Parameters<typeof sampleOfRecord>[0], {
    ...{ id, round, ordinal, cell, status },
  });

describe("the record of a sample", () => {
  it("gives back the sample, whatever its fields, text and changes are", () => {
    fc.assert(
      fc.property(
        fc.record({
          fields: fc.dictionary(names, values),
          text: fc.oneof(fc.constant("same"), fc.string()),
          status: fc.constantFrom("drafted", "accepted", "rejected"),
          history: changes,
          reasons: fc.constantFrom([], ["copy-of-support"]),
          parents: fc.constantFrom([], ["row-1"]),
          weight: fc.constantFrom(0, 0.5, 1),
          scores: fc.constantFrom({}, { labelProbability: 0 }),
          revisions: fc.constantFrom(0, 2),
        }),
        (changed) => {
          const whole = { ...sampleOf("a"), ...changed } as unknown as Sample;
          expect(read(sampleRecord(whole), whole)).toEqual(JSON.parse(JSON.stringify(whole)));
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
    expect(read(JSON.stringify(whole), whole)).toEqual(whole);
    expect(sampleRecord(whole).split("a text of its own")).toHaveLength(2);
  });
});

describe("the record of a verdict", () => {
  const verdict: StoredVerdict = {
    ...{ sampleId: "s", revision: 2, judge: "critic", criterion: "novel", pass: true },
    ...{ score: 1, reason: "Nothing so far is as close.", code: "near-duplicate", evidence: [] },
  };
  const { judge, criterion, pass, code, reason } = verdict;
  it.each([verdict, { ...verdict, evidence: [{ source: "other" }] }])(
    "gives back the verdict, of earlier versions too",
    (whole) => {
      const row = { sample_id: "s", revision: 2 };
      const found = (text: string, kind?: Parameters<typeof verdictOfRecord>[2]) =>
        verdictOfRecord(JSON.parse(text) as Parameters<typeof verdictOfRecord>[0], row, kind);
      const common = { judge, criterion, pass, code };
      expect(found(verdictRecord(whole, { kind: "k" }), { ...common, reason })).toEqual(whole);
      expect(found(verdictRecord(whole, { kind: "k", reason }), common)).toEqual(whole);
      expect(found(JSON.stringify(whole))).toEqual(whole);
      expect(verdictRecord(whole, { kind: "k" })).not.toMatch(/sampleId|critic|Nothing/u);
    },
  );
});
