import { compareRuns } from "../../graphs/comparison/compare-runs.js";
import { placeOf, type CommonFlags } from "../flags.js";
import { texts } from "../language/texts.js";
import { comparisonLines } from "../print/print-comparison.js";
import { untilInterrupted } from "../until-interrupted.js";
import { whileWorking } from "../while-working.js";

/** `datawright compare RUN OTHER` */
export async function compare(
  first: string,
  second: string,
  flags: CommonFlags & { readonly all: boolean; readonly seed: number },
): Promise<number> {
  const comparison = await untilInterrupted((signal) =>
    whileWorking(texts().compare.working, flags, () =>
      compareRuns(first, second, {
        ...placeOf(flags),
        seed: flags.seed,
        signal,
      }),
    ),
  );
  const out = (line: string): void => void process.stdout.write(`${line}\n`);
  if (flags.json) out(JSON.stringify(comparison));
  else comparisonLines(comparison, flags).forEach(out);
  return 0;
}
