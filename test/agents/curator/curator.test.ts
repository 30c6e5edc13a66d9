import { callAgent } from "../../../agents/call-agent.js";
import type { AgentContext } from "../../../agents/contract.js";
import { createCurator } from "../../../agents/curator/curator.js";
import { duplicatesOf } from "../../../agents/curator/duplicates.js";
import type { CurationDecision, RoleOutput } from "../../../agents/roles.js";
import type { StoredVerdict } from "../../../memory/contract.js";
import type { Sample } from "../../../schema/sample.js";
import type { CurationSteps } from "../../../tools/curation/contract.js";
import { loadSteps } from "../../../tools/curation/load-steps.js";
import type { TaskSpecInput } from "../../../schema/task-file/task-spec.js";
import { sha256Hex } from "../../../base/statistics/hash.js";
import { fakeContext, fakeMemory, fakeRow, fakeTask } from "../../helpers/fake-context.js";
import { madeSample } from "../../helpers/made-sample.js";

const THINGS = [
  "lamp",
  "kettle",
  "chair",
  "table",
  "radio",
  "carpet",
  "mirror",
  "blanket",
  "pillow",
  "camera",
  "printer",
  "jacket",
  "helmet",
  "bottle",
  "basket",
  "ladder",
];
const REFUND = THINGS.map(
  (thing, index) =>
    `please pay my money back for the ${thing}, I want a refund of ${index + 3} euros`,
);
const DELIVERY = THINGS.map(
  (thing, index) =>
    `the courier has not brought the parcel with the ${thing} for ${index + 3} days`,
);

async function curate(
  samples: readonly Sample[],
  spec: Partial<TaskSpecInput> = {},
  verdicts: readonly StoredVerdict[] = [],
  { steps, since = -1 }: { readonly steps?: CurationSteps; readonly since?: number } = {},
): Promise<{
  of: (id: string) => CurationDecision | undefined;
  output: RoleOutput<"curator", "curate">;
}> {
  const support = [
    ...REFUND.map((text, index) => fakeRow(`r${index}`, text, "refund")),
    ...DELIVERY.map((text, index) => fakeRow(`d${index}`, text, "delivery")),
  ];
  const memory = fakeMemory({
    async *accepted() {
      yield* samples;
    },
    verdictsOf: (id) => Promise.resolve(verdicts.filter((verdict) => verdict.sampleId === id)),
  });
  const handed: CurationDecision[] = [];
  const { decisions, figures } = await callAgent<RoleOutput<"curator", "curate">>(
    createCurator({ steps }),
    "curate",
    { pass: 0, since },
    fakeContext({
      memory,
      task: fakeTask(spec, support),
      decide: async (some) => void handed.push(...some),
    }),
  );
  // Of many samples nothing is left to return.
  expect(handed.length === 0 || decisions.length === 0).toBe(true);
  const output = { decisions: [...handed, ...decisions], figures };
  return { of: (id) => output.decisions.find((decision) => decision.id === id), output };
}

const good = madeSample({
  id: "good",
  text: "I sent the vase back and want my money, please refund 20 euros",
  label: "refund",
});
const wrong = madeSample({
  id: "wrong",
  text: "the courier has not brought my parcel with the vase for two days",
  label: "refund",
});

