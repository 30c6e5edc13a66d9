import { z } from "zod";
import { fieldValueSchema } from "../../../../schema/field.js";
import { KIND_TABLE, type KindName } from "../../../../schema/kind.js";
import { embeddedModel } from "../../../../tools/models/embedded/embedded-model.js";
import { objectSchema } from "../../../../tools/models/prompt/object-schema.js";
import { ask } from "./ask.js";

const model = embeddedModel();

/**
 * A record of a kind, asked for as the harness does: every member required, optional ones nullable.
 */
async function write(
  kind: KindName,
  demonstrations: readonly Readonly<Record<string, unknown>>[],
  seed: number,
): Promise<Record<string, unknown>> {
  const schema = z.object(
    Object.fromEntries(
      Object.entries(KIND_TABLE[kind].fields).map(([name, field]) => [
        name,
        fieldValueSchema(field),
      ]),
    ),
  );
  const { json, restore } = objectSchema(schema);
  return schema.parse(
    restore(await ask(model, { demonstrations }, json, { seed, temperature: 0.9 })),
  );
}

const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
const PEOPLE = ["Anna", "Boris", "Chen", "Dana", "Emil", "Farid"];
const TOWNS = ["Porto", "Bergen", "Quito", "Lviv", "Accra", "Perth"];

describe("records of the embedded model", () => {
  it("answers from the passage, with its span, though no row names a span's label", async () => {
    const rows = PEOPLE.map((person, at) => {
      const town = TOWNS[at]!;
      const context =
        `${person} moved to ${town} ${at % 2 ? "three years ago" : "as a child"} and opened a ` +
        "bakery near the harbour.";
      return {
        context,
        question: `Where did ${person} move?`,
        answer: town,
        span: {
          text: town,
          start: context.indexOf(town),
          end: context.indexOf(town) + town.length,
        },
      };
    });
    for (const seed of SEEDS) {
      const { context, answer, span } = (await write("question-answering", rows, seed)) as {
        context: string;
        answer: string;
        span: { text: string; start: number; end: number };
      };
      expect(context).toContain(answer);
      expect(context.slice(span.start, span.end)).toBe(span.text);
      expect(span.text).toBe(answer);
      expect("label" in span).toBe(false);
    }
  });

  it("writes conversations turn by turn, without names and tool calls that no row has", async () => {
    const rows = PEOPLE.map((person, at) => ({
      messages: [
        {
          role: "user",
          content: `Hello, this is ${person}, when does the ferry to ${TOWNS[at]!} leave?`,
        },
        {
          role: "assistant",
          content: `The ferry to ${TOWNS[at]!} leaves at ${at + 6} in the morning.`,
        },
      ],
    }));
    for (const seed of SEEDS) {
      const { messages } = (await write("dialogue", rows, seed)) as {
        messages: readonly Record<string, unknown>[];
      };
      expect(messages.map((message) => message["role"])).toEqual(["user", "assistant"]);
      expect(messages.every((message) => Object.keys(message).length === 2)).toBe(true);
    }
  });

  it("keeps tool calls with arguments as the rows have them", async () => {
    const rows = TOWNS.map((town) => ({
      query: `Is it raining in ${town} today?`,
      messages: [
        { role: "user", content: `Is it raining in ${town} today?` },
        {
          role: "assistant",
          content: "",
          toolCalls: [{ name: "weather", arguments: { city: town } }],
        },
        { role: "tool", name: "weather", content: "12 degrees" },
        { role: "assistant", content: `No rain in ${town}.` },
      ],
    }));
    for (const seed of SEEDS) {
      const { messages } = (await write("tool-use", rows, seed)) as {
        messages: readonly {
          role: string;
          toolCalls?: readonly { name: string; arguments: object }[];
        }[];
      };
      expect(messages.map((message) => message.role)).toEqual([
        "user",
        "assistant",
        "tool",
        "assistant",
      ]);
      expect(messages[1]!.toolCalls).toHaveLength(1);
      expect(Object.keys(messages[1]!.toolCalls![0]!.arguments)).toEqual(["city"]);
    }
  });

  it("leaves out an input where the row that it follows has none", async () => {
    const rows = PEOPLE.map((person, at) => ({
      instruction: `Write a short letter to ${person} about the trip to ${TOWNS[at]!}.`,
      output: `Dear ${person}, the trip to ${TOWNS[at]!} was long but worth it.`,
    }));
    for (const seed of SEEDS)
      expect(await write("instruction", rows, seed)).not.toHaveProperty("input");
  });

  it("writes new records where every word is frequent, and exchanges no person for a thing", async () => {
    const things = ["boat", "violin", "letter"];
    const rows = PEOPLE.flatMap((person, at) =>
      things.map((thing, number) => {
        const context =
          `${person} moved to ${TOWNS[(at + number) % 6]!} last year and bought a ${thing} ` +
          "from a neighbour.";
        return number === 0
          ? { context, question: `Who bought the ${thing}?`, answer: person }
          : { context, question: `What did ${person} buy?`, answer: thing };
      }),
    );
    const known = new Set(rows.map((row) => row.context));
    let copies = 0;
    for (const seed of SEEDS) {
      const { context, question, answer } = (await write("question-answering", rows, seed)) as {
        context: string;
        question: string;
        answer: string;
      };
      if (known.has(context)) copies += 1;
      expect(question.startsWith("Who") ? PEOPLE : things).toContain(answer);
    }
    expect(copies).toBeLessThanOrEqual(2);
  });

  it("does not write the same record again and again where all rows are alike", async () => {
    const rows = PEOPLE.flatMap((person, at) =>
      TOWNS.slice(0, 3).map((town) => ({
        question:
          `${person} has ${at + 2} apples and buys ${at + 5} more in ${town}. How many are ` +
          "there?",
        rationale: `${at + 2} + ${at + 5} = ${2 * at + 7}.`,
        answer: String(2 * at + 7),
      })),
    );
    const written = new Set<string>();
    for (const seed of SEEDS) written.add(JSON.stringify(await write("reasoning", rows, seed)));
    expect(written.size).toBeGreaterThanOrEqual(SEEDS.length - 3);
  });
});
