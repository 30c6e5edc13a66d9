import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { BEFORE } from "./prompts-before.js";
import { estimateRun, type RunEstimate } from "../graphs/commands/estimate-run.js";
import { StandIn } from "../graphs/prompts/stand-in-model.js";
import { allRecipes } from "../graphs/recipes/recipes.js";
import type { Recipe } from "../graphs/recipes/recipe.js";
import { launch } from "../graphs/run/launch.js";
import { readRunData } from "../graphs/run/run-data.js";
import { readSpec } from "../graphs/run/read-spec.js";
import type { LaunchOptions } from "../graphs/runtime/run-options.js";
import type { Summary } from "../schema/report.js";
import type { ChatModel, ChatRequest } from "../tools/models/contract.js";
import { estimateTokens } from "../tools/models/providers/count-tokens.js";
import { scriptedModel } from "../tools/models/providers/scripted-model.js";

const TARGET = Number(process.env["DATAWRIGHT_PROMPTS_TARGET"] ?? 24);
/** Recipes to measure, by name; all where there are none. */
const ONLY = (process.env["DATAWRIGHT_PROMPTS_RECIPES"] ?? "").split(",").filter(Boolean);
/** Share of what it judges that the scripted model finds fault with. */
const REFUSED = 0.2;
/** Earlier requests of a step that a cache is taken to hold still. */
const HELD = 8;

/** Tokens of requests, and how many of them begin as an earlier one of the same step did. */
class PrefixCount {
  readonly #held = new Map<string, string[]>();
  tokens = 0;
  served = 0;

  add({ messages, origin }: ChatRequest): void {
    const text = messages.map(({ role, content }) => `${role}\n${content}`).join("\n");
    const step = `${origin.agent} ${origin.step.replaceAll(/\d+/gu, "0")}`;
    const held = this.#held.get(step) ?? [];
    const longest = Math.max(0, ...held.map((other) => commonLength(text, other)));
    this.tokens += estimateTokens(text);
    this.served += estimateTokens(text.slice(0, longest));
    this.#held.set(step, [text, ...held].slice(0, HELD));
  }

  get share(): number {
    return this.tokens === 0 ? 0 : this.served / this.tokens;
  }
}

function commonLength(left: string, right: string): number {
  let length = 0;
  while (length < left.length && left[length] === right[length]) length += 1;
  return length;
}

interface Measured {
  readonly estimate: RunEstimate;
  readonly summary: Summary;
  readonly prefix: PrefixCount;
}

async function measure(recipe: Recipe): Promise<Measured> {
  const task = fileURLToPath(new URL(`../${recipe.example}`, import.meta.url));
  const workspace = mkdtempSync(join(tmpdir(), "datawright-bench-"));
  const options: LaunchOptions = {
    recipe: recipe.name,
    target: TARGET,
    workspace,
    cache: false,
    review: "none",
    embeddings: "embedded",
    logLevel: null,
  };
  try {
    const read = await readSpec(task, options);
    const { support, inputs } = await readRunData(read.spec, read.folder);
    const prefix = new PrefixCount();
    const standIn = new StandIn({
      spec: read.spec,
      rows: [...support, ...inputs],
      refused: REFUSED,
      onRequest: (request) => prefix.add(request),
    });
    const scripted: ChatModel = standIn.of(scriptedModel([]));
    const estimate = await estimateRun(task, {
      ...options,
      model: scriptedModel([]),
      askPlanner: false,
    });
    const run = await launch(task, { ...options, model: scripted });
    const { summary } = await run.result;
    return { estimate, summary, prefix };
  } finally {
    rmSync(workspace, { recursive: true, force: true });
  }
}

const percent = (estimated: number, used: number): string =>
  used === 0 ? (estimated === 0 ? "0 %" : "-") : `${Math.round((estimated / used - 1) * 100)} %`;

const isNear = (estimated: number, used: number): boolean =>
  used === 0 ? estimated === 0 : Math.abs(estimated / used - 1) <= 0.15;

/** The same figures before, where the target is the one that they were measured at. */
function beforeOf(name: string): string {
  const before = BEFORE[name];
  return before === undefined || TARGET !== 24
    ? "-".padStart(8)
    : `${String(before.cached).padStart(8)} %${before.calls.toFixed(1).padStart(8)}${String(before.tokens).padStart(8)}`;
}

function line({ name }: Recipe, { estimate, summary, prefix }: Measured): string {
  const { modelCalls, tokens, accepted, stop } = summary;
  const per = (count: number): string => (accepted === 0 ? "-" : (count / accepted).toFixed(1));
  const all = tokens.input + tokens.output;
  return [
    name.padEnd(32),
    String(modelCalls).padStart(6),
    (modelCalls === 0 ? "-" : String(Math.round(all / modelCalls))).padStart(9),
    `${Math.round(prefix.share * 100)} %`.padStart(8),
    per(modelCalls).padStart(9),
    (accepted === 0 ? "-" : String(Math.round(all / accepted))).padStart(10),
    percent(estimate.calls, modelCalls).padStart(10),
    percent(estimate.tokens.input + estimate.tokens.output, all).padStart(11),
    beforeOf(name),
    stop === "target" ? "" : `  ${stop}, ${accepted} accepted`,
  ].join("");
}

/**
 * Prints for each recipe, on its example with a scripted model: calls, tokens of a call, the share
 * of the prompts that a prefix cache can serve, calls and tokens of an accepted sample, and how far
 * the estimate before the run was from what it used.
 */
export async function run(): Promise<void> {
  console.log(
    `prompts: target ${TARGET}; the scripted model finds fault with ${100 * REFUSED} % of what it judges\n` +
      "recipe                           calls   tokens   cached    calls    tokens  estimate   estimate    before: cached, calls and\n" +
      "                                        of a call  share  per sample  per s.  of calls  of tokens    tokens per sample",
  );
  const within = { calls: 0, tokens: 0 };
  let measured = 0;
  for (const recipe of await allRecipes()) {
    if (ONLY.length > 0 && !ONLY.includes(recipe.name)) continue;
    const found = await measure(recipe);
    const { estimate, summary } = found;
    measured += 1;
    within.calls += isNear(estimate.calls, summary.modelCalls) ? 1 : 0;
    within.tokens += isNear(
      estimate.tokens.input + estimate.tokens.output,
      summary.tokens.input + summary.tokens.output,
    )
      ? 1
      : 0;
    console.log(line(recipe, found));
  }
  console.log(
    `prompts: of ${measured} recipes the estimate of calls is within 15 % for ${within.calls}, ` +
      `that of tokens for ${within.tokens}`,
  );
}
