import { averageLogProbabilityFilter } from "../../../../tools/curation/filters/average-log-probability.js";
import { heldOutLogProbabilities } from "../../../../tools/curation/filters/measures/class-language-model.js";
import { FILTERS } from "../../../../tools/curation/filters/filters.js";
import { judgeRatingFilter } from "../../../../tools/curation/filters/judge-rating.js";
import { parseRating } from "../../../../tools/curation/filters/measures/parse-rating.js";
import { trainedCriticFilter } from "../../../../tools/curation/filters/trained-critic.js";
import { sha256Hex } from "../../../../base/statistics/hash.js";
import { DatawrightError } from "../../../../base/errors.js";
import { createRoleModel } from "../../../../tools/models/providers/role-model.js";
import { scriptedModel, type Script } from "../../../../tools/models/providers/scripted-model.js";
import {
  curationContext,
  labelledTexts,
  made,
  removedBy,
  row,
  rowsOf,
} from "../curation-fixture.js";

describe("average-log-probability", () => {
  it("keeps the top of the generator's values, of each class", async () => {
    const rows = [-1, -2, -3, -4, -1.5, -2.5].map((value, index) =>
      row(`t${index}`, index < 4 ? "x" : "y", { scores: { averageLogProbability: value } }),
    );
    const outcome = await made(averageLogProbabilityFilter).apply(rows, curationContext());
    expect(outcome.removed.map((reason) => reason !== null)).toEqual([
      false,
      false,
      true,
      true,
      false,
      true,
    ]);
    expect(outcome.figures.source).toEqual({ generator: 6, ngramModel: 0, onlyTextOfLabel: 0 });
    expect(
      removedBy(
        await made(averageLogProbabilityFilter, { keep: 2, perClass: false }).apply(
          rows,
          curationContext(),
        ),
      ),
    ).toEqual([1, 2, 3, 5]);
  });

  it("falls back on an n-gram model of the other rows of the class, and says so", async () => {
    const { rows } = labelledTexts(40);
    const strange = row("zxq wvu qqq rrr sss ttt uuu", "food", { id: "strange" });
    const outcome = await made(averageLogProbabilityFilter, { keep: 0.9 }).apply(
      [...rows, strange, row("only one", "sport"), row("")],
      curationContext(),
    );
    expect(outcome.removed[40]).toBe("low-log-probability");
    expect([outcome.scores[41], outcome.scores[42]]).toEqual([NaN, NaN]);
    expect(outcome.figures).toMatchObject({
      source: { generator: 0, ngramModel: 41, onlyTextOfLabel: 1 },
    });
    expect(outcome.scores.every((score) => Number.isNaN(score) || score < 0)).toBe(true);
  });

  it("leaves identical texts alone", async () => {
    expect(
      removedBy(
        await made(averageLogProbabilityFilter).apply(
          rowsOf(["a b", "a b", "a b"], ["x", "x", "x"]),
          curationContext(),
        ),
      ),
    ).toEqual([]);
  });

  it("gives every next word a probability that sums to 1", () => {
    const texts = ["a b c", "a b d", "b c", "c a b", "d"];
    const task = { classes: [0, 0, 0, 0, 0], order: 3, folds: 5, seed: 1 };
    const words = ["a", "b", "c", "d"];
    // One more text after the same rows: all of one word, by each word of the vocabulary, or no
    // further word.
    const probabilities = words.map((word) =>
      Math.exp(
        2 *
          heldOutLogProbabilities({
            ...task,
            texts: [...texts, word],
            classes: [...task.classes, 0],
            folds: 6,
          })[5]!,
      ),
    );
    expect(probabilities.every((value) => value > 0 && value < 1)).toBe(true);
    expect(probabilities.reduce((sum, value) => sum + value, 0)).toBeLessThan(1);
  });
});

