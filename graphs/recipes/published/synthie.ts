// SynthIE (Josifoski et al. 2023, EMNLP): the structure first, then the text that says it.
import { defineRecipe } from "../recipe.js";

export const synthie = defineRecipe({
  name: "synthie",
  title: "Texts for coherent sets of triples that cover every relation about equally",
  paper: "Josifoski et al. 2023, SynthIE, EMNLP",
  kinds: ["extraction"],
  needs: ["graph"],
  task: {
    plan: { decomposition: "structure-first", subtopics: 0 },
    generate: {
      temperature: 0.7,
      sources: { name: "subgraph", count: 3 },
      demonstrations: { name: "random", count: 8 },
    },
    critique: { criteria: ["format", "novel"], maxRevisions: 1 },
  },
  asPublished: [
    "connected triples drawn with weights that even out how often relations are used",
    "the model writes a text that states exactly these triples",
  ],
  differs: ["the graph is the task's own, not a filtered Wikidata"],
  example: "examples/recipes/triples/task.yaml",
});
