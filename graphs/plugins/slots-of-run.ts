import type { RunConfig } from "../runtime/run-config.js";
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
