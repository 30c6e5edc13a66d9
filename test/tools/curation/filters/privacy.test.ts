import { privacyFilter } from "../../../../tools/curation/filters/privacy.js";
import { curateRows } from "../../../../tools/curation/curate-rows.js";
import { findCanaries, makeCanaries } from "../../../../tools/curation/privacy/canaries.js";
import { VerbatimSpans } from "../../../../tools/curation/privacy/verbatim-spans.js";
import { longestCommonSpan } from "../../../helpers/longest-common-span.js";
import fc from "fast-check";
import { curationContext, made, row, rowsOf } from "../curation-fixture.js";

describe("privacy", () => {
  it("redacts text, fields and pairs with lasting placeholders, and keeps every row", async () => {
    const pair = row("call 010-1234-5678\nwrite a@b.org", null, {
      pair: ["call 010-1234-5678", "write a@b.org"],
      fields: { premise: "call 010-1234-5678", hypothesis: "write a@b.org" },
    });
    const rows = [
      row("write a@b.org"),
      pair,
      row("nothing", null, { fields: { text: "nothing", note: "c@d.org" } }),
      row(""),
    ];
    const curated = await curateRows(
      rows,
      { filters: [made(privacyFilter)], relabelers: [], reweighter: null },
      curationContext(),
    );
    expect(curated.kept).toBe(4);
    expect(curated.rows[0]!.text).toBe("write [EMAIL_1]");
    expect(curated.rows[1]!.row).toMatchObject({
      text: "call [PHONE_1]\nwrite [EMAIL_1]",
      pair: ["call [PHONE_1]", "write [EMAIL_1]"],
      fields: { premise: "call [PHONE_1]", hypothesis: "write [EMAIL_1]" },
    });
    expect(curated.rows[2]!.row.fields).toEqual({ text: "nothing", note: "[EMAIL_2]" });
    expect(curated.steps[0]).toMatchObject({
      changed: 3,
      notApplicable: 1,
      figures: { rowsWithData: 3, byKind: { email: 3, phone: 1 } },
    });
    expect(curated.rows.map((item) => item.scores.privacy)).toEqual([1, 2, 1, undefined]);
  });

  it("rejects where asked, and repeats nothing private in notes or figures", async () => {
    const outcome = await made(privacyFilter, { mode: "reject" }).apply(
      rowsOf(["a@b.org or 4111 1111 1111 1111", "fine"]),
      curationContext(),
    );
    expect(outcome.removed).toEqual(["private-data", null]);
    expect(outcome.notes[0]).toBe("1 email, 1 card");
    expect(JSON.stringify([outcome.notes, outcome.figures])).not.toMatch(/a@b|4111/);
  });

  it("takes out rows that repeat a private row word for word", async () => {
    const secret =
      "my neighbour told me on tuesday that the old bakery near the station will close in march";
    const support = [
      row(secret, null, { id: "s1" }),
      row("something else entirely", null, { id: "s2" }),
    ];
    const rows = rowsOf([
      "People say my neighbour told me on Tuesday that the old bakery near the station closed",
      "the old bakery near the station is nice",
      "",
    ]);
    const outcome = await made(privacyFilter, { longestSpan: 10 }).apply(
      rows,
      curationContext({ support }),
    );
    expect(outcome.removed).toEqual(["memorised", null, null]);
    expect(outcome.notes[0]).toBe("13 words in a row as in the private row s1, limit 10");
    expect(outcome.figures.memorisation).toMatchObject({
      privateRows: 2,
      spans: { longest: 13, over: 1 },
    });
  });

  it("takes out rows much nearer to one private row than to any other", async () => {
    const vectors: Record<string, number> = {
      "private one": 0,
      "private two": 1.2,
      "copy of one": 0.01,
      between: 0.6,
    };
    const embed = (texts: readonly string[]): Promise<Float32Array[]> =>
      Promise.resolve(
        texts.map((text) => Float32Array.of(Math.cos(vectors[text]!), Math.sin(vectors[text]!))),
      );
    const support = [
      row("private one", null, { id: "s1" }),
      row("private two", null, { id: "s2" }),
      row("Private one!", null, { id: "s3" }),
    ];
    const context = curationContext({
      embed: (texts) =>
        embed(texts.map((text) => (text === "Private one!" ? "private one" : text))),
      support,
    });
    const outcome = await made(privacyFilter, { distanceRatio: 0.2 }).apply(
      rowsOf(["copy of one", "between"]),
      context,
    );
    expect(outcome.removed).toEqual(["memorised", null]);
    expect(outcome.figures.memorisation).toMatchObject({
      privateRows: 2,
      distanceRatio: { below: 1 },
    });
  });

  it("finds planted canaries, whole or in part, and none by chance", async () => {
    const canaries = makeCanaries(5, 42);
    expect(makeCanaries(5, 42)).toEqual(canaries);
    expect(new Set(canaries.map((canary) => canary.secret)).size).toBe(5);
    const [first, second] = canaries as [
      (typeof canaries)[0] & object,
      (typeof canaries)[0] & object,
    ];
    const rows = rowsOf([
      `As ${first.text.toUpperCase()}`,
      `code ${second.secret.slice(0, 9)}`,
      "My reference code is lost.",
      "x",
    ]);
    const outcome = await made(privacyFilter, { canaries }).apply(rows, curationContext());
    expect(outcome.removed).toEqual(["canary", "canary", null, null]);
    expect(outcome.figures.canaries).toEqual({ planted: 5, found: 2, whole: 1 });
    expect(findCanaries(["nothing"], canaries)).toEqual([]);
    expect(() => makeCanaries(-1, 1)).toThrow(expect.objectContaining({ code: "SHAPE" }));
  });
});

describe("VerbatimSpans", () => {
  it("finds the same length as a comparison with every row (property)", () => {
    const text = fc
      .array(fc.constantFrom("a", "b", "c", "d"), { maxLength: 12 })
      .map((list) => list.join(" "));
    fc.assert(
      fc.property(fc.array(text, { maxLength: 6 }), text, (rows, sought) => {
        const longest = Math.max(
          0,
          ...rows.map((other) => longestCommonSpan(sought, other).length),
        );
        const found = new VerbatimSpans(rows).longest(sought);
        expect(found.length).toBe(longest);
        if (longest > 0) expect(longestCommonSpan(sought, rows[found.row]!).length).toBe(longest);
      }),
      { numRuns: 300 },
    );
  });
});
