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
});
