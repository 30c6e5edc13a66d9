import { openRun } from "../../graphs/commands/open-run.js";
import { temporaryFolder } from "../memory/temporary-folder.js";
import {
  datasetRows,
  isWriting,
  startTickets,
  ticketAnswer,
  ticketModel,
  ticketText,
} from "../helpers/ticket-run.js";

const FIGURES = [417, 862, 1930, 2745];
const TEXT = FIGURES.map(
  (figure, index) =>
    `The depot number ${index + 1} of the shop stores ${figure} parcels, and its courier ` +
    "Marlow Street team answers within a day.",
).join("\n\n");

describe("a run with knowledge", () => {
  it("accepts what its source states, refuses an invented figure, and takes the mended draft", async () => {
    const workspace = temporaryFolder();
    const model = ticketModel({
      answer: (request) => {
        const schema = request.format.schema as Record<string, unknown>;
        if (!isWriting(schema))
          return ticketAnswer({
            messages: request.messages,
            schema,
            seed: request.parameters.seed,
          });
        const prompt = request.messages.map((message) => message.content).join("\n");
        const label = /"name":"label","value":"([^"]+)"/u.exec(prompt)![1]!;
        const seed = Number(request.parameters.seed);
        const known = FIGURES.filter((figure) => prompt.includes(`${figure} parcels`));
        // Told that a figure is not in the source, it takes one that is; else every second draft
        // has a figure of its own.
        const mended = prompt.includes("The sources do not have");
        const figure =
          known.length > 0 && (mended || seed % 2 === 0)
            ? known[seed % known.length]!
            : 7000 + (seed % 1000);
        return {
          text:
            `${ticketText(label, `grounded ${seed}`).replace(/ \d+/gu, "")} They said ` +
            `${figure} parcels.`,
        };
      },
    });
    const { handle } = await startTickets(
      workspace,
      {
        target: 24,
        plan: { subtopics: 0, roundSize: 16 },
        knowledge: [{ id: "depots", name: "text", text: TEXT }],
        critique: { criteria: ["format", "grounded", "no-copy", "novel"], maxRevisions: 1 },
      },
      { model },
    );
    const { summary } = await handle.result;
    expect(summary).toMatchObject({ stop: "target", accepted: 24 });
    for (const row of datasetRows(handle.folder))
      expect(FIGURES).toContain(Number(/They said (\d+) parcels/u.exec(row.text)![1]));

    const run = await openRun("run", { workspace });
    const verdicts = (await run.verdicts()).filter((verdict) => verdict.criterion === "grounded");
    const refused = verdicts.filter((verdict) => !verdict.pass);
    expect(refused.length).toBeGreaterThan(4);
    expect(
      refused.every(
        (verdict) =>
          verdict.code === "ungrounded" && /The sources do not have "7\d{3}/u.test(verdict.reason),
      ),
    ).toBe(true);
    // Where in the text the figure stands, for whoever looks at it.
    expect(
      refused.every((verdict) => verdict.evidence.some((part) => /7\d{3}/u.test(part.text ?? ""))),
    ).toBe(true);
    const accepted = new Set(
      (await run.samples({ status: "accepted" }))
        .filter((sample) => sample.revisions > 0)
        .map((sample) => sample.id),
    );
    expect(refused.filter((verdict) => accepted.has(verdict.sampleId)).length).toBeGreaterThan(0);
    run.close();
  });
});
