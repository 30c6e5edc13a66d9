import type { CallEstimate } from "../../../memory/call-cost.js";
import type { ChatRequest, ModelInfo, Usage } from "../contract.js";
import { costOf, estimateRequest } from "./estimate-request.js";

/** How much longer than the longest so far an answer may be. */
const LONGER = 1.5;

interface Seen {
  /** Tokens of the longest answer. */
  output: number;
  /** Tokens that requests really had over what was estimated, at most. */
  inputRatio: number;
}

/** What a call may take at most, and what it likely does. */
export interface CallBounds {
  readonly worst: CallEstimate;
  readonly likely: CallEstimate;
}

/**
 * Learns from answers how long those of a step are. Before the first, an answer may fill the limit
 * that is sent with the request, or the model's whole context where none is.
 */
export class LearnedSizes {
  readonly #info: ModelInfo;
  readonly #seen = new Map<string, Seen>();

  constructor(info: ModelInfo) {
    this.#info = info;
  }

  bounds(request: ChatRequest): CallBounds {
    const estimate = estimateRequest(this.#info, request);
    const seen = this.#seen.get(kindOf(request));
    const most = request.parameters.maxTokens ?? Infinity;
    const inputTokens = Math.ceil(estimate.inputTokens * Math.max(1, seen?.inputRatio ?? 1));
    const room = Math.max(1, this.#info.contextTokens - inputTokens);
    const longest = seen === undefined ? room : Math.ceil(LONGER * seen.output);
    return {
      worst: this.#call({ inputTokens, outputTokens: Math.min(most, longest) }),
      likely: this.#call({
        inputTokens,
        outputTokens: Math.min(most, seen?.output ?? estimate.outputTokens),
      }),
    };
  }

  learn(request: ChatRequest, { inputTokens, outputTokens }: Usage): void {
    const kind = kindOf(request);
    const seen = this.#seen.get(kind) ?? { output: 0, inputRatio: 0 };
    const estimated = Math.max(1, estimateRequest(this.#info, request).inputTokens);
    this.#seen.set(kind, {
      output: Math.max(seen.output, outputTokens),
      inputRatio: Math.max(seen.inputRatio, inputTokens / estimated),
    });
  }

  #call(usage: Usage): CallEstimate {
    return {
      calls: 1,
      tokens: usage.inputTokens + usage.outputTokens,
      usd: costOf(this.#info, usage),
    };
  }
}

function kindOf({ origin }: ChatRequest): string {
  return `${origin.agent}|${origin.step.split(":").slice(0, 2).join(":")}`;
}
