import type { RunConfig } from "../runtime/run-config.js";
import { checkPlugins } from "./check-plugins.js";
import { slotsWith, type Slots } from "./launch-slots.js";
import { loadPlugins, type PluginReference } from "./load-plugins.js";

/**
 * The slots of a stored run: its plug-ins loaded again, and those that are given now.
 * @throws PLUGIN_INVALID where one is not found any more
 */
export async function slotsOfRun(
  { spec, specFolder, plugins = [] }: Pick<RunConfig, "spec" | "specFolder" | "plugins">,
  given: readonly PluginReference[] = [],
): Promise<Slots> {
  const paths = plugins.flatMap((plugin) => plugin.given ?? []);
  return slotsWith([
    ...(await loadPlugins(spec.plugins, specFolder)),
    ...(await loadPlugins([...paths, ...given], process.cwd())),
  ]);
}

/**
 * The slots with what plug-ins bring, checked: for functions that take `slots`, such as `allocate`.
 *
 *     const slots = await pluginSlots(["./mine.mjs"]);
 *     await allocate({ rows, budget: 300, method: "mine", slots });
 *
 * @param folder where relative paths start. Default: the current one
 * @throws PLUGIN_INVALID
 */
export async function pluginSlots(
  plugins: readonly PluginReference[],
  folder: string = process.cwd(),
): Promise<Slots> {
  const loaded = await loadPlugins(plugins, folder);
  await checkPlugins(loaded, null);
  return slotsWith(loaded);
}
