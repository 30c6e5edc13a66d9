// The contexts that the public conformance suites use, under the names that tests know.
export {
  letterVector,
  silentLogger,
  madeSpan as fakeSpan,
  madeTask as fakeTask,
  madeRow as fakeRow,
  madeRoleModel as fakeRoleModel,
  madeMemory as fakeMemory,
  madeKnowledge as fakeKnowledge,
  madeContext as fakeContext,
} from "../../graphs/conformance/made-context.js";
export type { RoleAnswer, RoleRequest } from "../../graphs/conformance/made-context.js";
