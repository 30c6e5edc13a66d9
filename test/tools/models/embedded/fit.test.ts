import { Fit } from "../../../../tools/models/embedded/fit.js";
import { NotFittedYet } from "../../../../tools/models/embedded/not-fitted-yet.js";
import { TimeSlices } from "../../../../base/workers/time-slices.js";
import { ticketText } from "../../../helpers/ticket-run.js";

const demonstrations = Array.from({ length: 40 }, (_, index) => {
  const label = index % 2 === 0 ? "refund" : "delivery";
  return { text: ticketText(label, `fit ${index}`), label };
});

/** Asks until the part is fitted, as the model does. */
async function part<T>(ask: () => T): Promise<T> {
  for (;;) {
    try {
      return ask();
    } catch (error) {
      if (!(error instanceof NotFittedYet)) throw error;
      await error.fitted;
    }
  }
}

describe("Fit", () => {
  it("fits in slices between which others get their turn, and comes to the same", async () => {
    let now = 0;
    // Each look at the clock is a millisecond later: a slice ends after eight pieces.
    const sliced = new Fit(demonstrations, [], {
      slices: new TimeSlices({ milliseconds: 8, now: () => now++ }),
    });
    const atOnce = new Fit(demonstrations, []);
    let turns = 0;
    let ended = false;
    const count = (): void => {
      turns += 1;
      if (!ended) setImmediate(count);
    };
    setImmediate(count);
    const order = await part(() => sliced.order(["text"]));
    expect(turns).toBeGreaterThan(20);
    const familiarity = await part(() => sliced.familiarity(["text"]));
    const classifier = (await part(() => sliced.classifier("label", ["text"])))!;
    const index = await part(() => sliced.index("text"));
    ended = true;
    for (const text of [
      "The courier has the refund.",
      "the the invoice invoice of",
      ...demonstrations.slice(0, 3).map((row) => row.text),
    ]) {
      expect(order.rate(text)).toBe(atOnce.order(["text"]).rate(text));
      expect(familiarity.rate(text)).toBe(atOnce.familiarity(["text"]).rate(text));
      expect(classifier.predict([text])).toEqual(
        atOnce.classifier("label", ["text"])!.predict([text]),
      );
    }
    expect(index.vocabulary).toBe(atOnce.index("text").vocabulary);
  });

  it("fits a part once for all who wait for it, and tells all of a failure", async () => {
    const fit = new Fit(demonstrations, [], { slices: new TimeSlices() });
    const orders = await Promise.all([1, 2, 3].map(() => part(() => fit.order(["text"]))));
    expect(new Set(orders).size).toBe(1);
    const single = new Fit(
      demonstrations.map((row) => ({ ...row, text: "..." })),
      [],
      { slices: new TimeSlices() },
    );
    const failed = await Promise.allSettled(
      [1, 2].map(() => part(() => single.classifier("label", ["text"]))),
    );
    expect(new Set(failed.map((one) => one.status)).size).toBe(1);
  });
});
