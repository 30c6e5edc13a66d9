/** How spans are written in a request. */
const PROTOCOLS = ["http/protobuf", "http/json"] as const;
export type OtlpProtocol = (typeof PROTOCOLS)[number];

/** Where spans go, as OpenTelemetry's variables say it. */
export interface OtlpSettings {
  /** Address that spans are posted to. */
  readonly url: string;
  readonly protocol: OtlpProtocol;
  /** Milliseconds that one request may take with its retries, and that the end of a run waits. */
  readonly timeoutMilliseconds: number;
  /** True where requests and answers go with the spans. */
  readonly capturesContent: boolean;
}

/** What the variables ask for: nothing, spans to be sent, or what cannot be done, in words. */
export type OtlpChoice = OtlpSettings | { readonly problem: string } | null;

type Environment = Readonly<Record<string, string | undefined>>;

const TRACES_PATH = "v1/traces";
const USUAL_ENDPOINT = "http://localhost:4318";
/** Half of what OpenTelemetry has: the end of a run waits as long for an endpoint that is silent. */
const USUAL_TIMEOUT = 5000;
const CONTENT = new Set(["true", "1", "span_only", "span_and_event"]);

/**
 * Reads whether and where spans are sent: `OTEL_EXPORTER_OTLP_ENDPOINT` or
 * `OTEL_EXPORTER_OTLP_TRACES_ENDPOINT` switches it on, `OTEL_SDK_DISABLED` and
 * `OTEL_TRACES_EXPORTER=none` off. What the SDK reads by itself (headers, certificates, limits of
 * the queue and of spans, sampler, resource) is not read here.
 */
export function otlpSettings(environment: Environment = process.env): OtlpChoice {
  const read = (name: string): string | undefined => environment[name]?.trim() || undefined;
  const specific = (name: string): string | undefined =>
    read(`OTEL_EXPORTER_OTLP_TRACES_${name}`) ?? read(`OTEL_EXPORTER_OTLP_${name}`);
  if (read("OTEL_SDK_DISABLED")?.toLowerCase() === "true") return null;
  const exporters = read("OTEL_TRACES_EXPORTER")
    ?.split(",")
    .map((name) => name.trim());
  const endpoint = specific("ENDPOINT");
  if (exporters?.includes("none") || (endpoint === undefined && !exporters?.includes("otlp")))
    return null;
  if (exporters !== undefined && !exporters.includes("otlp"))
    return unsent(`OTEL_TRACES_EXPORTER=${exporters.join(",")} does not name otlp`);
  const asked = specific("PROTOCOL") ?? PROTOCOLS[0];
  const protocol = PROTOCOLS.find((name) => name === asked);
  if (protocol === undefined)
    return unsent(
      `OTEL_EXPORTER_OTLP_PROTOCOL=${asked} is not spoken here; set ${PROTOCOLS.join(" or ")}`,
    );
  const whole = read("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT");
  const base = read("OTEL_EXPORTER_OTLP_ENDPOINT") ?? USUAL_ENDPOINT;
  const address = whole ?? `${base.replace(/\/$/u, "")}/${TRACES_PATH}`;
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url === null || !/^https?:$/u.test(url.protocol))
    return unsent("OTEL_EXPORTER_OTLP_ENDPOINT is no http or https address");
  const timeout = Number(specific("TIMEOUT"));
  return {
    url: url.href,
    protocol,
    timeoutMilliseconds: Number.isFinite(timeout) && timeout > 0 ? timeout : USUAL_TIMEOUT,
    capturesContent: CONTENT.has(
      read("OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT")?.toLowerCase() ?? "",
    ),
  };
}

function unsent(why: string): { readonly problem: string } {
  return { problem: `the run's trace is not sent by OTLP: ${why}` };
}