describe("judge-rating", () => {
  it.each([
    ["4.5\nGood.", 4.5],
    ["5", 5],
    ["4.5/5", 4.5],
    ["**4**", 4],
    ["Here it is.\nScore: 3.5 because", 3.5],
    ["score: **2**", 2],
    ["great", -1],
    ["9", -1],
    ["-3", -1],
    ["", -1],
    ["4 out of 5 stars", -1],
    ["0", 0],
  ])("reads %j as %d", (answer, rating) => {
    expect(parseRating(answer, 5)).toBe(rating);
  });

  const modelOf = (script: Script) => {
    const model = scriptedModel(script);
    return { model, role: createRoleModel({ model, agent: "curator" }) };
  };

  it("keeps rows rated at least the threshold, and takes unreadable answers out", async () => {
    const { model, role } = modelOf((request) => ({
      text: JSON.stringify(request.messages).includes("great")
        ? "5\nRight."
        : JSON.stringify(request.messages).includes("odd")
          ? "no idea"
          : "4\nHm.",
    }));
    const rows = [
      row("great", "yes", { fields: { text: "great", answer: "42" } }),
      row("poor"),
      row("odd"),
      row(""),
      row("rated", null, { scores: { rating: 4.5 } }),
    ];
    const outcome = await made(judgeRatingFilter, { concurrency: 2 }).apply(
      rows,
      curationContext({ model: role }),
    );
    expect(outcome.removed).toEqual([null, "judge-rating", "judge-unreadable", null, null]);
    expect([...outcome.scores]).toEqual([5, 4, -1, NaN, 4.5]);
    expect(outcome.figures).toMatchObject({
      asked: 3,
      cameWithRow: 1,
      ratings: { 5: 1, 4: 1, "-1": 1, 4.5: 1 },
    });
    expect(model.requests).toHaveLength(3);
    expect(JSON.stringify(model.requests[0]!.messages)).toMatch(/42[^]*yes/);
    expect(model.requests[0]!.parameters).toMatchObject({ temperature: 0, maxTokens: 256 });
  });

  it("asks for an object where told to", async () => {
    const { role } = modelOf(() => ({ object: { rating: 3, reason: "so" } }));
    expect(
      (
        await made(judgeRatingFilter, { answer: "object" }).apply(
          rowsOf(["a"]),
          curationContext({ model: role }),
        )
      ).scores[0],
    ).toBe(3);
  });

  it("leaves a row unjudged that was refused, and ends on errors that would hit every row", async () => {
    const { role } = modelOf((request) =>
      JSON.stringify(request.messages).includes("bad") ? { error: "MODEL_REFUSED" } : { text: "5" },
    );
    const outcome = await made(judgeRatingFilter).apply(
      rowsOf(["bad", "fine"]),
      curationContext({ model: role }),
    );
    expect([outcome.removed, outcome.figures.unjudged]).toEqual([
      [null, null],
      { MODEL_REFUSED: 1 },
    ]);
    const broken = modelOf(() => ({
      error: new DatawrightError({ code: "MODEL_AUTH", message: "no" }),
    })).role;
    await expect(
      made(judgeRatingFilter).apply(rowsOf(["a"]), curationContext({ model: broken })),
    ).rejects.toMatchObject({ code: "MODEL_AUTH" });
  });

  it("does not empty a dataset because no rating can be read, or because there is no model", async () => {
    const { role } = modelOf(() => ({ text: "nonsense" }));
    await expect(
      made(judgeRatingFilter).apply(rowsOf(["a", "b"]), curationContext({ model: role })),
    ).rejects.toMatchObject({ code: "MODEL_OUTPUT" });
    await expect(
      made(judgeRatingFilter).apply(rowsOf(["a"]), curationContext()),
    ).rejects.toMatchObject({ code: "SPEC_INVALID" });
  });
});

