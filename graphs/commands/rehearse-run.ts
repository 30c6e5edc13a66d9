import { join } from "node:path";
import { roundSizeOf } from "../../schema/round-size.js";
import { Workspace } from "../../memory/workspace.js";
import { isInProcess } from "../../tools/embeddings/is-in-process.js";
import type { ChatModel, EmbeddingModel, ModelInfo, Usage } from "../../tools/models/contract.js";
import { countedEmbeddings } from "../../tools/models/providers/counted-embeddings.js";
import { estimateTokens } from "../../tools/models/providers/count-tokens.js";
import { resolveEmbeddings } from "../../tools/models/providers/resolve-model.js";
import { launchRead } from "../run/launch.js";
import type { ReadSpec } from "../run/read-spec.js";
import type { LaunchOptions } from "../runtime/run-options.js";
import { openRun } from "./open-run.js";
import { inTemporaryFolder } from "./try-task.js";

/** What was asked, and what it would have cost. */
export interface Spent {
  readonly calls: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** US dollars; null where a price is not known. */
  readonly costUsd: number | null;
}

/** What a whole run took in small. */
export interface Rehearsal {
  /** Samples that it was for. */
  readonly target: number;
  readonly drafts: number;
  /** Samples that the gate accepted, whatever curation made of them. */
  readonly accepted: number;
  /** Behind the plan: what the planner asked for the plan itself is not in it. */
  readonly spent: Spent;
}

/**
 * Runs a task from its plan to its end for a small target, in a folder that is removed afterwards:
 * rounds that are planned ahead, refusals, quotas, curation and what has to be written again for it
 * take their share as in the run itself. Rounds are smaller in the same proportion as the target.
 *
 * @param options with models for every role: nothing that it asks is kept
 * @throws what `launch` throws for a task that cannot be run
 */
export async function rehearseRun(
  read: ReadSpec,
  target: number,
  options: Omit<LaunchOptions, "models" | "embeddings"> & {
    readonly models: Readonly<Record<string, ChatModel>>;
    readonly embeddings: EmbeddingModel;
  },
): Promise<Rehearsal> {
  const { spec } = read;
  const small: ReadSpec["spec"] = {
    ...spec,
    target,
    plan: {
      ...spec.plan,
      roundSize: Math.max(1, Math.round((roundSizeOf(spec) * target) / spec.target)),
    },
    review: "none",
    budget: {},
  };
  const counted = new BehindPlan();
  const home = Workspace.open(options.workspace);
  return inTemporaryFolder(async (folder) => {
    const workspace = join(folder, "workspace");
    const handle = await launchRead(
      { ...read, spec: small },
      {
        knowledgeCache: home.knowledgeFolder,
        ...options,
        models: Object.fromEntries(
          Object.entries(options.models).map(([role, model]) => [role, counted.around(model)]),
        ),
        embeddings: await counted.instead(options.embeddings),
        cache: false,
        isSent: false,
        workspace,
        store: undefined,
        out: join(folder, "rehearsal"),
        runId: "rehearsal",
      },
    );
    handle.on(({ type }) => void (type === "plan-made" && counted.begin()));
    const { error } = await handle.result;
    if (error) throw error;
    const run = await openRun(handle.folder, { workspace });
    try {
      return {
        target,
        drafts: await run.count(),
        accepted: await run.count({ everAccepted: true }),
        spent: counted.spent,
      };
    } finally {
      run.close();
    }
  });
}

/** Counts what models are asked once the first plan is made. */
class BehindPlan {
  #begun = false;
  readonly #spent = { calls: 0, inputTokens: 0, outputTokens: 0, costUsd: 0 as number | null };

  begin(): void {
    this.#begun = true;
  }

  get spent(): Spent {
    return { ...this.#spent };
  }

  around(model: ChatModel): ChatModel {
    return {
      ...model,
      complete: async (request) => {
        const begun = this.#begun;
        const answer = await model.complete(request);
        if (begun) this.#add(answer.usage, model.info.price);
        return answer;
      },
    };
  }

  /** In the place of embeddings over a network: vectors of this process, counted as theirs. */
  async instead(real: EmbeddingModel): Promise<EmbeddingModel> {
    if (isInProcess(real)) return real;
    const { price } = countedEmbeddings(real);
    const made = await resolveEmbeddings("embedded");
    return {
      ...made,
      embed: (texts) => {
        const inputTokens = texts.reduce((sum, text) => sum + estimateTokens(text), 0);
        if (this.#begun && texts.length > 0)
          this.#add(
            { inputTokens, outputTokens: 0 },
            price === null ? null : { input: price, output: 0 },
          );
        return made.embed(texts);
      },
    };
  }

  #add({ inputTokens, outputTokens }: Usage, price: ModelInfo["price"]): void {
    this.#spent.calls += 1;
    this.#spent.inputTokens += inputTokens;
    this.#spent.outputTokens += outputTokens;
    this.#spent.costUsd =
      price === null || this.#spent.costUsd === null
        ? null
        : this.#spent.costUsd + (inputTokens * price.input + outputTokens * price.output) / 1e6;
  }
}
