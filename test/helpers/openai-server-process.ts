import { parseArgs } from "node:util";
import { pathToFileURL } from "node:url";
import type { Fault } from "./openai-faults.js";
import { startOpenAiServer, type OpenAiServerOptions } from "./openai-server.js";

/*
 * The server as a process of its own, for benches and for tests that kill a run:
 *
 *     node --import tsx test/helpers/openai-server-process.ts --latency 200 --answers ./my-answers.ts --faults '[{"kind":"close"}]'
 *
 * Prints one line {"url", "port"} when it listens. Then each line on its standard input is answered
 * by one line
 * {"count", "inFlight", "mostInFlight"}; it ends when its standard input does. `--answers` names a
 * module that exports
 * `answer(body, index)`, and may export `rule(request)`.
 */
const { values } = parseArgs({
  options: {
    latency: { type: "string", default: "0" },
    port: { type: "string", default: "0" },
    dimension: { type: "string", default: "64" },
    answers: { type: "string" },
    faults: { type: "string" },
  },
});
const module =
  values.answers === undefined
    ? {}
    : ((await import(pathToFileURL(values.answers).href)) as Pick<
        OpenAiServerOptions,
        "answer" | "rule"
      >);
const server = await startOpenAiServer({
  port: Number(values.port),
  latencyMilliseconds: Number(values.latency),
  dimension: Number(values.dimension),
  keepRequests: false,
  ...(values.faults === undefined ? {} : { faults: JSON.parse(values.faults) as (Fault | null)[] }),
  ...(module.answer ? { answer: module.answer } : {}),
  ...(module.rule ? { rule: module.rule } : {}),
});
process.stdout.write(
  `${JSON.stringify({ url: server.url, port: Number(new URL(server.url).port) })}\n`,
);
process.stdin.on("data", (chunk: Buffer) => {
  for (const _line of chunk.toString("utf8").split("\n").slice(1)) {
    process.stdout.write(
      `${JSON.stringify({ count: server.count, inFlight: server.inFlight, mostInFlight: server.mostInFlight })}\n`,
    );
  }
});
process.stdin.on("end", () => void server.stop().then(() => process.exit(0)));
