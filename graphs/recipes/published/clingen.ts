// ClinGen (Xu et al. 2023): clinical topics from a knowledge graph or a model, and writing styles.
import { defineRecipe } from "../recipe.js";

export const clingen = defineRecipe({
  name: "clingen",
  title: "Texts for terms of a knowledge graph in different writing styles",
  paper: "Xu et al. 2023, ClinGen",
  kinds: ["classification", "pair-classification", "relation", "extraction", "question-answering"],
  needs: ["graph"],
  task: {
    plan: {
      conditions: [
        "spec",
        "knowledge-graph",
        {
          name: "model-values",
          dimension: "style",
          description: "who writes such a text, in what form and manner",
          values: 6,
          perLabel: false,
        },
      ],
    },
    generate: {
      temperature: 1,
      sources: { count: 0 },
      demonstrations: { name: "random", count: 3 },
    },
    critique: { criteria: ["format", "label-correct", "novel"], maxRevisions: 0 },
  },
  published: { plan: { strategy: "uniform" } },
  asPublished: [
    "topics from the graph, styles from the model, three demonstrations",
    "styles are asked for once, for all labels",
  ],
  differs: [
    "one topic for each sample; the paper also mixes graph and model topics",
    "the critic checks the label of each text; the paper keeps it as it was asked for",
    "which topics fit which label the task says (`roots`); without, any topic goes with any",
  ],
  example: "examples/recipes/clinical/task.yaml",
});
