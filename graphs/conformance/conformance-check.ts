import assert from "node:assert/strict";
import { z } from "zod";
import { isConfigurable, type Configurable } from "../../base/slots/configurable.js";
import { isDatawrightError } from "../../base/errors.js";
import type { Row } from "../../schema/sample.js";
import { resolveTask, textOf, type Task } from "../../schema/task.js";
import { isLabelField, recordSchema } from "../../tools/fields/record-schema.js";
import type { ConformanceCheck } from "../../tools/models/providers/chat-model-checks.js";
import { fillSchema } from "./fill-schema.js";
import { madeRow, madeTask } from "./made-context.js";

/** Gives what is checked: an implementation, or one that wants settings (its defaults are taken). */
export type Create<T> = () => T | Configurable<T> | Promise<T | Configurable<T>>;

/** What checks are made with. */
export interface ConformanceOptions {
  /** The task that it is checked with. Default: a small classification of shop tickets. */
  readonly task?: Task;
}

/** The checks of one contract, for an implementation of it. */
export type ContractChecks<T> = (
  create: Create<T>,
  options?: ConformanceOptions,
) => ConformanceCheck[];

const TICKETS = [
  ["My parcel has not arrived, where is it?", "delivery"],
  ["The driver left the parcel in the rain.", "delivery"],
  ["The parcel came two weeks late.", "delivery"],
  ["Nobody rang, and now the parcel is at the depot.", "delivery"],
  ["Please give me my money back for the broken lamp.", "refund"],
  ["I sent the shoes back and wait for the refund.", "refund"],
  ["You charged me twice, return one payment.", "refund"],
  ["The refund that you promised never came.", "refund"],
] as const;

/** The task of a check; rows are made in its shape where it has none. */
function checkedTask({ task }: ConformanceOptions): Task {
  if (task) return task.support.length > 0 ? task : resolveTask(task.spec, madeSupport(task));
  const rows = TICKETS.map(([text, label], index) => madeRow(`support-${index + 1}`, text, label));
  return madeTask({}, rows);
}

/** Eight rows in the shape of a task, of its labels in turn. */
function madeSupport(task: Task): Row[] {
  const names = Object.keys(task.fields).filter((name) => !isLabelField(task.fields[name]!));
  const schema = z.toJSONSchema(recordSchema(task, names), { io: "input", unrepresentable: "any" });
  return Array.from({ length: 8 }, (_, index) => {
    const fields = fillSchema(schema, `row-${index}`) as Record<string, unknown>;
    const label = task.labels[index % Math.max(1, task.labels.length)]?.name ?? null;
    const labels = task.spec.multiLabel && label !== null ? [label] : label;
    const text = textOf(fields, task.textFields);
    return { id: `support-${index + 1}`, text, label: labels, fields, line: null };
  });
}

/** The implementation with the defaults of its settings. */
export async function madeByDefault<T>(create: Create<T>): Promise<T> {
  const value = await create();
  return isConfigurable(value) ? value.make(value.settings.parse({})) : value;
}

/** The checks of a contract: those of every one, and its own, on a task with rows. */
export function contractChecks<T extends object>(
  methods: readonly (keyof T & string)[],
  own: (task: Task, make: () => Promise<T>) => ConformanceCheck[],
): ContractChecks<T> {
  return (create, options = {}) => [
    ...commonChecks(create, methods),
    ...own(checkedTask(options), () => madeByDefault(create)),
  ];
}

/** What every implementation of every contract must do: say its name, and describe its settings. */
export function commonChecks<T extends object>(
  create: Create<T>,
  methods: readonly (keyof T & string)[],
): ConformanceCheck[] {
  return [
    {
      name: "describes its settings, each with a default",
      run: async () => {
        const value = await create();
        if (!isConfigurable(value)) return;
        assert.equal(
          typeof value.settings.safeParse,
          "function",
          "settings is not a zod object: use zod of the same major version",
        );
        const parsed = value.settings.safeParse({});
        assert.ok(parsed.success, `settings without a default: ${parsed.error?.message ?? ""}`);
        const unknown = value.settings.safeParse({ "no such setting": 1 });
        assert.ok(!unknown.success, "unknown settings are accepted: use z.strictObject");
        for (const [name, schema] of Object.entries(value.settings.shape))
          assert.ok(
            (schema as { description?: string }).description,
            `the setting "${name}" has no description: add .describe(…)`,
          );
      },
    },
    {
      name: `has the methods ${methods.join(", ")}`,
      run: async () => {
        const made: unknown = await madeByDefault(create);
        assert.ok(typeof made === "object" && made !== null, `is ${typeof made}, not an object`);
        for (const method of methods)
          assert.equal(
            typeof (made as Record<string, unknown>)[method],
            "function",
            `"${method}" is not a function`,
          );
      },
    },
  ];
}

/** The result, or null where it refuses with a coded error: that is an answer, not a defect. */
export async function orRefusal<T>(work: () => T | Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    if (isDatawrightError(error)) return null;
    throw error;
  }
}

/** Compares two results as data. */
export function assertSame(first: unknown, second: unknown, message: string): void {
  assert.equal(asText(first), asText(second), message);
}

function asText(value: unknown): string {
  return JSON.stringify(value, (_key, entry: unknown) =>
    entry instanceof Map
      ? [...entry]
      : ArrayBuffer.isView(entry)
        ? [...(entry as Float64Array)]
        : entry,
  );
}

export function deepFreeze<T>(value: T): T {
  if (typeof value === "object" && value !== null && !ArrayBuffer.isView(value)) {
    if (!Object.isFrozen(value)) {
      Object.freeze(value);
      Object.values(value).forEach(deepFreeze);
    }
  }
  return value;
}
