import { z } from "zod";
import { embeddedModel } from "../../../../tools/models/embedded/embedded-model.js";
import { objectSchema } from "../../../../tools/models/prompt/object-schema.js";
import { ask } from "./ask.js";

const model = embeddedModel();
const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8];
const PEOPLE = ["Anna", "Boris", "Chen", "Dana", "Emil", "Farid"];
const TOWNS = ["Porto", "Bergen", "Quito", "Lviv", "Accra", "Perth"];
const VERBS = ["reached", "left"];

describe("what is given to the embedded model", () => {
  it("is stated: triples of known relations become a text that holds their entities", async () => {
    const rows = PEOPLE.map((person, at) => ({
      triples: [{ subject: person, relation: VERBS[at % 2]!, object: TOWNS[at]! }],
      text:
        at % 2
          ? `At dawn ${person} turned back on ${TOWNS[at]!} with a heavy heart.`
          : `After a week on foot ${person} came to the gates of ${TOWNS[at]!}.`,
    }));
    const schema = objectSchema(z.object({ text: z.string() })).json;
    for (const seed of SEEDS) {
      const given = { triples: [{ subject: "Ylva", relation: VERBS[seed % 2]!, object: "Oslo" }] };
      const { text } = await ask<{ text: string }>(
        model,
        { demonstrations: rows, draft: [given] },
        schema,
        { seed },
      );
      expect(text).toContain("Ylva");
      expect(text).toContain("Oslo");
      expect(text.includes("gates") || text.includes("week") || text.includes("foot")).toBe(
        seed % 2 === 0,
      );
    }
  });

  it("is answered from: a piece of it, the one that the question is about when cool", async () => {
    const rows = PEOPLE.map((person, at) => ({
      context:
        `${person} lives in a house by the sea. The aunt of ${person} was born in ` +
        `${TOWNS[at]!} and sells boats.`,
      question: `Where was the aunt of ${person} born?`,
      answer: TOWNS[at]!,
    }));
    const schema = objectSchema(z.object({ answer: z.string() })).json;
    const given = {
      context:
        "Ylva lives in a house by the lake. The aunt of Ylva was born in Tromso and sells " +
        "boats. Otto lives in Malmo.",
      question: "Where was the aunt of Ylva born?",
    };
    for (const seed of SEEDS) {
      const { answer } = await ask<{ answer: string }>(
        model,
        { demonstrations: rows, draft: [given] },
        schema,
        { seed, temperature: 0 },
      );
      expect(answer).toBe("Tromso");
      const free = await ask<{ answer: string }>(
        model,
        { demonstrations: rows, draft: [given] },
        schema,
        { seed, temperature: 1 },
      );
      expect(given.context).toContain(free.answer);
    }
  });

  it("fills the slots of a call: values that calls have there and that stand in what is said", async () => {
    const rows = PEOPLE.map((person, at) => ({
      conversation: [
        { speaker: "the user", text: `Please book a bed for ${person} in ${TOWNS[at]!}.` },
      ],
      action: { tool: "book", arguments: { guest: person, town: TOWNS[at]! } },
    }));
    const action = z.discriminatedUnion("tool", [
      z.object({ tool: z.literal("cancel"), arguments: z.object({ id: z.number() }) }),
      z.object({
        tool: z.literal("book"),
        arguments: z.object({ guest: z.string(), town: z.string() }),
      }),
    ]);
    const schema = objectSchema(z.object({ action })).json;
    for (const seed of SEEDS) {
      const [guest, town] = [PEOPLE[seed % 6]!, TOWNS[(seed * 5) % 6]!];
      const answer = await ask<{ action: unknown }>(
        model,
        {
          demonstrations: rows,
          draft: [
            {
              conversation: [
                { speaker: "the user", text: `A bed in ${town} for ${guest}, please.` },
              ],
            },
          ],
        },
        schema,
        { seed },
      );
      expect(answer.action).toEqual({ tool: "book", arguments: { guest, town } });
    }
  });

  it("is not named again: sides of a fact are names, the object one that most share", async () => {
    const sources = [
      { id: "a", text: "The smith Hedda Corr came from Saltby. Her boat was blue." },
      {
        id: "b",
        text: "People of Saltby call their ferry Patience. It was built by Mira Solvay.",
      },
    ];
    const schema = objectSchema(
      z.object({ subject: z.string(), relation: z.string(), object: z.string() }),
    ).json;
    const first = await ask<{ subject: string; object: string }>(model, { sources }, schema, {
      seed: 1,
    });
    expect(first).toMatchObject({ subject: "Hedda Corr", object: "Saltby" });
    const next = await ask<{ subject: string; object: string }>(
      model,
      { sources: sources.slice(1), draft: [{ bridge: "Saltby", facts: [first] }] },
      schema,
      { seed: 1 },
    );
    expect(["Patience", "Mira Solvay"]).toContain(next.object);
  });
});