describe("curator", () => {
  it("keeps the first of two near copies and names it", async () => {
    const copy = madeSample({
      id: "copy",
      text: "I sent the vase back and want my money, please refund 20 euros!",
      label: "refund",
    });
    const { of, output } = await curate([good, copy]);
    expect(of("copy")).toMatchObject({
      action: "reject",
      reason: "curation-duplicate",
      note: expect.stringContaining("good") as string,
    });
    expect(of("good")?.action).toBe("accept");
    expect(output.figures).toMatchObject({ duplicates: 1, accepted: 2, labelAgreement: 1 });
    // Whoever looks at the labels must not have seen the copy: it would agree with its original.
    expect(of("good")).toEqual((await curate([good])).of("good"));
  });

  it("routes a wrong label to people, to rejection, or leaves it where nobody is asked", async () => {
    const routes = { rejectBelow: 0, reviewBelow: 0.3, relabelAbove: 1 };
    expect((await curate([good, wrong], { curate: routes })).of("wrong")).toMatchObject({
      action: "review",
      reason: "review-uncertain",
      student: { label: "delivery" },
    });
    expect(
      (await curate([good, wrong], { curate: routes, review: "none" })).of("wrong"),
    ).toMatchObject({ action: "accept" });
    expect(
      (await curate([good, wrong], { curate: { ...routes, rejectBelow: 0.3, force: true } })).of(
        "wrong",
      ),
    ).toMatchObject({ action: "reject", reason: "curation-label" });
  });

  describe("in parts", () => {
    const many = Array.from({ length: 240 }, (_, at) => {
      const of = at % 2 === 0 ? REFUND : DELIVERY;
      const text = `${of[at % of.length]!} my number is ${sha256Hex(`${at}`).slice(0, 30)}`;
      return madeSample({
        id: `m${at}`,
        text: at % 40 === 39 ? `${text.toUpperCase()}!` : text,
        label: at % 24 === 0 ? "delivery" : at % 2 === 0 ? "refund" : "delivery",
      });
    });
    const copies = many.map((sample, at) =>
      at % 40 === 39
        ? { ...sample, id: `c${at}`, text: `${many[at]!.text.toLowerCase()}` }
        : sample,
    );
    const all = [...many, ...copies.filter(({ id }) => id.startsWith("c"))];
    const wanted = { rejectBelow: 0.3, reviewBelow: 0.3, relabelAbove: 1, force: true };

    it("finds copies in all, and judges labels by the samples of a part", async () => {
      const [whole, parts] = [
        await curate(all, { curate: wanted }),
        await curate(all, { curate: { ...wanted, rowsAtOnce: 100 } }),
      ];
      const copiesOf = ({ output }: typeof whole) =>
        output.decisions.filter(({ reason }) => reason === "curation-duplicate");
      expect(copiesOf(whole)).toHaveLength(6);
      const inOrder = (of: typeof whole) => copiesOf(of).sort((a, b) => (a.id < b.id ? -1 : 1));
      expect(inOrder(parts)).toEqual(inOrder(whole));
      const rejected = ({ output }: typeof whole) =>
        output.decisions.filter(({ reason }) => reason === "curation-label").map(({ id }) => id);
      expect(rejected(whole).length).toBeGreaterThan(3);
      const both = rejected(parts).filter((id) => rejected(whole).includes(id));
      expect(both.length).toBeGreaterThan(rejected(whole).length / 2);
      expect(new Set(parts.output.decisions.map(({ id }) => id))).toEqual(
        new Set(all.map(({ id }) => id)),
      );
      expect(parts.output.figures).toMatchObject({ accepted: 246, duplicates: 6, parts: 3 });
      expect(parts.output.figures["notes"]).toContainEqual(
        expect.stringMatching(/^curated in 3 parts of about 100 samples/u),
      );
    });

    it("lets the steps of the task look at what stays, each in parts or over all", async () => {
      const steps = await loadSteps({
        filters: ["heuristics", { name: "near-duplicate", prefer: "longest" }],
        relabel: [],
        reweight: "class-balance",
      });
      const odd = { ...madeSample({ id: "odd", text: "<p>", label: "refund" }), round: 0 };
      const spec = {
        curate: {
          ...wanted,
          rowsAtOnce: 100,
          filters: ["heuristics", { name: "near-duplicate", prefer: "longest" }],
          reweight: "class-balance",
        },
      };
      const { of, output } = await curate([...all, odd], spec, [], { steps });
      expect(of("odd")).toMatchObject({ action: "reject" });
      expect(of("odd")!.note).toMatch(/^heuristics/u);
      expect(output.decisions.filter(({ weight }) => weight !== undefined).length).toBeGreaterThan(
        100,
      );
      // What needs all samples in memory does nothing, and is told of.
      expect(output.figures["notes"]).toContainEqual(
        expect.stringMatching(/^not applied: near-duplicate with prefer: longest needs all rows/u),
      );
      const later = await curate([...all, odd], spec, [], { steps, since: 0 });
      expect(later.of("odd")?.note ?? "").not.toMatch(/^heuristics/u);
    });
  });

  it("rejects by what embeddings tell, where small models learn from them", async () => {
    const hash = (at: number): string => sha256Hex(`text ${at}`).slice(0, 10);
    const isRefund = (text: string): boolean =>
      Array.from({ length: 61 }, (_, at) => hash(at)).indexOf(text) % 2 === 0;
    const support = Array.from({ length: 60 }, (_, at) =>
      fakeRow(`s${at}`, hash(at), at % 2 === 0 ? "refund" : "delivery"),
    );
    const actionWith = async (features: "words" | "embeddings"): Promise<string | undefined> => {
      const sample = madeSample({ id: "wrong", text: hash(60), label: "delivery" });
      const curate = { rejectBelow: 0.3, reviewBelow: 0, relabelAbove: 1, force: true, features };
      const { decisions } = await callAgent<RoleOutput<"curator", "curate">>(
        createCurator(),
        "curate",
        { pass: 0 },
        fakeContext({
          memory: fakeMemory({
            async *accepted() {
              yield sample;
            },
          }),
          task: fakeTask({ curate }, support),
          embeddings: {
            dimension: 2,
            embed: (texts) =>
              Promise.resolve(
                texts.map((text) => Float32Array.of(0.8, isRefund(text) ? 0.6 : -0.6)),
              ),
          } as AgentContext["embeddings"],
        }),
      );
      return decisions[0]?.action;
    };
    expect(await actionWith("embeddings")).toBe("reject");
    expect(await actionWith("words")).toBe("accept");
  });

  it("rejects nothing for its label where so few samples cannot show that it helps", async () => {
    const settings = { rejectBelow: 0.3, reviewBelow: 0.01, relabelAbove: 1 };
    const asked = await curate([good, wrong], { curate: settings });
    expect(asked.of("wrong")).toMatchObject({ action: "review", student: { label: "delivery" } });
    expect(asked.output.figures["notes"]).toEqual([
      "rejections for the label: too few labelled rows to show that it helps: not applied, " +
        "50.0 % of the rows were in question",
    ]);
    const alone = await curate([good, wrong], { curate: settings, review: "none" });
    expect(alone.of("wrong")).toMatchObject({ action: "accept", reason: "accepted" });
  });

  it("changes a label only where the judge read the new one too", async () => {
    const settings = { curate: { relabelAbove: 0.6, rejectBelow: 0, reviewBelow: 0 } };
    const read = (text: string): StoredVerdict => ({
      sampleId: "wrong",
      revision: 0,
      judge: "critic (m)",
      criterion: "label-correct",
      pass: true,
      score: 0.4,
      reason: "",
      code: "label",
      evidence: [{ field: "label", text }],
    });
    expect((await curate([good, wrong], settings, [read("delivery")])).of("wrong")).toMatchObject({
      action: "relabel",
      label: "delivery",
      reason: "relabelled",
    });
    expect((await curate([good, wrong], settings, [read("refund")])).of("wrong")?.action).toBe(
      "accept",
    );
  });

  it("never overrules a person", async () => {
    const decided = madeSample({
      id: "wrong",
      text: wrong.text,
      label: "refund",
      source: "person",
    });
    const again = madeSample({
      id: "again",
      text: `${wrong.text}!`,
      label: "refund",
      source: "person",
    });
    const { of } = await curate([decided, again], {
      curate: { rejectBelow: 0.5, reviewBelow: 0.5 },
    });
    expect([of("wrong")?.action, of("again")?.action]).toEqual(["accept", "accept"]);
  });

  it("works without labels and on an empty run", async () => {
    const free = await curate([good, madeSample({ id: "twin", text: good.text })], {
      kind: "instruction",
      labels: undefined,
    });
    expect(free.of("twin")).toMatchObject({ reason: "curation-duplicate" });
    expect(free.output.figures).toMatchObject({
      note: expect.stringContaining("no labels") as string,
    });
    expect((await curate([])).output.decisions).toEqual([]);
  });
});

describe("duplicatesOf", () => {
  it("does not follow chains: a text that is near only to one taken out stays", () => {
    const base = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen";
    const near = base.replace("one", "uno");
    const far = near.replace("fourteen", "catorce");
    expect(
      duplicatesOf([base, near, far], { threshold: 0.88, notation: "ignore" }).map(
        (found) => found.index,
      ),
    ).toEqual([1]);
  });
});
