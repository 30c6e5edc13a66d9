import { strictProblems } from "../../../tools/models/prompt/strict-schema.js";
import { findingOf, type PromptCheck } from "../prompt-finding.js";

/** Schemas that cannot be sent as strict: see strictProblems. Each step once. */
export const checkSchemas: PromptCheck = (requests) => {
  const seen = new Set<string>();
  return requests.flatMap((one) => {
    const { schema, type } = one.request.format;
    const key = JSON.stringify([one.role, schema]);
    if (schema === undefined || type !== "schema" || seen.has(key)) return [];
    seen.add(key);
    const [first, ...others] = strictProblems(schema);
    if (first === undefined) return [];
    const more = others.length === 0 ? "" : `, and ${others.length} more`;
    return [
      findingOf("schema-not-strict", one, `${first.path || "the root"}: ${first.problem}${more}`),
    ];
  });
};
