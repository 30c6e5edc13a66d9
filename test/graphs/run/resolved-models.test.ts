import { modelConfig, resolveRoleModels } from "../../../graphs/run/resolved-models.js";
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

describe("a role that several models share", () => {
  const generator = {
    model: "openai:large",
    price: { input: 1, output: 2 },
    also: ["openai:small", { model: "openai:other", weight: 3, baseUrl: "http://127.0.0.1:1/v1" }],
  };
  const specOf = (budget: object) =>
    taskSpecSchema.parse(ticketSpec({ models: { generator }, budget }));

  it("is resolved and kept with all of them, and replaced by one that is named", async () => {
    const { generator: resolved } = await resolveRoleModels(specOf({}), {});
    const names = [resolved, ...resolved.also!].map(({ model }) => model.info.name);
    expect(names).toEqual(["openai:large", "openai:small", "openai:other"]);
    expect(resolved.also![1]!.settings.weight).toBe(3);
    expect(modelConfig(specOf({}), {})["generator"]).toEqual({
      ...generator,
      also: ["openai:small", generator.also[1]],
    });
    expect(modelConfig(specOf({}), { model: "openai:mine" })["generator"]).toEqual({
      model: "openai:mine",
      price: generator.price,
    });
  });

  it("needs a price for each of them where money is limited", async () => {
    await expect(resolveRoleModels(specOf({ usd: 1 }), {})).rejects.toMatchObject({
      code: "NO_PRICE",
    });
  });
});
