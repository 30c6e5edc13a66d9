import fc from "fast-check";
import { acceptanceRate, ordersWanted } from "../../../graphs/runtime/sealed-round.js";

describe("ordersWanted", () => {
  it("keeps to the round size, asks for nothing at the target, and for enough otherwise", () => {
    const counts = fc.record({
      target: fc.integer({ min: 1, max: 5000 }),
      roundSize: fc.integer({ min: 1, max: 512 }),
      accepted: fc.nat(5000),
      refused: fc.nat(5000),
      outstanding: fc.nat(512),
    });
    fc.assert(
      fc.property(counts, ({ refused, ...options }) => {
        const drafted = options.accepted + refused;
        const wanted = ordersWanted({ ...options, drafted });
        const rate = acceptanceRate(options.accepted, drafted);
        const expected = options.accepted + (options.outstanding + wanted) * rate;
        return (
          Number.isInteger(wanted) &&
          wanted >= 0 &&
          wanted <= options.roundSize &&
          (wanted === options.roundSize || expected >= options.target - 1e-6)
        );
      }),
    );
  });
});
