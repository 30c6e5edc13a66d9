import fc from "fast-check";
import { z } from "zod";
import type { JsonSchema } from "../../../../schema/json.js";
import { messageSchema, spanValueSchema, tripleSchema } from "../../../../schema/field.js";
import { embeddedModel } from "../../../../tools/models/embedded/embedded-model.js";
import { ask } from "./ask.js";
import { ROWS } from "./support-rows.js";

const model = embeddedModel();
const schemaOf = (schema: z.ZodType) => z.toJSONSchema(schema) as JsonSchema;

/**
 * Asks for a schema and parses the answer with it, so that every answer in this file is known to
 * fit.
 */
async function answer<S extends z.ZodType>(
  schema: S,
  sections: Parameters<typeof ask>[1],
  seed = 1,
): Promise<z.output<S>> {
  return schema.parse(await ask(model, sections, schemaOf(schema), { seed, temperature: 0 }));
}

describe("answers of the embedded model about a draft", () => {
  const label = z.enum(["travel", "garden"]);

  it("chooses the label that the draft's words have, with a probability", async () => {
    const schema = z.object({
      label,
      label_probability: z.number().min(0).max(1),
      reason: z.string(),
    });
    const garden = await answer(schema, {
      demonstrations: ROWS,
      draft: [{ text: "The roses in the pot need more soil and water." }],
    });
    expect(garden.label).toBe("garden");
    expect(garden.label_probability).toBeGreaterThan(0.6);
    const travel = await answer(schema, {
      demonstrations: ROWS,
      draft: [{ text: "The bus to the station was late again." }],
    });
    expect(travel.label).toBe("travel");
    expect(
      travel.reason
        .split(", ")
        .every((word) => "The bus to the station was late again.".includes(word)),
    ).toBe(true);
  });

  it("gives probabilities of all labels, as an object, as a list, and as a map", async () => {
    const draft = [{ text: "The roses in the pot need more soil and water." }];
    const object = await answer(
      z.object({
        label_probabilities: z.object({
          travel: z.number().min(0).max(1),
          garden: z.number().min(0).max(1),
        }),
      }),
      { demonstrations: ROWS, draft },
    );
    expect(object.label_probabilities.garden).toBeGreaterThan(object.label_probabilities.travel);
    const list = await answer(
      z.object({
        label_probabilities: z.array(z.object({ label, probability: z.number() })).length(2),
      }),
      { demonstrations: ROWS, draft },
    );
    expect(list.label_probabilities.map((item) => item.label)).toEqual(["garden", "travel"]);
    expect(list.label_probabilities.reduce((sum, item) => sum + item.probability, 0)).toBeCloseTo(
      1,
      2,
    );
    const map = await answer(z.object({ label_probabilities: z.record(label, z.number()) }), {
      demonstrations: ROWS,
      draft,
    });
    expect(map.label_probabilities.garden).toBeGreaterThan(map.label_probabilities.travel);
  });

  it("rates word salad low in order, and another language low on the task", async () => {
    const schema = z.object({
      coherence: z.number().min(1).max(5),
      on_task: z.number().min(1).max(5),
    });
    const rate = (text: string) => answer(schema, { demonstrations: ROWS, draft: [{ text }] });
    const good = await rate(
      "My train to Hamburg was late, and nobody at the station could say why.",
    );
    expect(good.coherence).toBeGreaterThan(3);
    expect(good.on_task).toBeGreaterThan(3);
    expect(
      (await rate("Hamburg why nobody, the station my could was late and say at. train to"))
        .coherence,
    ).toBeLessThan(2.6);
    expect(
      (await rate("the train the train the train the train the train the train")).coherence,
    ).toBeLessThan(2.6);
    expect((await rate("Завтра в городе ожидается сильный дождь.")).on_task).toBeLessThan(2.6);
    expect((await rate("xq zvkw plrrt oiuw qqwz")).on_task).toBeLessThan(2.6);
  });

  it("takes the criterion from a list of criteria", async () => {
    const schema = z.object({
      verdicts: z.array(
        z.object({
          criterion: z.string(),
          score: z.number().int().min(1).max(5),
          pass: z.boolean(),
        }),
      ),
    });
    const criteria = [
      { name: "coherent", question: "Is it fluent?" },
      { name: "on-task", question: "Is it about the task?" },
    ];
    const { verdicts } = await answer(schema, {
      demonstrations: ROWS,
      criteria,
      draft: [{ text: "the shed the shed the shed the shed the shed the shed" }],
    });
    expect(verdicts.map((verdict) => verdict.criterion)).toEqual(["coherent", "on-task"]);
    expect(verdicts[0]!.pass).toBe(false);
    expect(verdicts[0]!.score).toBeLessThan(verdicts[1]!.score);
  });

  it("checks the claims of a draft against the sources", async () => {
    const schema = z.object({
      claims: z.array(z.object({ claim: z.string(), supported: z.boolean(), source: z.string() })),
    });
    const sources = [
      { id: "a", text: "The tower is 50 metres high." },
      { id: "b", text: "Anna built the bridge in 1901." },
    ];
    const { claims } = await answer(schema, {
      demonstrations: ROWS,
      sources,
      draft: [{ text: "The tower is 50 metres high. Anna built the bridge in 1950." }],
    });
    expect(claims).toEqual([
      { claim: "The tower is 50 metres high.", supported: true, source: "a" },
      { claim: "Anna built the bridge in 1950.", supported: false, source: "b" },
    ]);
  });
});

