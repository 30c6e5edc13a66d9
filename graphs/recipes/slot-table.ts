import type { z } from "zod";
import type { Slot } from "../../base/slots/slot.js";

type Described = Pick<Slot<unknown>, "names" | "describe" | "shared">;

const REGION = /(<!-- slot: (\w+) -->\n)[\s\S]*?(<!-- \/slot -->)/gu;
const LONGEST_DEFAULT = 40;

/**
 * A page of the documentation with the table of a slot in each region
 * `<!-- slot: KEY --> … <!-- /slot -->`.
 */
export async function withSlotTables(
  page: string,
  slots: Readonly<Record<string, Described>>,
): Promise<string> {
  const tables = new Map<string, string>();
  for (const [, , key] of page.matchAll(REGION))
    if (Object.hasOwn(slots, key!)) tables.set(key!, await slotTable(slots[key!]!));
  return page.replace(REGION, (whole, begin: string, key: string, end: string) =>
    tables.has(key) ? `${begin}\n${tables.get(key)}\n\n${end}` : whole,
  );
}

/** Names, what they are, and their settings with defaults, as a table in Markdown. */
async function slotTable(slot: Described): Promise<string> {
  const shared = Object.keys(slot.shared.shape);
  const rows: string[] = [];
  for (const name of slot.names) {
    const { about, settings } = await slot.describe(name);
    const own = Object.keys(settings.shape).filter((key) => !shared.includes(key));
    rows.push(`| \`${name}\` | ${cell(about)} | ${listed(settings, own)} |`);
  }
  return [
    ...(shared.length === 0 ? [] : [`All of them have ${listed(slot.shared, shared)}.`, ""]),
    "| name | what it is | settings (default) |",
    "|---|---|---|",
    ...rows,
  ].join("\n");
}

function listed(settings: z.ZodObject, keys: readonly string[]): string {
  const defaults = settings.parse({});
  return keys
    .map((key) => {
      const value = defaults[key] === undefined ? "" : JSON.stringify(defaults[key]);
      return `\`${key}\`${value === "" || value.length > LONGEST_DEFAULT ? "" : ` (${cell(value)})`}`;
    })
    .join(", ");
}

const cell = (text: string): string => text.replaceAll("|", "\\|");
