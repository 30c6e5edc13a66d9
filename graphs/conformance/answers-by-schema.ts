import { z } from "zod";
import type { RoleModel } from "../../tools/models/contract.js";
import { fillSchema } from "./fill-schema.js";
import { madeRoleModel } from "./made-context.js";

/** A role's model that fills the schema of every question, the same for the same question. */
export function answersBySchema(): RoleModel {
  return madeRoleModel(
    ({ schema, prompt, orderId, step, attempt }) =>
      fillSchema(
        z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }),
        JSON.stringify([prompt.sections, orderId, step, attempt]),
      ),
    {
      chat: ({ messages, format, orderId, step, attempt }) => {
        const seed = JSON.stringify([messages, orderId, step, attempt]);
        return format?.schema === undefined
          ? String(fillSchema({ type: "string" }, seed))
          : JSON.stringify(fillSchema(format.schema, seed));
      },
    },
  );
}
