import { existsSync, readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";

/**
 * Packages that loading a file loads: its static imports and those of the files it imports; types
 * cost nothing.
 */
export function loadedPackages(
  file: string,
  seen = new Set<string>(),
  packages = new Set<string>(),
): Set<string> {
  if (seen.has(file) || !existsSync(file)) return packages;
  seen.add(file);
  for (const [, specifier] of readFileSync(file, "utf8").matchAll(
    /^(?:import|export)\s+(?!type\b)[^;]*?from\s+"([^"]+)"/gm,
  )) {
    if (specifier?.startsWith("."))
      loadedPackages(resolve(dirname(file), specifier.replace(/\.js$/, ".ts")), seen, packages);
    else if (specifier) packages.add(specifier);
  }
  return packages;
}
