import { runWorker } from "../../base/workers/run-worker.js";
import type { AgentContext } from "../contract.js";
import type { CountedTexts, Measured, MeasureTask } from "./measure.js";

/** Texts of one task of the worker. */
const AT_ONCE = 10_000;

/** Copies and leaked rows among all accepted texts, which are read some at a time. */
export async function countAll(
  { memory, signal }: Pick<AgentContext, "memory" | "signal">,
  task: Omit<MeasureTask, "accepted">,
): Promise<Pick<Measured, "copies" | "leakage">> {
  const copies = { verbatim: 0, near: 0 };
  const leakage = { equal: 0, containing: 0, near: 0 };
  const heldOut = new Set<number>();
  let texts: string[] = [];
  const take = async (): Promise<void> => {
    const found = await runWorker<MeasureTask & { readonly counts: true }, CountedTexts>(
      new URL("./measure-worker.js", import.meta.url),
      { ...task, accepted: texts, counts: true },
      { signal },
    );
    texts = [];
    for (const name of ["verbatim", "near"] as const) copies[name] += found.copies[name];
    if (found.leakage === null) return;
    for (const name of ["equal", "containing", "near"] as const)
      leakage[name] += found.leakage[name];
    for (const row of found.leakage.heldOut) heldOut.add(row);
  };
  for await (const { text } of memory.accepted()) {
    texts.push(text);
    if (texts.length >= AT_ONCE) await take();
  }
  if (texts.length > 0) await take();
  return {
    copies,
    leakage: task.heldOut.length === 0 ? null : { ...leakage, heldOutRows: heldOut.size },
  };
}
