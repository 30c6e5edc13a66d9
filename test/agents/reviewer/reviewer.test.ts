import { callAgent } from "../../../agents/call-agent.js";
import { createReviewer } from "../../../agents/reviewer/reviewer.js";
import type { ReviewItem, RoleOutput } from "../../../agents/roles.js";
import { fakeContext, fakeMemory } from "../../helpers/fake-context.js";
import { madeSample } from "../../helpers/made-sample.js";

const items: ReviewItem[] = ["s1", "s2", "s3"].map((sampleId) => ({
  sampleId,
  fields: {},
  label: "refund",
  why: "",
  priority: 0,
}));
const apply = (answers: unknown[]): Promise<RoleOutput<"reviewer", "apply">> =>
  callAgent(createReviewer(), "apply", { answers, items }, fakeContext());

describe("reviewer", () => {
  it("lists what waits, most uncertain first, with why and the small model's label", async () => {
    const waiting = [
      madeSample({
        id: "sure",
        label: "refund",
        status: "in-review",
        student: { label: "refund", confidence: 0.6, probabilityOfCurrent: 0.6 },
      }),
      madeSample({
        id: "unsure",
        label: "refund",
        status: "in-review",
        student: { label: "delivery", confidence: 0.9, probabilityOfCurrent: 0.05 },
        note: "they disagree",
      }),
      madeSample({ id: "unseen", label: "refund", status: "in-review" }),
    ];
    const memory = fakeMemory({
      async *inReview() {
        yield* waiting;
      },
    });
    const { items: queue } = await callAgent<RoleOutput<"reviewer", "queue">>(
      createReviewer(),
      "queue",
      {},
      fakeContext({ memory }),
    );
    expect(queue.map((item) => item.sampleId)).toEqual(["unseen", "unsure", "sure"]);
    expect(queue[1]).toMatchObject({ suggested: "delivery", why: "they disagree" });
    expect(queue[2]!.suggested).toBeUndefined();
  });

  it("turns answers into decisions", async () => {
    const { decisions, problems } = await apply([
      { sampleId: "s1", decision: "accept" },
      {
        sampleId: "s2",
        decision: "relabel",
        label: "delivery",
        by: "Kim",
        note: "it is about a parcel",
      },
      { sampleId: "s3", decision: "reject" },
    ]);
    expect(problems).toEqual([]);
    expect(decisions).toEqual([
      { id: "s1", status: "accepted", reason: "review-accepted" },
      {
        id: "s2",
        status: "accepted",
        reason: "review-relabelled",
        label: "delivery",
        note: "it is about a parcel, by Kim",
      },
      { id: "s3", status: "rejected", reason: "review-rejected" },
    ]);
  });

  it("drops no answer silently: what is unknown, missing or given twice is a problem", async () => {
    const { decisions, problems } = await apply([
      { sampleId: "s11", decision: "accept" },
      { sampleId: "s1", decision: "relabel", label: "delivry" },
      { sampleId: "s2", decision: "relabel" },
      { sampleId: "s3", decision: "accept" },
      { sampleId: "s3", decision: "reject" },
    ]);
    expect(decisions).toEqual([{ id: "s3", status: "rejected", reason: "review-rejected" }]);
    expect(problems).toHaveLength(4);
    expect(problems[0]).toContain("did you mean");
    expect(problems[1]).toContain('did you mean "delivery"');
    expect(problems[2]).toContain("needs a label");
    expect(problems[3]).toContain("later answer");
  });
});
