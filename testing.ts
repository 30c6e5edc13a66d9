/*
 * The public test kit, `datawright/testing`: a strict fake model, and what every implementation of
 * a contract must do.
 */
export { scriptedModel } from "./tools/models/providers/scripted-model.js";
export type {
  Script,
  ScriptedAnswer,
  ScriptedModel,
} from "./tools/models/providers/scripted-model.js";
export { chatModelChecks } from "./tools/models/providers/chat-model-checks.js";
export type {
  ChatModelCheckOptions,
  ConformanceCheck,
} from "./tools/models/providers/chat-model-checks.js";
export { embeddingModelChecks } from "./tools/models/providers/embedding-model-checks.js";
