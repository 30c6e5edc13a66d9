import { createCritic } from "../../../../agents/critic/critic.js";
import { labelSetVerdict } from "../../../../agents/critic/evidence/label-set-verdict.js";
import { labelCorrectCriterion } from "../../../../agents/critic/criteria/label-correct.js";
import { callAgent } from "../../../../agents/call-agent.js";
import { embeddedModel } from "../../../../tools/models/embedded/embedded-model.js";
import { createRoleModel } from "../../../../tools/models/providers/role-model.js";
import type { RoleOutput } from "../../../../agents/roles.js";
import { fakeContext, fakeMemory, fakeRow, fakeTask } from "../../../helpers/fake-context.js";
import { plainDraft } from "../../../helpers/plain-parts.js";

const TEXTS: Readonly<Record<string, readonly string[]>> = {
  food: [
    "The soup was cold and salty.",
    "The bread came fresh from the oven.",
    "Breakfast had good coffee and fruit.",
    "The fish tasted of nothing.",
    "Dinner was a fine stew with beans.",
  ],
  room: [
    "Our window did not close at night.",
    "The bed was soft and wide.",
    "The shower in our room was dirty.",
    "From the balcony we saw the sea.",
    "The carpet in the room smelled of smoke.",
  ],
  staff: [
    "The waiter smiled at the children.",
    "A porter carried our bags upstairs.",
    "The receptionist was rude to us.",
    "Nobody at the desk answered the bell.",
    "The manager helped us to find a doctor.",
  ],
};
const SETS = [
  ["food"],
  ["room"],
  ["staff"],
  ["food", "room"],
  ["room", "staff"],
  ["food", "staff"],
];
const written = (labels: readonly string[], at: number): string =>
  labels.map((label, place) => TEXTS[label]![(at + place) % 5]!).join(" ");

/** Rows of every set of labels; the drafts put the sentences together in other ways. */
const SUPPORT = SETS.flatMap((labels, set) =>
  [0, 1, 2, 3, 4].map((at) => fakeRow(`${set}-${at}`, written(labels, at), labels)),
);
const task = fakeTask({ labels: ["food", "room", "staff"], multiLabel: true }, SUPPORT);
const context = fakeContext({
  task,
  memory: fakeMemory({ demonstrations: SUPPORT }),
  model: createRoleModel({ model: embeddedModel(), agent: "critic" }),
});
const critic = createCritic({ criteria: [labelCorrectCriterion] });

async function passes(
  label: readonly string[],
  of: readonly string[],
  at: number,
): Promise<boolean> {
  const text = of
    .map((name, place) => TEXTS[name]![(at + 2 * place + 1) % 5]!)
    .reverse()
    .join(" ");
  const { verdicts } = await callAgent<RoleOutput<"critic", "critique">>(
    critic,
    "critique",
    {
      draft: plainDraft({ text, label: [...label] }),
    },
    context,
  );
  return verdicts[0]!.pass;
}

describe("labels of a text with several", () => {
  it("lets right sets pass, and refuses those with a label missing, too many or other", async () => {
    const right: boolean[] = [];
    const wrong: boolean[] = [];
    for (const at of [0, 1, 2, 3, 4]) {
      for (const set of SETS) right.push(await passes(set, set, at));
      wrong.push(
        await passes(["food", "room"], ["food"], at),
        await passes(["staff", "room"], ["staff"], at),
        await passes(["room"], ["room", "staff"], at),
        await passes(["food"], ["staff"], at),
        await passes(["food", "staff"], ["staff", "room"], at),
      );
    }
    expect(right.filter((pass) => pass).length).toBeGreaterThanOrEqual(27);
    expect(wrong.filter((pass) => !pass).length).toBeGreaterThanOrEqual(18);
  });

  it("refuses a set of which the judge reads no label, whatever a small model takes for likely", async () => {
    const text = written(["food", "room"], 1);
    const verdict = await labelSetVerdict(
      plainDraft({ text, label: ["food"] }),
      ["food"],
      { value: { labels: ["room"] }, model: "judge" } as unknown as Parameters<
        typeof labelSetVerdict
      >[2],
      fakeTask(
        { labels: ["food", "room", "staff"], multiLabel: true, label: { minTraining: 10 } },
        SUPPORT,
      ),
    );
    expect(verdict).toMatchObject({ pass: false, code: "label", score: 0 });
    expect(verdict.reason).toContain('judge reads "room"');
  });
});
