import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { gunzipSync } from "node:zlib";
import { z } from "zod";
import type { JsonSchema } from "../../../../schema/json.js";
import { trainTextClassifier } from "../../../../tools/learning/classifiers/train-text-classifier.js";
import { embeddedModel } from "../../../../tools/models/embedded/embedded-model.js";
import { Random } from "../../../../base/statistics/random.js";
import { NoveltyIndex } from "../../../../tools/novelty/novelty-index.js";
import { ask } from "./ask.js";

const FILE = resolve(
  process.env["DATAWRIGHT_DATA"] ?? "../shared/data",
  "benchmarks/sms_spam/sms.tsv.gz",
);
const present = existsSync(FILE);
const describeWithData = present ? describe : describe.skip;

describeWithData(
  present
    ? "the embedded model on real messages"
    : `the embedded model on real messages (skipped: no ${FILE})`,
  () => {
    it("writes messages that are no copies and train a classifier for real ones", async () => {
      const rows = gunzipSync(readFileSync(FILE))
        .toString("utf8")
        .trim()
        .split("\n")
        .map((line) => line.split("\t"))
        .map(([label, ...text]) => ({ label: label as string, text: text.join("\t").trim() }));
      const random = new Random("rows");
      const drawn = random.sample(rows, 1200);
      const support = drawn.slice(0, 200);
      const novelty = new NoveltyIndex();
      support.forEach((row, at) => novelty.add(`row ${at}`, row.text));
      const model = embeddedModel();
      const written: { label: string; text: string }[] = [];
      for (let seed = 0; seed < 160; seed++) {
        const label = seed % 5 === 0 ? "spam" : "ham";
        // A few sets of rows, so that the fits are few: this test is about texts, not about time.
        const demonstrations = random.derive(seed % 4).sample(support, 100);
        const { text } = await ask<{ text: string }>(
          model,
          { conditions: [{ name: "label", value: label }], demonstrations },
          z.toJSONSchema(z.object({ text: z.string() })) as JsonSchema,
          { seed, temperature: 1 },
        );
        if (!novelty.isNovel(text)) continue;
        novelty.add(`written ${seed}`, text);
        written.push({ label, text });
      }
      expect(written.length).toBeGreaterThanOrEqual(140);
      const classifier = trainTextClassifier({
        texts: written.map((row) => row.text),
        labels: written.map((row) => row.label),
        algorithm: "naive-bayes",
      });
      const held = drawn.slice(200);
      const right = classifier
        .predict(held.map((row) => row.text))
        .filter((prediction, at) => prediction.label === held[at]!.label).length;
      expect(right / held.length).toBeGreaterThan(0.91);
    });
  },
);
