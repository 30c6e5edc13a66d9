import { otlpSettings } from "../../../tools/otlp/otlp-settings.js";

const ENDPOINT = { OTEL_EXPORTER_OTLP_ENDPOINT: "http://collector:4318/base/" };

describe("OpenTelemetry's variables", () => {
  it.each<[string, Record<string, string>, unknown]>([
    ["nothing without an endpoint", {}, null],
    ["the path behind a base", ENDPOINT, { url: "http://collector:4318/base/v1/traces" }],
    [
      "an address of traces as it is",
      { ...ENDPOINT, OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: "https://traces/in" },
      { url: "https://traces/in" },
    ],
    [
      "the usual collector where the exporter is named",
      { OTEL_TRACES_EXPORTER: "otlp" },
      { url: "http://localhost:4318/v1/traces" },
    ],
    ["nothing where the SDK is off", { ...ENDPOINT, OTEL_SDK_DISABLED: "true" }, null],
    ["nothing where no exporter is wanted", { ...ENDPOINT, OTEL_TRACES_EXPORTER: "none" }, null],
    [
      "five seconds, or what is asked for",
      { ...ENDPOINT, OTEL_EXPORTER_OTLP_TIMEOUT: "900" },
      { timeoutMilliseconds: 900 },
    ],
    ["no contents", ENDPOINT, { capturesContent: false, timeoutMilliseconds: 5000 }],
    [
      "contents where they are asked for",
      { ...ENDPOINT, OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT: "true" },
      { capturesContent: true },
    ],
    ["protobuf", ENDPOINT, { protocol: "http/protobuf" }],
    [
      "JSON where that is asked for",
      { ...ENDPOINT, OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: "http/json" },
      { protocol: "http/json" },
    ],
    [
      "what cannot be spoken",
      { ...ENDPOINT, OTEL_EXPORTER_OTLP_PROTOCOL: "grpc" },
      { problem: expect.stringContaining("OTEL_EXPORTER_OTLP_PROTOCOL=grpc") as unknown },
    ],
    [
      "what is no address",
      { OTEL_EXPORTER_OTLP_ENDPOINT: "collector:4318" },
      { problem: expect.stringContaining("no http or https address") as unknown },
    ],
  ])("mean %s", (_, environment, expected) => {
    const settings = otlpSettings(environment);
    if (expected === null) expect(settings).toBeNull();
    else expect(settings).toMatchObject(expected as object);
  });
});
