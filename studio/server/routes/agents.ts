import { z } from "zod";
import { DatawrightError } from "../../../base/errors.js";
import { AGENT_SLOTS } from "../../../agents/slots.js";
import { ROLE_NAMES, ROLES } from "../../../agents/roles.js";
import type { Trial } from "../../../graphs/commands/try-task.js";
import { paidModels } from "../../../graphs/opening/paid-models.js";
import { readSpecText } from "../../../graphs/run/read-spec.js";
import {
  agentFiguresSchema,
  agentsSchema,
  triedSchema,
  tryAgentSchema,
  type Tried,
} from "../../api/agents.js";
import { jsonRoute, type Route } from "../route.js";
import { agentFigures } from "../read/agent-figures.js";
import { answeredDetail, plainVerdict } from "../read/span-detail.js";
import { judgedInTheseWords, schemaInTheseWords, toldInTheseWords } from "../words.js";
import { workOf } from "./task.js";

/** What each role chooses by name. */
const SLOTS_OF: Readonly<Record<string, readonly (keyof typeof AGENT_SLOTS)[]>> = {
  planner: [
    "planStrategies",
    "decompositions",
    "conditionSources",
    "seedSelectors",
    "sourceSelectors",
  ],
  generator: ["generateStrategies", "demonstrationSelectors"],
  critic: ["criteria"],
  labeler: ["classifiers"],
  curator: ["filters", "relabelers", "reweighters"],
  evaluator: ["metrics"],
};

export const agentRoutes: readonly Route[] = [
  jsonRoute({
    method: "get",
    path: "/api/agents",
    summary: "The roles with the schemas of their methods and what they choose by name.",
    answer: agentsSchema,
    inWords: ({ agents }, words) => ({
      agents: agents.map((agent) => ({
        ...agent,
        methods: agent.methods.map((method) => schemaInTheseWords(method, words)),
        slots: agent.slots.map(({ slot, choices }) => ({
          slot: words.sentence(slot),
          choices: choices.map(({ name, about }) => ({ name, about: words.field(about) })),
        })),
      })),
    }),
    handle: async () => ({
      agents: ROLE_NAMES.map((role) => ({
        role,
        name: role,
        methods: Object.entries(ROLES[role]).map(([name, { input, output }]) => ({
          name,
          input: schemaOf(input, "input"),
          output: schemaOf(output, "output"),
        })),
        slots: (SLOTS_OF[role] ?? []).map((slot) => ({
          slot: AGENT_SLOTS[slot].title,
          choices: AGENT_SLOTS[slot].names.map((name) => ({
            name,
            about: AGENT_SLOTS[slot].about(name),
          })),
        })),
      })),
    }),
  }),
  jsonRoute({
    method: "get",
    path: "/api/runs/:run/agents",
    summary: "Calls, failures, times, tokens, cost and refusals of every agent of a run.",
    answer: agentFiguresSchema,
    handle: async ({ params, studio }) => {
      const run = params["run"]!;
      const reader = await studio.readers.open(run);
      return { run, agents: await reader.lately("agents", () => agentFigures(reader)) };
    },
  }),
  jsonRoute({
    method: "post",
    path: "/api/agents/try",
    summary: "Makes the first samples of a task with every agent's step; nothing is kept.",
    body: tryAgentSchema,
    answer: triedSchema,
    inWords: ({ samples, error }, words) => ({
      samples: samples.map((sample) => ({
        ...sample,
        spans: sample.spans.map((span) => ({
          ...span,
          verdicts: judgedInTheseWords(span.verdicts, words),
        })),
      })),
      error: error && toldInTheseWords(error, words),
    }),
    handle: async ({ body, studio, signal }) => {
      const work = workOf("try", body, studio);
      const paid = await paidModels(await readSpecText(body.task, work.options), work.options);
      if (paid.length > 0 && !body.confirmed)
        throw new DatawrightError({
          code: "USAGE",
          message: `${paid.join(", ")}: this may cost money`,
          hint: "Confirm it, or try the task with the embedded model.",
          details: { paid },
        });
      return triedOf(
        (await studio.children.result({ ...work, most: body.samples }, signal)) as Trial,
      );
    },
  }),
];

function triedOf({ samples, error }: Trial): Tried {
  return {
    samples: samples.map(({ sample, verdicts, spans, bodies }) => ({
      id: sample.id,
      fields: sample.fields,
      label: sample.label.current,
      status: sample.status,
      reasons: sample.reasons,
      spans: spans.map((span) => ({
        ...answeredDetail(span, {
          request: span.inputHash === null ? null : bodies[span.inputHash],
          output: span.outputHash === null ? null : bodies[span.outputHash],
          children: spans.filter(({ parentId }) => parentId === span.id).length,
        }),
        verdicts:
          span.agent === "critic"
            ? verdicts.map((verdict) => ({
                sampleId: verdict.sampleId,
                ...plainVerdict(verdict),
              }))
            : [],
        ancestors: [],
      })),
    })),
    error: error === null ? null : { code: error.code, message: error.message },
  };
}

function schemaOf(schema: z.ZodType, io: "input" | "output"): Record<string, unknown> {
  return z.toJSONSchema(schema, { io, unrepresentable: "any" });
}
