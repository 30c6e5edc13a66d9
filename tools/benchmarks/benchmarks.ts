import { Slot } from "../../base/slots/slot.js";
import type { Benchmark } from "./contract.js";

/** The public benchmarks, by name. */
export const BENCHMARKS = new Slot<Benchmark>("benchmark", {
  "sms-spam": {
    about: "SMS Spam Collection: wanted or spam (Almeida et al. 2011).",
    load: async () => (await import("./sets/sms-spam.js")).smsSpam,
  },
  "ag-news": {
    about: "AG News: one of four topics (Zhang et al. 2015).",
    load: async () => (await import("./sets/ag-news.js")).agNews,
  },
  imdb: {
    about: "IMDb: film reviews, positive or negative (Maas et al. 2011).",
    load: async () => (await import("./sets/imdb.js")).imdb,
  },
  goemotions: {
    about: "GoEmotions: 27 emotions and neutral, several at once (Demszky et al. 2020).",
    load: async () => (await import("./sets/goemotions.js")).goEmotions,
  },
  clinc150: {
    about: "CLINC150: 150 intents and out of scope (Larson et al. 2019).",
    load: async () => (await import("./sets/clinc150.js")).clinc150,
  },
  banking77: {
    about: "BANKING77: 77 intents of a bank's customers (Casanueva et al. 2020).",
    load: async () => (await import("./sets/banking77.js")).banking77,
  },
  fewrel: {
    about: "FewRel: the relation between two entities (Han et al. 2018).",
    load: async () => (await import("./sets/fewrel.js")).fewRel,
  },
  "glue-qnli": {
    about: "GLUE QNLI: whether a sentence answers a question (Wang et al. 2019).",
    load: async () => (await import("./sets/glue-pairs.js")).glueQnli,
  },
  "glue-rte": {
    about: "GLUE RTE: whether a text entails a hypothesis (Wang et al. 2019).",
    load: async () => (await import("./sets/glue-pairs.js")).glueRte,
  },
  "adversarial-qa": {
    about: "AdversarialQA: the answer to a hard question, in a passage (Bartolo et al. 2020).",
    load: async () => (await import("./sets/adversarial-qa.js")).adversarialQa,
  },
  truthfulqa: {
    about: "TruthfulQA: MC1 and MC2 of questions with common false answers (Lin et al. 2022).",
    load: async () => (await import("./sets/truthfulqa.js")).truthfulQa,
  },
  "truthfulqa-generation": {
    about: "TruthfulQA answered freely, with a judge (Lin et al. 2022).",
    load: async () => (await import("./sets/truthfulqa.js")).truthfulQaGeneration,
  },
  math: {
    about: "MATH: competition mathematics (Hendrycks et al. 2021).",
    load: async () => (await import("./sets/math.js")).math,
  },
  toolbench: {
    about: "ToolBench: calls of web interfaces (Qin et al. 2024).",
    load: async () => (await import("./sets/toolbench.js")).toolBench,
  },
  "natural-instructions": {
    about: "Natural Instructions v2: tasks told by their definition (Wang et al. 2022).",
    load: async () => (await import("./sets/natural-instructions.js")).naturalInstructions,
  },
  "big-bench": {
    about: "BIG-bench: its JSON tasks (Srivastava et al. 2023).",
    load: async () => (await import("./sets/big-bench.js")).bigBench,
  },
  bbh: {
    about: "BIG-Bench Hard: 27 tasks that were hard (Suzgun et al. 2023).",
    load: async () => (await import("./sets/big-bench.js")).bbh,
  },
});
