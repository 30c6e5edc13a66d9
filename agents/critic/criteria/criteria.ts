import { Slot, type InPlace } from "../../../base/slots/slot.js";
import { DEFAULT_CRITERION_NAMES } from "../../../schema/task-file/critique-settings.js";
import type { Criterion } from "../contract.js";
import { RUBRIC } from "./rubric.js";

/** Everything built in that a draft can be judged by: `critique.criteria`. */
export const CRITERIA = new Slot<Criterion>(
  "criterion",
  {
    format: {
      about: "Refuses fields without their types, and what the kind does not allow.",
      load: async () => (await import("./format.js")).formatCriterion,
    },
    "no-copy": {
      about: "Refuses a draft that takes over a long run of words from one support row.",
      load: async () => (await import("./no-copy.js")).noCopyCriterion,
    },
    novel: {
      about:
        "Refuses a draft near to a support row or an accepted sample, by ROUGE-L or by embedding.",
      load: async () => (await import("./novel.js")).novelCriterion,
    },
    coherent: {
      about: "Refuses broken text: repeated, cut off, scrambled, or rated so by the judge.",
      load: async () => (await import("./coherent.js")).coherentCriterion,
    },
    conditions: {
      about: "Finds the values of attributes that a draft really has; refuses nothing.",
      load: async () => (await import("./conditions.js")).conditionsCriterion,
    },
    "on-task": {
      about: "Refuses what the judge rates as about something else.",
      load: async () => (await import("./on-task.js")).onTaskCriterion,
    },
    grounded: {
      about: "Refuses figures and names that the sources do not have.",
      load: async () => (await import("./grounded.js")).groundedCriterion,
    },
    "label-correct": {
      about: "Refuses a draft whose label is improbable by judge and small model.",
      load: async () => (await import("./label-correct.js")).labelCorrectCriterion,
    },
    checker: {
      about: "Refuses what the task's own code refuses, run inside a boundary.",
      load: async () => (await import("./checker.js")).checkerCriterion,
    },
    "instruction-heuristics": {
      about: "Refuses instructions by the rules of Self-Instruct: length, blacklist, beginning.",
      load: async () =>
        (await import("./instruction-heuristics.js")).instructionHeuristicsCriterion,
    },
    "no-echo": {
      about: "Refuses an output that repeats its input; a text or input that is a real row's.",
      load: async () => (await import("./no-echo.js")).noEchoCriterion,
    },
    "meaning-kept": {
      about:
        "Refuses rewrites that change a figure, a name, whether something is denied, the label, or by the judge the meaning.",
      load: async () => (await import("./meaning-kept.js")).meaningKeptCriterion,
    },
    faithful: {
      about: "Refuses claims that the sources do not support, one by one (Genie).",
      load: async () => (await import("./faithful.js")).faithfulCriterion,
    },
    entailed: {
      about: "Refuses sentences whose words the sources do not have; asks no model.",
      load: async () => (await import("./entailed.js")).entailedCriterion,
    },
    learned: {
      about: "Refuses what a small model of people's verdicts finds bad; asks no model.",
      load: async () => (await import("./learned.js")).learnedCriterion,
    },
    factual: {
      about: "Refuses claims that the task's knowledge contradicts, with the passage that does.",
      load: async () => (await import("./factual.js")).factualCriterion,
    },
    grammatical: {
      about: "Refuses what the judge rates as ungrammatical or incoherent.",
      load: async () => (await import("./presets.js")).grammaticalCriterion,
    },
    "no-contradiction": {
      about: "Refuses what the judge rates as contradicting itself.",
      load: async () => (await import("./presets.js")).noContradictionCriterion,
    },
    "safe-to-train": {
      about: "Refuses what the judge rates as harmful to train on.",
      load: async () => (await import("./presets.js")).safeToTrainCriterion,
    },
    consistent: {
      about:
        "Refuses a label that a small model, or the nearest labelled texts, do not read (ReGen).",
      load: async () => (await import("./consistent.js")).consistentCriterion,
    },
  },
  undefined,
  RUBRIC as InPlace<Criterion>,
);

/** What a draft is judged by where the task names no criteria; and by its checker where it has one. */
export const DEFAULT_CRITERIA = DEFAULT_CRITERION_NAMES;
