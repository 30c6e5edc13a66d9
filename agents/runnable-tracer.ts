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

  override async handleChainStart(
    chain: Serialized,
    _inputs: unknown,
    runId: string,
    parentRunId?: string,
    _tags?: string[],
    _metadata?: Record<string, unknown>,
    _runType?: string,
    runName?: string,
  ): Promise<void> {
    await this.#start(runId, parentRunId, "invoke_workflow", runName ?? nameOf(chain));
  }
  override async handleChatModelStart(
    model: Serialized,
    _messages: unknown,
    runId: string,
    parentRunId?: string,
    _extra?: Record<string, unknown>,
    _tags?: string[],
    _metadata?: Record<string, unknown>,
    runName?: string,
  ): Promise<void> {
    // A role's model has a span of its own, with prompt, answer and tokens: it hangs below the node.
    if (nameOf(model) === OWN_MODEL) this.#passThrough(runId, parentRunId);
    else await this.#start(runId, parentRunId, "chat", runName ?? nameOf(model));
  }
  override async handleLLMStart(
    model: Serialized,
    _prompts: string[],
    runId: string,
    parentRunId?: string,
    _extra?: Record<string, unknown>,
    _tags?: string[],
    _metadata?: Record<string, unknown>,
    runName?: string,
  ): Promise<void> {
    await this.#start(runId, parentRunId, "text_completion", runName ?? nameOf(model));
  }
  override async handleToolStart(
    tool: Serialized,
    _input: string,
    runId: string,
    parentRunId?: string,
    _tags?: string[],
    _metadata?: Record<string, unknown>,
    runName?: string,
  ): Promise<void> {
    await this.#start(runId, parentRunId, "execute_tool", runName ?? nameOf(tool));
  }
  override async handleRetrieverStart(
    retriever: Serialized,
    _query: string,
    runId: string,
    parentRunId?: string,
    _tags?: string[],
    _metadata?: Record<string, unknown>,
    name?: string,
  ): Promise<void> {
    await this.#start(runId, parentRunId, "retrieval", name ?? nameOf(retriever));
  }
  override handleChainEnd(_outputs: unknown, runId: string): void {
    this.#end(runId);
  }
  override handleLLMEnd(_output: unknown, runId: string): void {
    this.#end(runId);
  }
  override handleToolEnd(_output: unknown, runId: string): void {
    this.#end(runId);
  }
  override handleRetrieverEnd(_documents: unknown, runId: string): void {
    this.#end(runId);
  }
  override handleChainError(error: unknown, runId: string): void {
    this.#fail(runId, error);
  }
  override handleLLMError(error: unknown, runId: string): void {
    this.#fail(runId, error);
  }
  override handleToolError(error: unknown, runId: string): void {
    this.#fail(runId, error);
  }
  override handleRetrieverError(error: unknown, runId: string): void {
    this.#fail(runId, error);
  }

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

  #end(runId: string): void {
    this.#steps.get(runId)?.end();
  }

  #fail(runId: string, error: unknown): void {
    this.#steps.get(runId)?.fail(error);
  }
}

function nameOf(serialized: Serialized | undefined): string {
  return serialized?.id?.at(-1) ?? "runnable";
}
