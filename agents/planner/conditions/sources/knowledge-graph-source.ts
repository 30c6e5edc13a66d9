import { z } from "zod";
import { countSetting } from "../../../../base/slots/number-setting.js";
import type { KnowledgeGraph } from "../../../../tools/knowledge/graph/knowledge-graph.js";
import { isDatawrightError } from "../../../../base/errors.js";
import type { AgentContext } from "../../../contract.js";
import type { ConditionSource, FoundAttribute, FoundConditions } from "../../contract.js";
import { configurable } from "../../../../base/slots/configurable.js";
import { passageEntities } from "./passage-entities.js";

const PARTS = ["entities", "relations", "hyponyms"] as const;
/** Facts of a value that samples are written from at most. */
const MOST_FACTS = 50;
/** Draws for each wanted entity before a graph counts as having no more. */
const TRIES = 8;

const rootsSchema = z.union([
  z.array(z.string().min(1)).min(1),
  z.record(z.string().min(1), z.array(z.string().min(1)).min(1)),
]);

/**
 * Entities, relations and kinds of a knowledge graph (ClinGen, Xu et al. 2023; SynthIE, Josifoski
 * et al. 2023). Without a graph, the names that the passages of the knowledge sources mention most.
 * The facts of a value go with it as passages.
 */
export const knowledgeGraphSource = configurable({
  settings: z.strictObject({
    parts: z
      .array(z.enum(PARTS))
      .min(1)
      .optional()
      .describe(
        "entities, relations, hyponyms. Default: hyponyms where roots are given, else entities.",
      ),
    roots: rootsSchema
      .optional()
      .describe(
        "Entities, by id or label, whose kinds are the values; or label -> entities, for " +
          "values of each label.",
      ),
    depth: z.number().int().min(1).optional().describe("Most steps below a root. Default: all."),
    instances: z.boolean().default(true).describe("Whether instances count as kinds."),
    broader: z
      .array(z.string().min(1))
      .optional()
      .describe("Relations that lead from the narrower to the broader. Default: the usual ones."),
    values: countSetting(
      { from: 1, usual: 100 },
      "Most values of a dimension; more are drawn so that relations are covered evenly.",
    ),
    dimension: z
      .string()
      .min(1)
      .default("entity")
      .describe("Name of the dimension of entities and kinds."),
  }),
  make: (settings): ConditionSource => ({
    name: "knowledge-graph",
    async find(_query, context): Promise<FoundConditions> {
      const { graph } = context.knowledge;
      if (graph === null) return passageEntities(settings, context);
      const notes: string[] = [];
      const parts = settings.parts ?? (settings.roots ? ["hyponyms"] : ["entities"]);
      const attributes: FoundAttribute[] = [];
      if (parts.includes("hyponyms")) attributes.push(...kinds(graph, settings, context, notes));
      else if (parts.includes("entities"))
        attributes.push(...entities(graph, settings, context, notes));
      if (parts.includes("hyponyms") && parts.includes("entities"))
        notes.push("knowledge-graph: the kinds below the roots are the entities");
      if (parts.includes("relations"))
        attributes.push(...relations(graph, settings, attributes[0]));
      return { attributes, notes };
    },
  }),
});

type Settings = z.output<typeof knowledgeGraphSource.settings>;
const shared = {
  description: "what the sample is about, as the knowledge sources have it",
  source: "knowledge",
  steerable: true,
} as const;

/** Kinds below the roots, of each label or of all. */
function kinds(
  graph: KnowledgeGraph,
  settings: Settings,
  context: AgentContext,
  notes: string[],
): FoundAttribute[] {
  const { roots, dimension: name } = settings;
  if (roots === undefined) {
    notes.push("knowledge-graph: hyponyms need `roots` to start from; there are none");
    return [];
  }
  const below = (names: readonly string[], key: string): string[] =>
    limited(
      names.flatMap((root) => belowRoot(graph, root, settings, notes)),
      settings.values,
      { name: key, context, notes },
    );
  if (Array.isArray(roots)) {
    const values = below(roots, name);
    return values.length === 0
      ? []
      : [{ ...shared, name, values, passages: factsOf(graph, values) }];
  }
  const unknown = Object.keys(roots).filter((label) =>
    context.task.labels.every((known) => known.name !== label),
  );
  if (unknown.length > 0)
    notes.push(
      `knowledge-graph: roots for ${unknown.join(", ")}, which is no label of the task, are ` +
        "not used",
    );
  const perLabel = Object.fromEntries(
    context.task.labels
      .flatMap(({ name: label }) =>
        Object.hasOwn(roots, label)
          ? [[label, below(roots[label]!, `${name} of ${label}`)] as const]
          : [],
      )
      .filter(([, values]) => values.length > 0),
  );
  return Object.keys(perLabel).length === 0
    ? []
    : [
        {
          ...shared,
          name,
          values: [],
          perLabel,
          passages: factsOf(graph, [...new Set(Object.values(perLabel).flat())]),
        },
      ];
}

