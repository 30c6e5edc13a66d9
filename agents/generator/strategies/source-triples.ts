import type { GenerateStrategy } from "../contract.js";
import { finishAnswer } from "../request/ask-step.js";
import { graphFacts } from "./graph-facts.js";
import { sampleRequest } from "../request/sample-request.js";

/**
 * The structured target that a text is then written for (SynthIE, Josifoski et al. 2023): the facts
 * of a knowledge graph that the order was given, as they are and without asking anybody; decided by
 * the model, from the sources where there are any, else.
 */
export const sourceTriplesStrategy: GenerateStrategy = {
  name: "source-triples",
  async write(input, { demonstrations, ask }, context) {
    const { subTask } = input;
    const triples = graphFacts(input, context).map(({ subject, relation, object }) => ({
      subject,
      relation,
      object,
    }));
    const [field, ...others] = subTask.output;
    if (triples.length > 0 && others.length === 0) return { fields: { [field!]: triples } };
    return finishAnswer(
      context.task,
      subTask,
      await ask(sampleRequest(input, demonstrations, context)),
    );
  },
};
