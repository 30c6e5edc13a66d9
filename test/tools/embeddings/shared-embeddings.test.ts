import { embeddedEmbeddings } from "../../../tools/embeddings/embedded-embeddings.js";
import { SharedEmbeddings } from "../../../tools/embeddings/shared-embeddings.js";

describe("SharedEmbeddings", () => {
  it("lets the event loop turn between those that waited for one request", async () => {
    const model = embeddedEmbeddings({ dimension: 16 });
    const requests: number[] = [];
    const shared = new SharedEmbeddings({
      ...model,
      embed(texts, signal) {
        requests.push(texts.length);
        return model.embed(texts, signal);
      },
    });
    let turns = 0;
    let watching = true;
    const watch = (): void => {
      turns += 1;
      if (watching) setImmediate(watch);
    };
    setImmediate(watch);
    const inTurn = new Map<number, number>();
    const work = async (text: string): Promise<void> => {
      await shared.embed([text]);
      inTurn.set(turns, (inTurn.get(turns) ?? 0) + 1);
      // Longer than a slice.
      const ends = performance.now() + 10;
      while (performance.now() < ends);
    };
    await Promise.all(Array.from({ length: 12 }, (_, at) => work(`text ${at}`)));
    watching = false;
    expect(requests).toEqual([12]);
    // The watch may come first in one turn and last in the next.
    expect(Math.max(...inTurn.values())).toBeLessThanOrEqual(2);
  });
});
