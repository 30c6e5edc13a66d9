import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { launch } from "../../../graphs/run/launch.js";
import { fillSchema } from "../../../graphs/conformance/fill-schema.js";
import type { TaskSpecInput } from "../../../schema/task-file/task-spec.js";
import { scriptedModel } from "../../../tools/models/providers/scripted-model.js";
import { temporaryFolder } from "../../memory/temporary-folder.js";

const NEWS = fileURLToPath(new URL("../../../examples/recipes/news/", import.meta.url));
const DESKS: Readonly<Record<string, string>> = {
  science: "about research, nature, space, medicine or technology",
  sport: "about matches, races, teams, athletes or their results",
  business: "about companies, shops, prices, jobs or markets",
  culture: "about music, books, theatre, film, museums or festivals",
};

interface Written {
  readonly label: string;
  /** Id of the passage that the prompt carries; undefined for none. */
  readonly passage: string | undefined;
}

/** What each sample of a run was asked for, and with which passage. */
async function asked(task: Partial<TaskSpecInput>): Promise<Written[]> {
  const workspace = temporaryFolder();
  const written: Written[] = [];
  const model = scriptedModel(
    (request) => {
      const text = request.messages.map(({ content }) => content).join("\n");
      if (request.origin.step.startsWith("generate:"))
        written.push({
          label: /"name":"label","value":"([^"]+)"/u.exec(text)![1]!,
          passage: /<sources>\n[^{]*\{"id":"([^"]+)"/u.exec(text)?.[1],
        });
      return {
        object: fillSchema(
          (request.format.schema ?? {}) as Record<string, unknown>,
          `${text} ${request.origin.orderId}`,
        ),
      };
    },
    { logProbabilities: false },
  );
  try {
    const run = await launch(
      {
        name: "short-news",
        kind: "classification",
        description: "Short news items.",
        labels: DESKS,
        target: 80,
        label: { minTraining: 1_000_000 },
        critique: { criteria: ["format"], maxRevisions: 0 },
        review: "none",
        plan: { subtopics: 0 },
        ...task,
      },
      { model, workspace, folder: NEWS, logLevel: null, cache: false },
    );
    await run.result;
    return written;
  } finally {
  }
}

/** The paragraphs of the example's desks, each a passage of its own, in no order of the desks. */
function paragraphs(): { text: string; desk: string }[] {
  const found = Object.keys(DESKS).map((desk) =>
    readFileSync(join(NEWS, "docs", `${desk}.md`), "utf8")
      .split("\n\n")
      .slice(1)
      .map((text) => ({ text: text.trim(), desk })),
  );
  return found[0]!.flatMap((_text, index) => found.map((own) => own[index]!));
}

describe("the passages of a run without a recipe", () => {
  it("are the ordered label's own, each used about as often as the others", async () => {
    const written = await asked({ knowledge: [{ name: "text", path: "docs" }] });
    const own = written.filter(({ label, passage }) => passage?.includes(`${label}.md`));
    expect(written.length).toBeGreaterThan(79);
    expect(own.length / written.length).toBeGreaterThanOrEqual(0.95);
  });

  it("are none where none is about the label, and the prompt carries none", async () => {
    const [, ...others] = Object.keys(DESKS);
    const written = await asked({
      knowledge: others.map((desk) => ({ name: "text", path: `docs/${desk}.md` })),
    });
    const science = written.filter(({ label }) => label === "science");
    expect(science.length).toBeGreaterThan(15);
    expect(science.every(({ passage }) => passage === undefined)).toBe(true);
    const rest = written.filter(({ label }) => label !== "science");
    expect(rest.every(({ label, passage }) => passage?.includes(`${label}.md`))).toBe(true);
  });

  it("take turns where they are not about the labels at all", async () => {
    const texts = paragraphs();
    const written = await asked({
      labels: { angry: "the writer is furious", calm: "the writer keeps their temper" },
      knowledge: texts.map(({ text }) => ({ text })),
    });
    const uses = new Map<string, number>();
    for (const { passage } of written) uses.set(passage!, (uses.get(passage!) ?? 0) + 1);
    expect(uses.size).toBe(texts.length);
    expect(Math.max(...uses.values()) - Math.min(...uses.values())).toBeLessThanOrEqual(1);
  });
});
