import { z } from "zod";
import { AGENT_SLOTS } from "../../agents/slots.js";
import type { InPlace, Slot, SlotName } from "../../base/slots/slot.js";
import type { JsonSchema } from "../../schema/json.js";
import { CHOICE_PLACES, type ChoicePlace } from "../../schema/task-file/choice-places.js";
import { namelessTaskJsonSchema } from "../../schema/task-file/publish.js";
import { RECIPES } from "./recipes.js";

type Described = Pick<Slot<unknown>, "names" | "describe" | "entries" | "inPlace">;
type Writable = Record<string, unknown>;

/**
 * The JSON Schema of a task file, for editors: every name that can be chosen, with its settings and
 * what they mean. Other names are allowed, as plug-ins bring some. The package ships it as
 * `datawright/task.schema.json`. Loads every implementation.
 */
export async function taskJsonSchema(
  slots: Readonly<Record<string, Described>> = AGENT_SLOTS,
): Promise<JsonSchema> {
  const schema = structuredClone(namelessTaskJsonSchema()) as Writable;
  for (const place of CHOICE_PLACES) {
    const slot = Object.hasOwn(slots, place.slot) ? slots[place.slot] : undefined;
    if (slot !== undefined) fillIn(schema, place.path, await choiceSchema(slot, place));
  }
  fillIn(
    schema,
    ["recipe"],
    [
      ...RECIPES.entries.map(({ name, about }) => ({ const: name, description: about })),
      { type: "string" },
    ],
  );
  return schema as JsonSchema;
}

/** Puts the alternatives at a path, beside the description and default that stand there. */
function fillIn(schema: Writable, path: readonly string[], anyOf: readonly unknown[]): void {
  let node = schema;
  for (const part of path)
    node = (part === "*" ? node["items"] : (node["properties"] as Writable)[part]) as Writable;
  delete node["type"];
  node["anyOf"] = anyOf;
}

async function choiceSchema(
  slot: Described,
  { fallback, word }: ChoicePlace,
): Promise<readonly unknown[]> {
  const described: SlotName[] = [];
  for (const name of slot.names) described.push(await slot.describe(name));
  return [
    ...(word === undefined ? [] : [{ const: word }]),
    ...described.map(({ name, about }) => ({ const: name, description: about })),
    ...described.map((entry) => withSettings(entry, entry.name === fallback)),
    ...(slot.inPlace === null ? [] : [definedInPlace(slot.names, slot.inPlace)]),
    { type: "string", description: "A name that a plug-in brings." },
    {
      type: "object",
      description: "A name that a plug-in brings, with its settings.",
      properties: { name: { type: "string", pattern: noneOf(slot.names) } },
      required: ["name"],
    },
  ];
}

/** A choice that defines what it names: any name but those that there are. */
function definedInPlace(
  names: readonly string[],
  { about, key, settings }: InPlace<unknown>,
): unknown {
  const { properties = {} } = z.toJSONSchema(settings, { io: "input", unrepresentable: "any" });
  return {
    type: "object",
    description: about,
    properties: { name: { type: "string", pattern: noneOf(names) }, ...properties },
    required: ["name", key],
    additionalProperties: false,
  };
}

function noneOf(names: readonly string[]): string {
  return `^(?!(?:${names.join("|")})$)`;
}

function withSettings({ name, about, settings }: SlotName, nameless: boolean): unknown {
  const { properties = {} } = z.toJSONSchema(settings, { io: "input", unrepresentable: "any" });
  return {
    type: "object",
    description: about,
    properties: { name: { const: name, description: about }, ...properties },
    required: nameless ? [] : ["name"],
    additionalProperties: false,
  };
}
