import { BaseCallbackHandler } from "@langchain/core/callbacks/base";
import type { Serialized } from "@langchain/core/load/serializable";
import type { AgentSpan } from "./contract.js";

/** Name of the LangChain class of `context.langchain()`. */
const OWN_MODEL = "RunChatModel";

interface OpenStep {
  readonly spanId: Promise<string>;
  readonly end: () => void;
  readonly fail: (error: unknown) => void;
}

/** What LangChain calls a handler with; the name of the run stands at another place in each. */
type StartEvent = [
  step: Serialized,
  input: unknown,
  runId: string,
  parentRunId?: string,
  ...more: unknown[],
];

/**
 * Puts the inner steps of a Runnable or a compiled graph into the trace: one span for each chain,
 * model, tool or retriever call.
 */
export class RunnableTracer extends BaseCallbackHandler {
  readonly name = "datawright-trace";
  override readonly awaitHandlers = true;
  readonly #span: AgentSpan;
  readonly #steps = new Map<string, OpenStep>();

  constructor(span: AgentSpan) {
    super();
    this.#span = span;
  }

  override handleChainStart = this.#starts("invoke_workflow", { nameAt: 3 });
  override handleLLMStart = this.#starts("text_completion", { nameAt: 3 });
  override handleToolStart = this.#starts("execute_tool", { nameAt: 2 });
  override handleRetrieverStart = this.#starts("retrieval", { nameAt: 2 });
  readonly #chatStarts = this.#starts("chat", { nameAt: 3 });
  override async handleChatModelStart(...event: StartEvent): Promise<void> {
    const [model, , runId, parentRunId] = event;
    // A role's model has a span of its own, with prompt, answer and tokens: it hangs below the node.
    if (nameOf(model) === OWN_MODEL) this.#passThrough(runId, parentRunId);
    else await this.#chatStarts(...event);
  }
  override handleChainEnd = this.#ends();
  override handleLLMEnd = this.#ends();
  override handleToolEnd = this.#ends();
  override handleRetrieverEnd = this.#ends();
  override handleChainError = this.#fails();
  override handleLLMError = this.#fails();
  override handleToolError = this.#fails();
  override handleRetrieverError = this.#fails();

  /** The span that a LangChain run stands in: its own, or the one around it. */
  spanOf(runId: string): Promise<string> | undefined {
    return this.#steps.get(runId)?.spanId;
  }

  #passThrough(runId: string, parentRunId: string | undefined): void {
    const around = parentRunId === undefined ? undefined : this.#steps.get(parentRunId)?.spanId;
    const nothing = (): void => {};
    this.#steps.set(runId, {
      spanId: around ?? Promise.resolve(this.#span.id),
      end: nothing,
      fail: nothing,
    });
  }

  async #start(
    runId: string,
    parentRunId: string | undefined,
    operation: string,
    name: string,
  ): Promise<void> {
    const parent =
      parentRunId === undefined
        ? this.#span.id
        : await (this.#steps.get(parentRunId)?.spanId ?? Promise.resolve(this.#span.id));
    let end = (): void => {};
    let fail = (_error: unknown): void => {};
    const work = new Promise<void>((resolve, reject) => {
      end = resolve;
      fail = reject;
    });
    const spanId = new Promise<string>((resolve) => {
      this.#span
        .child({ name, operation, parent }, (span) => {
          resolve(span.id);
          return work;
        })
        .catch(() => {}); // the agent's own call reports the error
    });
    this.#steps.set(runId, { spanId, end, fail });
    await spanId;
  }

  #starts(
    operation: string,
    { nameAt }: { readonly nameAt: number },
  ): (...event: StartEvent) => Promise<void> {
    return (step, _input, runId, parentRunId, ...more) =>
      this.#start(
        runId,
        parentRunId,
        operation,
        (more[nameAt] as string | undefined) ?? nameOf(step),
      );
  }

  #ends(): (output: unknown, runId: string) => void {
    return (_output, runId) => this.#steps.get(runId)?.end();
  }

  #fails(): (error: unknown, runId: string) => void {
    return (error, runId) => this.#steps.get(runId)?.fail(error);
  }
}

function nameOf(serialized: Serialized | undefined): string {
  return serialized?.id?.at(-1) ?? "runnable";
}
