// Points a run at a server of your own: vLLM, Ollama, llama.cpp or LM Studio.
import { launch } from "datawright";

const baseUrl = process.env["LLM_BASE_URL"] ?? "http://localhost:11434/v1";
const run = await launch("examples/local-llm/task.yaml", {
  model: process.env["LLM_MODEL"] ?? "openai:qwen2.5",
  baseUrl,
  target: 12,
  concurrency: 4,
});
const { summary } = await run.result;
console.log(
  `${summary.stop}: ${summary.accepted} of ${summary.target} accepted, ` +
    `${summary.modelCalls} calls, cost ${summary.costUsd ?? "unknown"}`,
);