function belowRoot(
  graph: KnowledgeGraph,
  root: string,
  { depth, instances, broader }: Settings,
  notes: string[],
): string[] {
  try {
    const found = graph
      .hyponyms(root, {
        instances,
        depth,
        relations: broader,
      })
      .map(({ label }) => label);
    if (found.length === 0) notes.push(`knowledge-graph: nothing is narrower than ${root}`);
    return found;
  } catch (error) {
    if (!isDatawrightError(error) || error.code !== "DATA_NOT_FOUND") throw error;
    notes.push(`knowledge-graph: ${error.message}`);
    return [];
  }
}

/** All entities, or subjects of triples drawn so that every relation is covered about evenly. */
function entities(
  graph: KnowledgeGraph,
  { values: most, dimension: name }: Settings,
  { random }: AgentContext,
  notes: string[],
): FoundAttribute[] {
  const { entities: total } = graph.size;
  const labels = new Set<string>();
  if (total <= most) for (const { label } of graph.entities()) labels.add(label);
  else {
    const sampler = graph.sampler();
    const stream = random.derive("entities", name);
    for (let turn = 0; labels.size < most && turn < TRIES * most; turn++) {
      for (const triple of sampler.draw({ random: stream, size: 1 }))
        labels.add(graph.label(triple.subject));
    }
    notes.push(
      `knowledge-graph: ${labels.size} of ${total} entities were drawn as values of ${name}`,
    );
  }
  const values = [...labels].filter((label) => label.trim() !== "");
  if (values.length === 0) notes.push("knowledge-graph: the graph has no entity");
  return values.length === 0 ? [] : [{ ...shared, name, values, passages: factsOf(graph, values) }];
}

/** Relations as a dimension; beside entities only those that the entity has can be drawn. */
function relations(
  graph: KnowledgeGraph,
  { dimension: name }: Settings,
  beside: FoundAttribute | undefined,
): FoundAttribute[] {
  const all = [...new Set(graph.relations().map(({ label }) => label))];
  if (all.length === 0) return [];
  const attribute = {
    name: "relation",
    description: "the relation that the sample is about",
    source: "knowledge",
    steerable: true,
    values: all,
  } as const;
  if (beside === undefined) return [{ ...attribute, values: all }];
  const entitiesBeside = [
    ...new Set([...beside.values, ...Object.values(beside.perLabel ?? {}).flat()]),
  ];
  const given = Object.fromEntries(
    entitiesBeside.map((entity) => [
      entity,
      Object.fromEntries(
        [...new Set(graph.neighbours(entity).map(({ relation }) => graph.label(relation)))].map(
          (relation) => [relation, 1],
        ),
      ),
    ]),
  );
  return [{ ...attribute, values: all, given: { [name]: given } }];
}

/** Value -> ids of its facts, which are passages too. */
function factsOf(graph: KnowledgeGraph, values: readonly string[]): Record<string, string[]> {
  return Object.fromEntries(
    values
      .map(
        (value) =>
          [
            value,
            graph
              .neighbours(value)
              .slice(0, MOST_FACTS)
              .map(({ triple }) => triple.id),
          ] as const,
      )
      .filter(([, ids]) => ids.length > 0),
  );
}

/** At most so many different values, drawn where there are more. */
function limited(
  found: readonly string[],
  most: number,
  {
    name,
    context,
    notes,
  }: { readonly name: string; readonly context: AgentContext; readonly notes: string[] },
): string[] {
  const values = [...new Set(found.filter((value) => value.trim() !== ""))];
  if (values.length <= most) return values;
  notes.push(`knowledge-graph: ${most} of ${values.length} values of ${name} were drawn`);
  const drawn = new Set(context.random.derive("kinds", name).sample(values, most));
  return values.filter((value) => drawn.has(value));
}
