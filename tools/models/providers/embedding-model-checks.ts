import assert from "node:assert/strict";
import { innerProduct, vectorLength } from "../../../base/statistics/inner-product.js";
import type { ConformanceCheck } from "./chat-model-checks.js";
import type { EmbeddingModel } from "../contract.js";

const TEXTS = [
  "The parcel has not arrived.",
  "Refund my money!",
  "배송이 너무 늦어요",
  "返品したいです",
  "包裹还没有到",
  "لم يصل الطرد",
  "🎉🎉 thanks",
];

/**
 * What every EmbeddingModel must do, as checks.
 *
 *     for (const check of embeddingModelChecks(() => myModel)) it(check.name, () => check.run());
 */
export function embeddingModelChecks(
  create: () => EmbeddingModel | Promise<EmbeddingModel>,
): ConformanceCheck[] {
  return [
    {
      name: "gives one unit vector of its dimension per text",
      run: async () => {
        const model = await create();
        const vectors = await model.embed(TEXTS);
        assert.equal(vectors.length, TEXTS.length);
        for (const [index, vector] of vectors.entries()) {
          assert.equal(
            vector.length,
            model.dimension,
            `vector ${index} has ${vector.length} numbers, the dimension is ${model.dimension}`,
          );
          const length = vectorLength(vector);
          assert.ok(Math.abs(length - 1) < 1e-3, `vector ${index} has the length ${length}`);
        }
      },
    },
    {
      name: "gives the same vector for the same text, wherever it stands",
      run: async () => {
        const model = await create();
        const [first] = await model.embed(["The parcel has not arrived."]);
        const [, , third] = await model.embed([
          "Refund my money!",
          "Something else.",
          "The parcel has not arrived.",
        ]);
        assert.ok(
          innerProduct(first as Float32Array, third as Float32Array) > 0.9999,
          "the vectors differ",
        );
      },
    },
    {
      name: "tells texts apart in every script",
      run: async () => {
        const vectors = await (await create()).embed(TEXTS);
        for (let left = 0; left < vectors.length; left++) {
          for (let right = left + 1; right < vectors.length; right++) {
            assert.ok(
              innerProduct(vectors[left] as Float32Array, vectors[right] as Float32Array) < 0.999,
              `"${TEXTS[left]}" and "${TEXTS[right]}" have one vector`,
            );
          }
        }
      },
    },
    {
      name: "gives nothing for no texts",
      run: async () => assert.deepEqual(await (await create()).embed([]), []),
    },
  ];
}
