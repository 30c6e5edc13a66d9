import { Slot } from "../../../base/slots/slot.js";
import type { Decomposition } from "../contract.js";
import { chosenName, type SlotChoice } from "../../../base/slots/slot-choice.js";
import type { TaskSpec } from "../../../schema/task-file/task-spec.js";

/** Every built-in way of taking a sample apart into steps: `plan.decomposition`. */
export const DECOMPOSITIONS = new Slot<Decomposition>("decomposition", {
  single: {
    about: "All fields at once.",
    load: async () => (await import("./single-decomposition.js")).singleDecomposition,
  },
  steps: {
    about: "The task's own `steps`.",
    load: async () => (await import("./spec-decomposition.js")).specDecomposition,
  },
  model: {
    about: "The planner's model decides.",
    load: async () => (await import("./model-decomposition.js")).modelDecomposition,
  },
  "text-first": {
    about: "The text without a label in mind, then its label.",
    load: async () => (await import("./text-first.js")).textFirstDecomposition,
  },
  "input-first": {
    about: "What is asked, then what answers it (Self-Instruct).",
    load: async () => (await import("./input-first.js")).inputFirstDecomposition,
  },
  "output-first": {
    about: "What answers, then what is asked (Self-Instruct).",
    load: async () => (await import("./output-first.js")).outputFirstDecomposition,
  },
  "structure-first": {
    about: "Triples, spans, entities or an answer; then the text that states them (SynthIE).",
    load: async () => (await import("./structure-first.js")).structureFirstDecomposition,
  },
  outline: {
    about: "An outline, then its parts one by one (Re3).",
    load: async () => (await import("./outline.js")).outlineDecomposition,
  },
  rationale: {
    about:
      "Question, reasoning, answer; or of a label the reasoning, then the text (chain of thought, S3).",
    load: async () => (await import("./rationale.js")).rationaleDecomposition,
  },
  "backward-forward": {
    about:
      "Topic and complexity, chain, question; answered anew by majority (Synthetic Prompting).",
    load: async () => (await import("./backward-forward.js")).backwardForwardDecomposition,
  },
  "passage-question-answer": {
    about: "Passage, question, answer, where it stands, why.",
    load: async () =>
      (await import("./passage-question-answer.js")).passageQuestionAnswerDecomposition,
  },
  "multi-hop": {
    about: "Facts, a question to each, one over all, answer, check (SP-CoT).",
    load: async () => (await import("./multi-hop.js")).multiHopDecomposition,
  },
  dialogue: {
    about: "Turn by turn between two models (UltraChat).",
    load: async () => (await import("./dialogue.js")).dialogueDecomposition,
  },
  "tool-use": {
    about: "A request, calls with results, an answer (ToolLLM).",
    load: async () => (await import("./tool-use.js")).toolUseDecomposition,
  },
  preference: {
    about: "A prompt, then several rated answers (UltraFeedback).",
    load: async () => (await import("./preference.js")).preferenceDecomposition,
  },
  targen: {
    about: "Setting, seed, text for the label, self-correction (TarGEN).",
    load: async () => (await import("./targen.js")).targenDecomposition,
  },
  "explain-then-annotate": {
    about: "An explanation, then the label (AnnoLLM).",
    load: async () => (await import("./explain-then-annotate.js")).explainThenAnnotateDecomposition,
  },
  textbook: {
    about: "A section, an exercise, its solution (phi-1).",
    load: async () => (await import("./textbook.js")).textbookDecomposition,
  },
  instance: {
    about:
      "An instruction, then input and output, the output first for classifications (Self-Instruct).",
    load: async () => (await import("./instance.js")).instanceDecomposition,
  },
});

/**
 * Which decomposition a task asks for: its own steps go before everything; `auto` takes several
 * steps only where one passage is not enough, or there are tools to call.
 */
export function decompositionOf(spec: TaskSpec): SlotChoice {
  if (spec.steps.length > 0) return "steps";
  if (chosenName(spec.plan.decomposition) !== "auto") return spec.plan.decomposition;
  if (spec.kind === "tool-use" && spec.tools.length > 0) return "tool-use";
  return spec.kind === "question-answering" && chosenName(spec.generate.sources) === "chain"
    ? "multi-hop"
    : "single";
}
