import fc from "fast-check";
import { embeddedEmbeddings } from "../../../tools/embeddings/embedded-embeddings.js";

const model = embeddedEmbeddings();
const vectorOf = async (text: string) => (await model.embed([text]))[0]!;
const cosine = (a: Float32Array, b: Float32Array) =>
  a.reduce((sum, value, at) => sum + value * b[at]!, 0);
const near = async (a: string, b: string) => cosine(await vectorOf(a), await vectorOf(b));

describe("embeddedEmbeddings", () => {
  it("gives every text a unit vector that depends on the text alone", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "grapheme" }), async (text) => {
        const [alone] = await model.embed([text]);
        const [, among] = await model.embed(["something before", text]);
        expect(Math.hypot(...alone!)).toBeCloseTo(1, 5);
        expect(among).toEqual(alone);
      }),
    );
  });

  it.each(["late train", "배송이 늦어요", "電車が遅れました", "القطار متأخر", "👍🏽", "?!", " "])(
    "works for %s",
    async (text) => {
      expect((await vectorOf(text)).some((value) => value !== 0)).toBe(true);
    },
  );

  it("puts near copies near and other texts far", async () => {
    const text =
      "The train to Leeds was cancelled and nobody at the station could say why this happened.";
    expect(
      await near(
        text,
        "The train to Leeds was cancelled and nobody at the station could say why that happened.",
      ),
    ).toBeGreaterThan(0.9);
    expect(await near(text, text.toUpperCase())).toBeGreaterThan(0.99);
    expect(
      await near(text, "Slugs ate all my lettuce; how often should I water roses?"),
    ).toBeLessThan(0.3);
    expect(
      await near("배송이 늦어서 정말 아쉬워요", "배송이 늦어서 정말 아쉽네요"),
    ).toBeGreaterThan(0.5);
    expect(await near("배송이 늦어서 정말 아쉬워요", "색이 예쁘고 가격도 싸요")).toBeLessThan(0.3);
  });

  it("refuses dimensions that it cannot fill", () => {
    expect(() => embeddedEmbeddings({ dimension: 0 })).toThrow(
      expect.objectContaining({ code: "SHAPE" }),
    );
    expect(embeddedEmbeddings({ dimension: 64 }).dimension).toBe(64);
  });

  it("stops for an aborted signal", async () => {
    await expect(model.embed(["text"], AbortSignal.abort())).rejects.toMatchObject({
      code: "MODEL_ABORTED",
    });
  });
});
