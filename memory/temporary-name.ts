import { randomBytes } from "node:crypto";
import { readdir, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { isRunFile } from "./run-files.js";

/** Tells this process from an earlier one of the same number, as containers have them. */
const OWN = randomBytes(4).toString("hex");
const PATTERN = /(?:^|\.)datawright-(\d+)-([0-9a-f]{8})-\d+\.tmp$/u;
let named = 0;
const swept = new Set<string>();

/**
 * A name beside a file for what is not whole yet: it
 * says which process writes it.
 */
export function temporaryName(path: string): string {
  return `${path}.datawright-${process.pid}-${OWN}-${named++}.tmp`;
}

/**
 * Removes what killed processes of datawright left half-written in a folder; what a living process
 * writes stays, and so does every file of another name. Looks at each folder once.
 */
export async function removeLeftovers(folder: string): Promise<void> {
  const path = resolve(folder);
  if (swept.has(path)) return;
  swept.add(path);
  for (const name of await readdir(path).catch(() => [])) {
    const [, pid, mark] = PATTERN.exec(name) ?? [];
    if (pid === undefined || mark === OWN || isAlive(Number(pid))) continue;
    await rm(join(path, name), { recursive: true, force: true }).catch(() => undefined);
  }
}

/** The same in the folder of a run, whose lock this process holds: whoever wrote there has ended. */
export async function removeRunLeftovers(folder: string): Promise<void> {
  swept.add(resolve(folder));
  for (const name of await readdir(folder).catch(() => []))
    if (name.endsWith(".tmp") && isRunFile(name))
      await rm(join(folder, name), { force: true }).catch(() => undefined);
}

function isAlive(pid: number): boolean {
  // It has our number and another mark: it ended before we began.
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