describe("trained-critic", () => {
  it("learns from accepted and rejected rows; examples are judged without themselves", async () => {
    const { rows } = labelledTexts(60);
    const decided = rows.slice(0, 40).map((item) => ({
      ...item,
      fields: { ...item.fields, accepted: item.label === "food" ? "accept" : "reject" },
    }));
    const outcome = await made(trainedCriticFilter, { withLabel: false }).apply(
      [...decided, ...rows.slice(40), row("")],
      curationContext(),
    );
    rows
      .slice(40)
      .forEach((item, at) => expect(outcome.removed[40 + at] === null).toBe(item.label === "food"));
    expect(outcome.scores[60]).toBeNaN();
    expect(outcome.figures).toMatchObject({
      examples: { accepted: 20, rejected: 20 },
      crossValidated: 40,
    });
  });

  it("learns from embeddings where small models shall, of a text with its label as of a pair", async () => {
    const hashes = Array.from({ length: 60 }, (_, at) => sha256Hex(`text ${at}`).slice(0, 10));
    const isGood = (text: string): boolean => hashes.indexOf(text) % 2 === 0;
    const rows = hashes.map((text, at) =>
      row(text, "x", {
        id: text,
        fields: at < 40 ? { text, accepted: isGood(text) } : { text },
      }),
    );
    const rightWith = async (features: "words" | "embeddings"): Promise<number> => {
      const { removed } = await made(trainedCriticFilter).apply(
        rows,
        curationContext({
          features,
          embed: (texts) =>
            Promise.resolve(
              texts.map((text) => Float32Array.of(0.8, isGood(text) ? 0.6 : -0.6, 0)),
            ),
        }),
      );
      return removed
        .slice(40)
        .filter((reason, at) => (reason === null) === isGood(hashes[40 + at]!)).length;
    };
    expect(await rightWith("embeddings")).toBe(20);
    expect(await rightWith("words")).toBeLessThan(17);
  });

  it("needs examples of both kinds", async () => {
    await expect(
      made(trainedCriticFilter).apply(rowsOf(["a"]), curationContext()),
    ).rejects.toMatchObject({ code: "TRAINING_DATA" });
    await expect(
      made(trainedCriticFilter, {
        examples: [
          { text: "a", accepted: true },
          { text: "b", accepted: true },
        ],
      }).apply(rowsOf(["a"]), curationContext()),
    ).rejects.toMatchObject({ code: "TRAINING_DATA" });
  });
});

describe("FILTERS", () => {
  it.each(FILTERS.names)(
    "%s: is named as in the table, describes every setting, works on no rows and on odd ones",
    async (name) => {
      const described = await FILTERS.describe(name);
      for (const [setting, schema] of Object.entries(described.settings.shape))
        expect([setting, typeof (schema as { description?: string }).description]).toEqual([
          setting,
          "string",
        ]);
      const settings =
        name === "leakage"
          ? { testTexts: ["a test"] }
          : name === "trained-critic"
            ? {
                examples: ["good one", "fine one", "bad one", "poor one"].map((text, index) => ({
                  text,
                  accepted: index < 2,
                })),
              }
            : {};
      const { role } = {
        role: createRoleModel({ model: scriptedModel(() => ({ text: "5" })), agent: "curator" }),
      };
      for (const rows of [[], rowsOf(["", "x", "x", "x ".repeat(2000)], ["a", "a", "b", null])]) {
        const outcome = await (
          await FILTERS.choose({ name, ...settings }, [])
        ).value.apply(rows, curationContext({ model: role }));
        expect([
          outcome.name,
          outcome.scores.length,
          outcome.removed.length,
          outcome.notes.length,
        ]).toEqual([name, rows.length, rows.length, rows.length]);
        outcome.removed.forEach((reason, index) =>
          expect(reason === null).toBe(outcome.notes[index] === null),
        );
        expect(outcome.meaning.length).toBeGreaterThan(10);
        expect(outcome.figures).toMatchObject({
          rows: rows.length,
          notApplicable: outcome.scores.filter((score) => Number.isNaN(score)).length,
        });
      }
    },
  );

  it("refuses unknown names and settings, with the nearest", async () => {
    await expect(FILTERS.choose("confidance", [])).rejects.toMatchObject({
      code: "SPEC_INVALID",
      message: expect.stringMatching(/did you mean "confidence"/) as string,
    });
    await expect(FILTERS.choose({ name: "near-duplicate", treshold: 1 }, [])).rejects.toMatchObject(
      {
        code: "SPEC_INVALID",
        message: expect.stringMatching(/treshold.*"threshold"/) as string,
      },
    );
  });
});
