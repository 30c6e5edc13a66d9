import { z } from "zod";
import { poolModel } from "../../../../tools/models/providers/pool-model.js";
import { fakeRoleModel } from "../../../helpers/fake-context.js";

describe("several models of one role", () => {
  const schema = z.object({ by: z.string() });
  const pool = poolModel(
    ["a", "b"].map((by, index) => ({
      model: fakeRoleModel(() => ({ by })),
      weight: 3 - 2 * index,
    })),
    7,
  );
  const asked = async (orderId: string, turn?: number): Promise<string> =>
    (await pool.object({ schema, name: "x", step: "s", orderId, turn, prompt: { sections: [] } }))
      .value.by;
  const orders = Array.from({ length: 400 }, (_, index) => `order-${index}`);

  it("get the orders by their weights, and an order always the same one", async () => {
    const first = await Promise.all(orders.map((order) => asked(order)));
    const again = await Promise.all([...orders].reverse().map((order) => asked(order)));
    expect(again.reverse()).toEqual(first);
    const share = first.filter((by) => by === "a").length / orders.length;
    expect(share).toBeGreaterThan(0.68);
    expect(share).toBeLessThan(0.82);
  });

  it("take turns within an order", async () => {
    for (const order of orders.slice(0, 5))
      expect([await asked(order, 0), await asked(order, 1)].sort()).toEqual(["a", "b"]);
  });
});
