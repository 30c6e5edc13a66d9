import { modelAsker } from "../../../../tools/curation/allocation/model-asker.js";
import { PROMPT_VARIANTS } from "../../../../tools/curation/allocation/prompt-variants.js";
import type { CurationRow } from "../../../../tools/curation/contract.js";
import { createRoleModel } from "../../../../tools/models/providers/role-model.js";
import { scriptedModel, type Script } from "../../../../tools/models/providers/scripted-model.js";

const labels = [{ name: "긍정", definition: "좋다" }, { name: "Negative" }];

function row(id: string, text: string): CurationRow {
  return { id, text, fields: {}, label: null, weight: 1, scores: {}, line: null };
}

function model(script: Script) {
  const scripted = scriptedModel(script);
  return { scripted, role: createRoleModel({ model: scripted, agent: "labeler" }) };
}

describe("a language model as a labeller", () => {
  it("words every variant differently and shows labels, definitions, demonstrations, text", async () => {
    const { scripted, role } = model(() => ({ object: { label: "긍정", confidence: 0.8 } }));
    const ask = modelAsker({ model: role, labels, about: "Film reviews." });
    for (let variant = 0; variant < PROMPT_VARIANTS.length; variant++)
      await ask([row("a", "a lovely 🎬 film")], {
        demonstrations: [{ ...row("d", "dull"), label: "Negative" }],
        variant,
      });
    const prompts = scripted.requests.map(({ messages }) =>
      messages.map(({ content }) => content).join("\n"),
    );
    expect(new Set(prompts).size).toBe(PROMPT_VARIANTS.length);
    for (const prompt of prompts)
      for (const part of ["긍정", "좋다", "Film reviews.", "dull", "a lovely 🎬 film"])
        expect(prompt).toContain(part);
    expect(PROMPT_VARIANTS.length).toBeGreaterThanOrEqual(7);
  });

  it("reads names in other case and numbers where they were asked for; other answers are null", async () => {
    const numbered = PROMPT_VARIANTS.findIndex((variant) => variant.numbered);
    const answer = async (label: unknown, variant: number) => {
      const { role } = model(() => ({ object: { label, confidence: 2 } }));
      return (
        await modelAsker({ model: role, labels })([row("a", "x")], { demonstrations: [], variant })
      )[0];
    };
    expect(await answer(" negative ", 0)).toEqual({ label: "Negative", confidence: null });
    expect(await answer(2, numbered)).toEqual({ label: "Negative", confidence: null });
    expect(await answer(2, 0)).toEqual({ label: null, confidence: null });
    expect(await answer("neutral", 0)).toEqual({ label: null, confidence: null });
  });

  it("takes a refusal for no answer, and lets a lost connection through", async () => {
    const refused = model(() => ({ error: "MODEL_REFUSED" })).role;
    expect(
      await modelAsker({ model: refused, labels })([row("a", "x")], {
        demonstrations: [],
        variant: 0,
      }),
    ).toEqual([{ label: null, confidence: null }]);
    const lost = model(() => ({ error: "MODEL_CONNECTION" })).role;
    await expect(
      modelAsker({ model: lost, labels })([row("a", "x")], { demonstrations: [], variant: 0 }),
    ).rejects.toMatchObject({ code: "MODEL_CONNECTION" });
  });
});
