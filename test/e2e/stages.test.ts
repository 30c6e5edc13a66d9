import { defineAgent } from "../../agents/define-agent.js";
import type { Draft } from "../../agents/draft.js";
import { STAGE_POSITIONS } from "../../agents/registry.js";
import { openRun } from "../../graphs/commands/open-run.js";
import type { LaunchOptions } from "../../graphs/runtime/run-options.js";
import type { Sample } from "../../schema/sample.js";
import type { TaskSpecInput } from "../../schema/task-file/task-spec.js";
import type { ChatRequest } from "../../tools/models/contract.js";
import { scriptedModel } from "../../tools/models/providers/scripted-model.js";
import { temporaryFolder } from "../memory/temporary-folder.js";
import { isWriting, lightAgents, startTickets, ticketAnswer } from "../helpers/ticket-run.js";

const schemaOf = (request: ChatRequest) => request.format.schema as Record<string, unknown>;
const promptOf = (request: ChatRequest): string =>
  request.messages.map((message) => message.content).join("\n");

/** Runs tickets on the scripted model, and reads what became of every order. */
async function run(
  spec: Partial<TaskSpecInput>,
  options: LaunchOptions,
): Promise<{ samples: Sample[]; requests: readonly ChatRequest[]; accepted: number }> {
  const workspace = temporaryFolder();
  const model = scriptedModel((request) => ({
    object: ticketAnswer({
      messages: request.messages,
      schema: schemaOf(request),
      seed: request.parameters.seed,
    }),
  }));
  const { handle } = await startTickets(
    workspace,
    { target: 8, review: "none", ...spec, plan: { subtopics: 0, roundSize: 8, ...spec.plan } },
    { ...options, model, agents: lightAgents },
  );
  const { summary } = await handle.result;
  const opened = await openRun("run", { workspace });
  const samples = await opened.samples({ order: "ordinal" });
  opened.close();
  return { samples, requests: model.requests, accepted: summary.accepted };
}

describe("a stage sees the same draft", () => {
  it("wherever it stands: conditions, sources and seeds, what was written and its label", async () => {
    const seen = new Map<string, Map<string, Draft>>();
    const stages = STAGE_POSITIONS.map((after) => {
      const drafts = new Map<string, Draft>();
      seen.set(after, drafts);
      const agent = defineAgent({
        name: `behind the ${after}`,
        role: "stage",
        run: ({ draft }) => {
          drafts.set(draft.id, draft);
          return {};
        },
      });
      return { after, agent };
    });
    const { samples } = await run(
      {
        attributes: { tone: ["calm", "angry"] },
        knowledge: [
          { id: "depots", name: "text", text: "The depot is open.\n\nThe courier comes at nine." },
        ],
        plan: { seeds: "support" },
      },
      { stages },
    );
    const accepted = samples.filter(({ status }) => status === "accepted");
    expect(accepted).toHaveLength(8);
    for (const { id, conditions } of accepted) {
      const draft = seen.get("generator")!.get(id)!;
      expect(draft.conditions).toEqual(conditions);
      expect(draft.conditions.map(({ name }) => name)).toContain("tone");
      expect(draft.sources).not.toEqual([]);
      expect(draft.seeds).not.toEqual([]);
      for (const after of STAGE_POSITIONS) expect(seen.get(after)!.get(id)).toEqual(draft);
    }
  });
});

describe("a stage behind the critic", () => {
  /** Refuses every text that does not thank. */
  const polite = (versions: string[] = []) => ({
    after: "critic",
    agent: defineAgent({
      name: "polite",
      role: "stage",
      run: ({ draft }) => {
        versions.push(`${draft.id} ${draft.revision}`);
        return {
          verdicts: [
            {
              judge: "polite",
              criterion: "thanks",
              pass: draft.text.includes("Thank you."),
              score: null,
              reason: "say thank you at the end",
              code: "impolite",
            },
          ],
        };
      },
    }),
  });
  /** A generator stage that thanks in a revision, as a model does that was told to. */
  const thankful = {
    after: "generator",
    agent: defineAgent({
      name: "thankful",
      role: "stage",
      run: ({ draft }) =>
        draft.revision > 0 ? { fields: { text: `${draft.text} Thank you.` } } : {},
    }),
  };

  it("sends a draft back with its reason, and takes the version that heeds it", async () => {
    const versions: string[] = [];
    const { samples, requests, accepted } = await run(
      { critique: { maxRevisions: 1 } },
      { stages: [thankful, polite(versions)] },
    );
    expect(accepted).toBe(8);
    const kept = samples.filter(({ status }) => status === "accepted");
    for (const { id, revisions, text } of kept) {
      expect(revisions).toBe(1);
      expect(text.match(/Thank you\./gu)).toHaveLength(1);
      expect(versions.filter((version) => version.startsWith(id))).toEqual([`${id} 0`, `${id} 1`]);
    }
    const again = requests.filter(
      (request) => isWriting(schemaOf(request)) && promptOf(request).includes("say thank you"),
    );
    expect(again.length).toBeGreaterThanOrEqual(8);
  });

  it("refuses a draft with its own reason once no revision is left", async () => {
    const { samples, accepted } = await run(
      { critique: { maxRevisions: 1 }, plan: { noProgressRounds: 1 } },
      { stages: [polite()] },
    );
    expect(accepted).toBe(0);
    const refused = samples.filter(({ reasons }) => reasons[0] !== "surplus");
    expect(refused.length).toBeGreaterThan(0);
    for (const { reasons, revisions, history } of refused) {
      expect(reasons).toEqual(["impolite"]);
      expect(revisions).toBe(1);
      expect(history.at(-1)).toMatchObject({ step: "gate", note: "say thank you at the end" });
    }
  });
});
