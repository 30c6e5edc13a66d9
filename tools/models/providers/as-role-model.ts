import type { ChatModel, RoleModel } from "../contract.js";
import { createRoleModel } from "./role-model.js";

/** A judge outside a run: as it is, or a chat model as a role sees it, without cache and budget. */
export function asRoleModel(model: RoleModel | ChatModel): RoleModel {
  return "object" in model ? model : createRoleModel({ model, agent: "evaluator" });
}
