import { modelConfig } from "../../../graphs/run/role-models.js";
import { taskSpecSchema } from "../../../schema/task-file/task-spec.js";
import { ticketSpec } from "../../helpers/ticket-run.js";

describe("a model that is named at the start of a run", () => {
  const rest = {
    apiKeyEnv: "MY_KEY",
    price: { input: 1, output: 2 },
    requestsPerMinute: 60,
    temperature: 0.3,
  };
  const spec = taskSpecSchema.parse(
    ticketSpec({
      models: {
        default: { model: "openai:large", ...rest },
        critic: { model: "openai:judge", temperature: 0 },
      },
    }),
  );

  it("keeps the settings that stand beside the name it replaces", () => {
    const config = modelConfig(spec, { model: "openai:small" });
    expect(config["generator"]).toEqual({ model: "openai:small", ...rest });
    expect(config["critic"]).toEqual({ model: "openai:small", temperature: 0 });
  });

  it("takes nothing of a provider's over to the embedded model", () => {
    expect(modelConfig(spec, { model: "embedded" })["generator"]).toEqual({
      model: "embedded",
      temperature: 0.3,
    });
  });

  it("is taken as it is where it has settings of its own", () => {
    const model = { model: "openai:small", temperature: 1 };
    expect(modelConfig(spec, { model })["generator"]).toEqual(model);
  });
});
