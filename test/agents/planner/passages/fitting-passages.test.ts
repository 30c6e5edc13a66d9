import { fittingPassages } from "../../../../agents/planner/passages/fitting-passages.js";
import type { Passage } from "../../../../agents/contract.js";
import { fakeContext, fakeKnowledge, fakeTask } from "../../../helpers/fake-context.js";

const passages: Passage[] = [
  {
    id: "heat",
    text: "# Heat\n\nHeat flows to cold things. We know it of tea. Water boils at less pressure.",
    source: "s",
  },
  { id: "water", text: "The pressure of water grows with the depth.", source: "s" },
];
const dimensions = [
  { name: "topic", values: ["heat", "levers", "water pressure", "magnets"] },
  { name: "audience", values: ["pupils who begin", "pupils who know the basics"] },
].map((one) => ({ ...one, source: "spec" as const }));

async function passageOf(topic: string, audience: string): Promise<readonly string[]> {
  const conditions = [
    { name: "topic", value: topic },
    { name: "audience", value: audience },
  ];
  const [chosen] = await fittingPassages.select(
    {
      orders: [{ cell: "c", label: null, conditions, inputId: null, given: [] }],
      count: 1,
      round: 0,
      before: 0,
      dimensions,
      used: {},
    },
    fakeContext({ task: fakeTask({ labels: undefined }), knowledge: fakeKnowledge(passages) }),
  );
  return chosen!;
}

describe("passages for an order with several conditions", () => {
  it("are about what most passages are about, whoever the sample is for", async () => {
    for (const audience of dimensions[1]!.values) {
      expect(await passageOf("water pressure", audience)).toEqual(["water"]);
      expect(await passageOf("heat", audience)).toEqual(["heat"]);
      expect(await passageOf("magnets", audience)).toEqual([]);
    }
  });
});
