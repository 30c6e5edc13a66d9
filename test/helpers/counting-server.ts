import type { ChildProcess } from "node:child_process";
import type { Socket } from "node:net";
import { sha256Hex } from "../../base/statistics/hash.js";
import type { Fault } from "./openai-faults.js";
import { startOpenAiServer, type OpenAiServer, type ServerRequest } from "./openai-server.js";
import { ticketServerAnswer } from "./ticket-run.js";

/** A request, in milliseconds from the start of the process. */
export interface Asked {
  /** Which one, the same whenever it is sent again. */
  readonly key: string;
  /** How often it was sent so far. */
  readonly tries: number;
  readonly at: number;
  answeredAt: number | null;
  /** When its connection was closed with nothing sent on it after this request; null while it stands. */
  leftAt: number | null;
}

/** A server that counts how often each request was sent and how often it was answered well. */
export class CountingServer {
  readonly sent = new Map<string, number>();
  readonly answered = new Map<string, number>();
  /** All that was asked, in the order of arrival. */
  readonly asked: Asked[] = [];
  server!: OpenAiServer;

  /** @param faultOf what goes wrong with a request that is sent for the n-th time, from 1 */
  static async start(
    faultOf: (request: ServerRequest, tries: number) => Fault | null,
  ): Promise<CountingServer> {
    const counting = new CountingServer();
    const keyOf = (body: Record<string, unknown>): string => sha256Hex(JSON.stringify(body));
    const latest = new WeakMap<Socket, Asked>();
    counting.server = await startOpenAiServer({
      keepRequests: false,
      seen: ({ body, index }, connection) => {
        const key = keyOf(body);
        const tries = (counting.sent.get(key) ?? 0) + 1;
        counting.sent.set(key, tries);
        const asked = { key, tries, at: performance.now(), answeredAt: null, leftAt: null };
        counting.asked[index] = asked;
        if (!latest.has(connection))
          connection.once("close", () => (latest.get(connection)!.leftAt = performance.now()));
        latest.set(connection, asked);
      },
      rule: (request) => faultOf(request, counting.asked[request.index]!.tries),
      answer: (body, index) => {
        const key = keyOf(body);
        counting.asked[index]!.answeredAt = performance.now();
        counting.answered.set(key, (counting.answered.get(key) ?? 0) + 1);
        return ticketServerAnswer(body);
      },
    });
    return counting;
  }

  /** Answers in all. */
  get paid(): number {
    return [...this.answered.values()].reduce((sum, times) => sum + times, 0);
  }
  /** Answers to requests that had been answered before. */
  get askedAgain(): number {
    return this.paid - this.answered.size;
  }

  /** Waits until so many requests came, or the process has ended. */
  async reached(requests: number, child: ChildProcess): Promise<void> {
    while (this.server.count < requests && child.exitCode === null && child.signalCode === null)
      await new Promise((resolve) => setTimeout(resolve, 2));
  }
}
