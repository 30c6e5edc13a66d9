import assert from "node:assert/strict";
import type { KnowledgeItem, KnowledgeSource } from "../../tools/knowledge/contract.js";
import type { ConformanceCheck } from "../../tools/models/providers/chat-model-checks.js";
import type { MakeSource } from "../../tools/knowledge/source-options.js";
import { assertSame, madeByDefault, orRefusal, type Create } from "./conformance-check.js";

const MOST_ITEMS = 2000;

/** What a plug-in's way to open a source must be, as checks; the source is read in the run. */
export function openedSourceChecks(create: Create<MakeSource>): ConformanceCheck[] {
  return [
    {
      name: "is a function that opens a source",
      run: async () => {
        const made = await madeByDefault(create);
        assert.equal(typeof made, "function", "it is no function (options) => source");
      },
    },
  ];
}

/** What every KnowledgeSource must do, as checks: over its first 2,000 items. */
export function knowledgeSourceChecks(
  create: () => KnowledgeSource | Promise<KnowledgeSource>,
): ConformanceCheck[] {
  const read = (): Promise<KnowledgeItem[] | null> =>
    orRefusal(async () => {
      const items: KnowledgeItem[] = [];
      for await (const item of (await create()).read()) {
        items.push(item);
        if (items.length === MOST_ITEMS) break;
      }
      return items;
    });
  return [
    {
      name: "has an id and can be read",
      run: async () => {
        const source = await create();
        assert.ok(typeof source.id === "string" && source.id !== "", "it has no id");
        assert.equal(typeof source.read, "function", '"read" is not a function');
      },
    },
    {
      name: "hands over passages, triples, labels or problems",
      run: async () => {
        for (const item of (await read()) ?? []) {
          if ("passage" in item) {
            assert.ok(item.passage.id !== "", "a passage has no id");
            assert.ok(item.passage.text.trim() !== "", `the passage ${item.passage.id} is empty`);
          } else if ("triple" in item) {
            const { subject, relation, object } = item.triple;
            assert.ok(subject && relation && object, "a triple lacks one of its three parts");
          } else {
            assert.ok("label" in item || "problem" in item, "an item is none of the four");
          }
        }
      },
    },
    {
      name: "gives each passage an id of its own",
      run: async () => {
        const ids = ((await read()) ?? []).flatMap((item) =>
          "passage" in item ? [item.passage.id] : [],
        );
        assert.equal(new Set(ids).size, ids.length, "two passages have one id");
      },
    },
    {
      name: "hands over the same each time",
      run: async () => assertSame(await read(), await read(), "two readings differ"),
    },
  ];
}
