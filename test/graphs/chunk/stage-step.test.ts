import { defineAgent } from "../../../agents/define-agent.js";
import type { Draft } from "../../../agents/draft.js";
import type { Stage } from "../../../agents/registry.js";
import type { RoleReturn } from "../../../agents/roles.js";
import { critiqueStep } from "../../../graphs/chunk/critique-step.js";
import { addVerdicts, type ChunkItem } from "../../../graphs/chunk/chunk-item.js";
import { labelStep } from "../../../graphs/chunk/label-step.js";
import { stageStep } from "../../../graphs/chunk/stage-step.js";
import { madeItems } from "../../helpers/chunk-items.js";
import { begun, madeVerdict, memoryRun, type MemoryRun } from "../../helpers/memory-run.js";

/** A stage that does as told; every draft that it saw is kept. */
function stage(
  after: Stage["after"],
  process: (draft: Draft) => RoleReturn<"stage", "process"> = () => ({}),
): { stage: Stage; seen: Draft[] } {
  const seen: Draft[] = [];
  const agent = defineAgent({
    name: `behind the ${after}`,
    role: "stage",
    run: ({ draft }) => {
      seen.push(draft);
      return process(draft);
    },
  });
  return { stage: { after, agent }, seen };
}
async function open(agents = {}): Promise<MemoryRun> {
  const run = await memoryRun({
    agents,
    passages: [{ id: "p1", text: "Parcels take three days.", source: "faq" }],
  });
  await begun(run);
  return run;
}
function texts(items: readonly ChunkItem[]): readonly ChunkItem[] {
  for (const item of items) item.fields = { text: `text ${item.order.ordinal}` };
  return items;
}

describe("a stage", () => {
  it("changes fields, label and weight, and adds scores and verdicts", async () => {
    const run = await open();
    const [item] = texts(madeItems(run, 1)) as [ChunkItem];
    item.scores = { before: 1 };
    const { stage: told } = stage("generator", (draft) => ({
      fields: { text: `${draft.text}!` },
      label: "delivery",
      weight: 2,
      scores: { after: 2 },
      verdicts: [madeVerdict(draft.id, { code: "custom" })],
    }));
    await stageStep(run, await run.rounds.visible(-1), told, [item]);
    expect(item).toMatchObject({
      fields: { text: "text 0!" },
      label: "delivery",
      labelSource: "model",
      weight: 2,
      scores: { before: 1, after: 2 },
    });
    expect(item.verdicts).toMatchObject([{ sampleId: "r0-0", revision: 0, code: "custom" }]);
  });

  it("sees the draft with its conditions, sources and seeds", async () => {
    const run = await open();
    const seed = { id: "row", text: "Where is it?", fields: {}, label: "delivery", line: 3 };
    const conditions = [{ name: "tone", value: "angry" }];
    const [item] = madeItems(run, 1, { sourceIds: ["p1"], seedIds: ["row"], conditions });
    const { stage: told, seen } = stage("critic");
    const made = { ...item!, seeds: [seed], fields: { text: "Late!" } };
    await stageStep(run, await run.rounds.visible(-1), told, [made]);
    expect(seen).toEqual([
      {
        id: "r0-0",
        fields: { text: "Late!" },
        text: "Late!",
        label: "refund",
        conditions,
        revision: 0,
        sources: [{ id: "p1", text: "Parcels take three days.", source: "faq" }],
        seeds: [seed],
        scores: {},
      },
    ]);
  });

  it("sees each version once, however often the chunk comes by", async () => {
    const run = await open();
    const items = texts(madeItems(run, 2));
    const visible = await run.rounds.visible(-1);
    const { stage: told, seen } = stage("generator", (draft) => ({
      fields: { text: `${draft.text}!` },
    }));
    await stageStep(run, visible, told, items);
    items[1]!.revision += 1;
    await stageStep(run, visible, told, items);
    await stageStep(run, visible, told, items);
    expect(seen.map(({ id, revision }) => `${id} ${revision}`)).toEqual([
      "r0-0 0",
      "r0-1 0",
      "r0-1 1",
    ]);
    expect(items[0]!.fields["text"]).toBe("text 0!");
  });

  it.each([
    ["generator", 2],
    ["critic", 1],
    ["labeler", 1],
  ] as const)(
    "behind the %s sees %d of two drafts of which one is refused",
    async (after, count) => {
      const run = await open();
      const items = texts(madeItems(run, 2));
      addVerdicts(items[0]!, [madeVerdict("r0-0")]);
      const { stage: told, seen } = stage(after);
      await stageStep(run, await run.rounds.visible(-1), told, items);
      expect(seen).toHaveLength(count);
    },
  );
});

describe("the critique node", () => {
  it("asks about each version once", async () => {
    const asked: string[] = [];
    const critic = defineAgent({
      name: "counts",
      role: "critic",
      run: ({ draft }) => {
        asked.push(`${draft.id} ${draft.revision}`);
        return { verdicts: [] };
      },
    });
    const run = await open({ critic });
    const items = texts(madeItems(run, 2));
    const visible = await run.rounds.visible(-1);
    await critiqueStep(run, visible, items);
    items[0]!.revision += 1;
    await critiqueStep(run, visible, items);
    expect(asked).toEqual(["r0-0 0", "r0-1 0", "r0-0 1"]);
  });
});

describe("the label node", () => {
  const labels = ({ drafts }: { drafts: readonly { id: string }[] }) => ({
    labels: drafts.map(({ id }) => ({
      id,
      label: "delivery",
      confidence: 0.8,
      probabilityOfGiven: 0.2,
    })),
  });
  const labeler = defineAgent({
    name: "delivery",
    role: "labeler",
    methods: { learn: () => ({ state: null, trainedOn: 0 }), label: labels },
  });

  it("labels what nothing speaks against, in one call", async () => {
    const run = await open({ labeler });
    const items = texts(madeItems(run, 3));
    addVerdicts(items[1]!, [madeVerdict("r0-1")]);
    const visible = await run.rounds.visible(-1);
    await labelStep(run, { ...visible, learned: () => Promise.resolve({}) }, items);
    expect(items.map(({ student }) => student?.id ?? null)).toEqual(["r0-0", null, "r0-2"]);
  });

  it("asks nobody while nothing is learned", async () => {
    const run = await open({ labeler });
    const items = texts(madeItems(run, 1));
    await labelStep(run, await run.rounds.visible(-1), items);
    expect(items[0]!.student).toBeNull();
  });
});