describe("answers of the embedded model without a draft", () => {
  it("lists distinct telling phrases of the wanted label", async () => {
    const schema = z.object({ values: z.array(z.string()).min(4).max(6) });
    const { values } = await answer(schema, {
      conditions: [{ name: "label", value: "garden" }],
      demonstrations: ROWS,
    });
    expect(new Set(values).size).toBe(values.length);
    const garden = ROWS.filter((row) => row.label === "garden")
      .map((row) => row.text.toLowerCase())
      .join("\n");
    expect(values.filter((value) => garden.includes(value))).toEqual(values);
  });

  it("fills lists of named objects without repeating a name", async () => {
    const schema = z.object({
      subtopics: z
        .array(
          z.object({
            name: z.string(),
            description: z.string(),
            label: z.enum(["travel", "garden"]).optional(),
          }),
        )
        .min(3)
        .max(8),
    });
    const { subtopics } = await answer(schema, { demonstrations: ROWS });
    expect(new Set(subtopics.map((topic) => topic.name + String(topic.label))).size).toBe(
      subtopics.length,
    );
  });

  it("writes records whose spans and triples hold", async () => {
    const people = [
      "Anna Schmidt",
      "Omar Haddad",
      "Mary Jones",
      "Kim Minsu",
      "Luis Garcia",
      "Ines Rocha",
    ];
    const places = ["Berlin", "Cairo", "Leeds", "Seoul", "Madrid", "Porto"];
    const patterns = [
      (p: string, c: string) => `${p} moved to ${c} in the spring.`,
      (p: string, c: string) => `Since last year ${p} lives in ${c} with friends.`,
      (p: string, c: string) => `In ${c} you can often meet ${p} at the market.`,
    ];
    const rows = people.flatMap((person, at) =>
      patterns.map((pattern) => {
        const place = places[at]!;
        const text = pattern(person, place);
        const span = (value: string, kind: string) => ({
          text: value,
          start: text.indexOf(value),
          end: text.indexOf(value) + value.length,
          label: kind,
        });
        return {
          text,
          spans: [span(person, "person"), span(place, "place")],
          triples: [{ subject: person, relation: "lives in", object: place }],
        };
      }),
    );
    const schema = z.object({
      text: z.string(),
      spans: z.array(spanValueSchema),
      triples: z.array(tripleSchema),
    });
    const texts = new Set<string>();
    for (let seed = 0; seed < 12; seed++) {
      const record = await answer(schema, { demonstrations: rows }, seed);
      texts.add(record.text);
      for (const span of record.spans)
        expect(record.text.slice(span.start, span.end)).toBe(span.text);
      for (const triple of record.triples) {
        expect(record.text).toContain(triple.subject);
        expect(record.text).toContain(triple.object);
      }
    }
    expect(texts.size).toBeGreaterThanOrEqual(8);
    expect([...texts].some((text) => !rows.some((row) => row.text === text))).toBe(true);
  });

  it("writes conversations and answers in the shape of the demonstrations", async () => {
    const rows = ROWS.slice(0, 8).map((row, at) => ({
      messages: [
        { role: "user", content: row.text },
        { role: "assistant", content: ROWS[at + 8]!.text },
      ],
    }));
    const { messages } = await answer(z.object({ messages: z.array(messageSchema).min(1) }), {
      demonstrations: rows,
    });
    expect(messages.map((message) => message.role)).toEqual(["user", "assistant"]);
  });

  it("answers any schema with a value that fits", async () => {
    const leaf = fc.constantFrom<z.ZodType>(
      z.string(),
      z.string().max(12),
      z.string().min(30),
      z.number(),
      z.number().min(2).max(3),
      z.number().int().min(-3).max(4),
      z.number().gt(0).lt(1),
      z.boolean(),
      z.enum(["a", "b", "c"]),
      z.literal("fixed"),
      z.null(),
      z.string().nullable(),
      z.union([z.number(), z.string()]),
      z.union([z.literal("x"), z.literal("y")]),
    );
    const { schema } = fc.letrec<{ schema: z.ZodType }>((tie) => ({
      schema: fc.oneof(
        { depthSize: "small", withCrossShrink: true },
        leaf,
        fc
          .dictionary(
            fc.constantFrom("text", "label", "name", "score", "reason", "values", "confidence"),
            tie("schema"),
            { maxKeys: 4 },
          )
          .map((shape) => z.object(shape)),
        fc.tuple(tie("schema"), fc.integer({ min: 0, max: 3 })).map(([item, least]) =>
          z
            .array(item)
            .min(least)
            .max(least + 2),
        ),
      ),
    }));
    await fc.assert(
      fc.asyncProperty(schema, fc.boolean(), fc.integer(), async (wanted, judged, seed) => {
        const value = await ask(
          model,
          { demonstrations: ROWS, ...(judged ? { draft: [{ text: ROWS[0]!.text }] } : {}) },
          schemaOf(wanted),
          { seed },
        );
        expect(wanted.safeParse(value).error?.issues ?? []).toEqual([]);
      }),
      { numRuns: 80 },
    );
  });

  it("follows references", async () => {
    const shared = z.enum(["travel", "garden"]).meta({ id: "shared" });
    const schema = z.object({ first: shared, second: z.array(shared).max(2) });
    await answer(schema, { demonstrations: ROWS });
  });
});
