import { DatawrightError } from "../../base/errors.js";
import { didYouMean } from "../../base/text/nearest-name.js";
import { runPluginChecks, type PluginCheck } from "../../graphs/plugins/check-plugins.js";
import {
  SLOT_KEYS,
  slotsWith,
  type SlotKey,
  type Slots,
} from "../../graphs/plugins/launch-slots.js";
import { loadPlugins } from "../../graphs/plugins/load-plugins.js";
import { readTaskFile } from "../../graphs/run/read-task.js";
import type { CommonFlags } from "../flags.js";
import { texts } from "../language/texts.js";
import { printable, tableText } from "../print/print-table.js";

interface PluginFlags extends CommonFlags {
  readonly plugin: readonly string[];
  readonly slot?: string;
}

/** `datawright plugins [SPEC]`: the names of every slot, and how the checks of plug-ins went. */
export async function plugins(spec: string | undefined, flags: PluginFlags): Promise<number> {
  const keys = slotKeys(flags.slot);
  const given =
    spec === undefined
      ? await loadPlugins(flags.plugin, process.cwd())
      : (await readTaskFile(spec, [], flags.plugin)).plugins;
  const slots = slotsWith(given);
  const checks: PluginCheck[] = [];
  for await (const check of runPluginChecks(given, null)) checks.push(check);
  const failed = checks.filter(({ error }) => error !== null);
  if (flags.json) {
    process.stdout.write(
      `${JSON.stringify({
        slots: Object.fromEntries(keys.map((key) => [key, slots[key].entries])),
        plugins: given.map(({ name }) => name),
        checks: checks.map(({ plugin, slot, name, check, error }) => ({
          plugin,
          slot,
          name,
          check,
          error: error?.message ?? null,
        })),
      })}\n`,
    );
    return failed.length === 0 ? 0 : 2;
  }
  process.stdout.write(given.length > 0 ? broughtText(slots, checks) : slotsText(slots, keys));
  for (const { plugin, slot, name, check, error } of failed) {
    const where = `${plugin}: ${slot}.${name}: ${check}: ${error!.message.split("\n")[0]!}`;
    process.stdout.write(`${printable(texts().plugins.failed(where))}\n`);
  }
  return failed.length === 0 ? 0 : 2;
}

function slotKeys(wanted: string | undefined): readonly SlotKey[] {
  if (wanted === undefined) return SLOT_KEYS;
  const found = SLOT_KEYS.find((key) => key === wanted);
  if (found) return [found];
  throw new DatawrightError({
    code: "USAGE",
    message: `there is no slot ${JSON.stringify(wanted)}${didYouMean(wanted, SLOT_KEYS)}`,
    hint: `Slots: ${SLOT_KEYS.join(", ")}.`,
  });
}

/** Every name of the slots. */
function slotsText(slots: Slots, keys: readonly SlotKey[]): string {
  const { columns } = texts().plugins;
  return tableText(
    [{ title: columns.slot }, { title: columns.name }, { title: columns.about }],
    keys.flatMap((key) => slots[key].entries.map(({ name, about }) => [key, name, about])),
  );
}

/** What plug-ins bring, with how many of its checks each name passed. */
function broughtText(slots: Slots, checks: readonly PluginCheck[]): string {
  const { columns, passed: passedOf } = texts().plugins;
  const rows = SLOT_KEYS.flatMap((key) =>
    slots[key].entries
      .filter(({ plugin }) => plugin !== null)
      .map(({ name, about, plugin }) => {
        const own = checks.filter((check) => check.slot === key && check.name === name);
        const passed = own.filter(({ error }) => error === null).length;
        return [plugin!, key, name, passedOf(passed, own.length), about];
      }),
  );
  return tableText(
    [
      { title: columns.plugin },
      { title: columns.slot },
      { title: columns.name },
      { title: columns.passed },
      { title: columns.about },
    ],
    rows,
  );
}
