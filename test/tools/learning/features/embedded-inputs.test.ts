import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { crossValidatedProbabilities } from "../../../../tools/learning/cross-validated-probabilities.js";
import { classifierFromJSON } from "../../../../tools/learning/classifiers/classifier-from-json.js";
import { trainTextClassifier } from "../../../../tools/learning/classifiers/train-text-classifier.js";
import { linearClassifier } from "../../../../tools/learning/classifiers/sparse-classifiers.js";
import { embeddedInputs } from "../../../../tools/learning/features/embedded-inputs.js";
import type { EmbeddedInput } from "../../../../tools/learning/contract.js";
import { sha256Hex } from "../../../../base/statistics/hash.js";
import { Random } from "../../../../base/statistics/random.js";

/** A point near its class's own, with what all texts have in common beside it. */
function vectorOf(side: number, random: Random): Float32Array {
  return Float32Array.from({ length: 8 }, (_, d) =>
    d === 0 ? 5 : (d === 1 ? side : 0) + 0.4 * (random.next() - 0.5),
  );
}

const random = new Random("vectors");
const rows = Array.from({ length: 80 }, (_, at) => ({
  label: at % 2 === 0 ? "yes" : "no",
  // Words say nothing: no two texts share one.
  input: {
    text: sha256Hex(String(at)).slice(0, 12),
    vector: vectorOf(at % 2 === 0 ? 1 : -1, random),
  } satisfies EmbeddedInput,
}));
const texts = rows.map(({ input }) => input);
const labels = rows.map(({ label }) => label);

const shareRight = (probabilities: readonly Float64Array[], classes: readonly string[]): number =>
  probabilities.filter((row, at) => classes[row.indexOf(Math.max(...row))] === labels[at]).length /
  rows.length;

describe("embeddings as features", () => {
  it.each(["linear-svm", "logistic-regression", "ensemble"] as const)(
    "tell what words cannot: %s",
    (algorithm) => {
      for (const alone of [true, false]) {
        const { probabilities, classes } = crossValidatedProbabilities({
          texts: texts.map((input) => ({ ...input, alone })),
          labels,
          algorithm,
        });
        expect(shareRight(probabilities, classes)).toBeGreaterThan(0.95);
      }
      const words = crossValidatedProbabilities({
        texts: texts.map(({ text }) => text),
        labels,
        algorithm,
      });
      expect(shareRight(words.probabilities, words.classes)).toBeLessThan(0.75);
    },
  );

  it("compare the two of a pair", () => {
    const draw = new Random("pairs");
    const pairs = Array.from({ length: 120 }, (_, at) => {
      const side = draw.next() < 0.5 ? 1 : -1;
      const same = at % 2 === 0;
      return {
        label: same ? "same" : "other",
        input: {
          text: [`a${at}`, `b${at}`],
          vector: [vectorOf(side, draw), vectorOf(same ? side : -side, draw)],
          alone: true,
        } satisfies EmbeddedInput,
      };
    });
    const { probabilities, classes } = crossValidatedProbabilities({
      texts: pairs.map(({ input }) => input),
      labels: pairs.map(({ label }) => label),
    });
    const right = probabilities.filter(
      (row, at) => row[classes.indexOf(pairs[at]!.label)]! > 0.5,
    ).length;
    expect(right / pairs.length).toBeGreaterThan(0.95);
  });

  it("are kept with a classifier that is written down and read back", () => {
    const classifier = trainTextClassifier({ texts, labels });
    const again = classifierFromJSON(
      JSON.parse(JSON.stringify(classifier.toJSON())) as ReturnType<typeof classifier.toJSON>,
    );
    expect(again.predict(texts)).toEqual(classifier.predict(texts));
  });

  it("are refused where they are not finite or not of one dimension", () => {
    const odd = (vector: number[]): (() => unknown) => {
      const all = [...texts.slice(0, 3), { text: "odd", vector }];
      return () => trainTextClassifier({ texts: all, labels: labels.slice(0, 4) });
    };
    expect(odd([1, 2])).toThrow(expect.objectContaining({ code: "VECTOR_INVALID" }));
    expect(odd([1, 2, 3, 4, 5, 6, 7, NaN])).toThrow(/embedding of row 3/u);
    expect(() =>
      trainTextClassifier({
        texts: texts.map((input) => ({ ...input, alone: true })),
        labels,
        algorithm: "naive-bayes",
      }),
    ).toThrow(/naive Bayes counts words/u);
  });
});

describe("the small model of a run with `features: embeddings`", () => {
  let server: Server;
  let url = "";
  const asked: string[] = [];
  beforeAll(async () => {
    server = createServer((request, response) => {
      let body = "";
      request.on("data", (part: Buffer) => (body += part.toString()));
      request.on("end", () => {
        const { input } = JSON.parse(body) as { input: string[] };
        asked.push(...input);
        const data = input.map((text, index) => ({
          index,
          embedding: Array.from(
            texts.find((row) => row.text === text)?.vector ?? vectorOf(-1, new Random(text)),
          ),
        }));
        response.end(JSON.stringify({ data }));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/embeddings`;
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  const embed = async (wanted: readonly string[]): Promise<number[][]> => {
    const answer = await fetch(url, { method: "POST", body: JSON.stringify({ input: wanted }) });
    const { data } = (await answer.json()) as { data: { embedding: number[] }[] };
    return data.map(({ embedding }) => embedding);
  };
  const context = { embed, ask: () => Promise.resolve([]) };

  it("has texts embedded when it learns and when it is asked, and after it is read back", async () => {
    const classifier = linearClassifier.make(
      linearClassifier.settings.parse({ features: "embeddings" }),
    );
    const trained = await classifier.train(
      {
        texts: texts.map(({ text }) => text),
        labels,
        weights: labels.map(() => 1),
        classes: ["no", "yes"],
        multiLabel: false,
      },
      context,
    );
    expect(new Set(asked).size).toBe(rows.length);
    const again = classifier.restore(
      JSON.parse(JSON.stringify(trained.toJSON())) as ReturnType<typeof trained.toJSON>,
    );
    const [said] = await again.predict(["never seen"], context);
    expect(said!.label).toBe("no");
    expect(asked.at(-1)).toBe("never seen");
  });

  it("asks for each text once and leaves blank ones as they are", async () => {
    asked.length = 0;
    const inputs = await embeddedInputs(["one", " ", "one", ["two", "one"]], {
      embed,
      features: "both",
    });
    expect(asked.sort()).toEqual(["one", "two"]);
    expect(inputs[1]).toBe(" ");
    expect(inputs[3]).toMatchObject({ text: ["two", "one"], alone: false });
  });
});
