import assert from "node:assert/strict";
import type { Classifier, ClassifierContext } from "../../tools/learning/contract.js";
import { assertSame, contractChecks, orRefusal } from "./conformance-check.js";
import { letterVector } from "./made-context.js";

/** What every Classifier must do, as checks: it learns a few rows, and is read back from JSON. */
export const classifierChecks = contractChecks<Classifier>(["train", "restore"], (task, make) => {
  const rows = task.support.filter(({ label }) => typeof label === "string");
  const texts = rows.map(({ text }) => text);
  const context: ClassifierContext = {
    embed: (asked) => Promise.resolve(asked.map(letterVector)),
    ask: (asked) => Promise.resolve(asked.map(() => rows[0]!.label as string)),
  };
  const train = async () => {
    const classifier = await make();
    return orRefusal(() =>
      classifier.train(
        {
          texts,
          labels: rows.map(({ label }) => label as string),
          classes: [...new Set(rows.map(({ label }) => label as string))],
          weights: texts.map(() => 1),
          multiLabel: false,
        },
        context,
      ),
    );
  };
  return [
    {
      name: "gives each text probabilities of its classes",
      run: async () => {
        const trained = rows.length === 0 ? null : await train();
        if (trained === null) return;
        const predictions = await trained.predict(texts, context);
        assert.equal(predictions.length, texts.length, "not one prediction for each text");
        for (const { probabilities } of predictions) {
          assert.equal(probabilities.length, trained.classes.length, "not one for each class");
          for (const value of probabilities)
            assert.ok(value >= 0 && value <= 1, `${value} is no probability`);
        }
      },
    },
    {
      name: "predicts the same when it is read back from JSON",
      run: async () => {
        const trained = rows.length === 0 ? null : await train();
        if (trained === null) return;
        const state = JSON.parse(JSON.stringify(trained.toJSON())) as ReturnType<
          typeof trained.toJSON
        >;
        const restored = (await make()).restore(state);
        assertSame(
          await restored.predict(texts, context),
          await trained.predict(texts, context),
          "it predicts something else",
        );
      },
    },
  ];
});
