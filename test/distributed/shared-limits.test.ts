import type { Redis } from "ioredis";
import { connectRedis, queueName } from "../../memory/redis/redis-connection.js";
import { SharedBudget } from "../../memory/redis/shared-budget.js";
import { SharedLedger } from "../../memory/redis/shared-ledger.js";
import { SharedLimits } from "../../memory/redis/shared-limits.js";
import { ModelShare } from "../../tools/models/limits/model-share.js";
import { ManualClock, settle } from "../helpers/manual-clock.js";
import { hasRedis, RedisTestServer } from "../helpers/redis-server.js";

const isThere = hasRedis() || process.env["CI"] !== undefined;
const NOTHING = { usd: 0, calls: 0, cachedCalls: 0, tokens: { input: 0, output: 0 } };

(isThere ? describe : describe.skip)(
  `what processes share in Redis${isThere ? "" : " (skipped: redis-server is not installed)"}`,
  () => {
    let server: RedisTestServer;
    let redis: Redis;
    beforeAll(async () => {
      server = await RedisTestServer.start({ password: "of-the-queue-5511" });
      redis = await connectRedis(server.url);
    });
    afterAll(async () => {
      redis.disconnect();
      await server.stop();
    });
    const limits = (member: string, seconds = 60): SharedLimits =>
      new SharedLimits(redis, { member, seconds });

    it("gives no place twice, leaves to others what one does not want, and takes back what runs out", async () => {
      const places = (member: string, wanted: number, held = 0, seconds = 60): Promise<number> =>
        limits(member, seconds).places("p", { limit: 10, wanted, held });
      expect(await places("a", 20)).toBe(10);
      // All are in flight there: b gets places as they come back.
      expect(await places("b", 20)).toBe(0);
      expect(await places("a", 20, 8)).toBe(8);
      expect(await places("b", 20)).toBe(2);
      expect(await places("a", 20, 5)).toBe(5);
      expect(await places("b", 20)).toBe(5);
      expect(await places("a", 1, 0)).toBe(1);
      expect(await places("b", 20, 5)).toBe(9);
      // One that is silent holds its places until its lease ends, and no longer.
      expect(await places("b", 20, 9, 0.001)).toBe(9);
      let granted = 0;
      while (granted < 10) granted = await places("a", 20, 0);
      expect(granted).toBe(10);
    });

    it("uses no place that was given away while the answer of Redis was under way", async () => {
      const answers: (() => void)[] = [];
      class Slow extends SharedLimits {
        override async places(...asked: Parameters<SharedLimits["places"]>): Promise<number> {
          const granted = await super.places(...asked);
          await new Promise<void>((resolve) => answers.push(resolve));
          return granted;
        }
      }
      const clock = new ManualClock();
      const share = (member: string) => {
        const own = new ModelShare(new Slow(redis, { member, seconds: 60 }), {
          ...{ provider: "slow", most: 6, clock },
          ...{ requestsPerMinute: undefined, tokensPerMinute: undefined },
        });
        const need = { inFlight: 0, waiting: 6 };
        own.serve(need, () => {});
        own.want();
        return { own, need };
      };
      const asked = async (many: number): Promise<void> => {
        while (answers.length < many) await new Promise((resolve) => setImmediate(resolve));
      };
      const answer = async (): Promise<void> => {
        answers.shift()!();
        await settle();
      };
      const a = share("a");
      await clock.advance(1000);
      await asked(1);
      await answer();
      expect(a.own.places).toBe(6);
      Object.assign(a.need, { inFlight: 2, waiting: 1 });
      await clock.advance(15_000);
      await asked(1);
      const b = share("b");
      await clock.advance(1000);
      await asked(2);
      // What it asked with is in flight, and more may be the other's: that is not known before the answer.
      expect(a.own.places).toBe(2);
      answers.reverse();
      await answer();
      expect(a.own.places + b.own.places).toBeLessThanOrEqual(6);
      await answer();
      expect([a.own.places, b.own.places]).toEqual([3, 3]);
    });

    it("grants permits by requests and tokens, and takes back what was not used", async () => {
      const ask = (
        requests: number,
        tokens: number,
        back = { requests: 0, tokens: 0, at: 0 },
        provider = "q",
      ) =>
        limits("a").permits(provider, {
          requestsPerMinute: 300,
          tokensPerMinute: 1000,
          requests,
          firstTokens: tokens / requests,
          tokens,
          keep: 50,
          back,
        });
      // Five of a second's: the sixth has to wait for about a second.
      const first = await ask(8, 80);
      expect(first).toMatchObject({ requests: 5, wait: 0 });
      const none = await ask(1, 10);
      expect(none.requests).toBe(0);
      expect(none.wait).toBeGreaterThan(500);
      expect(none.wait).toBeLessThan(1200);
      expect(await ask(2, 20, { requests: 3, tokens: 0, at: first.at })).toMatchObject({
        requests: 2,
      });
      // One that is larger than the minute's tokens goes alone, and then nothing.
      expect(await ask(1, 5000, undefined, "large")).toMatchObject({ requests: 1, tokens: 5000 });
      const after = await ask(1, 10, undefined, "large");
      expect(after.requests).toBe(0);
      expect(after.wait).toBeGreaterThan(50_000);
    });

    it("books what a silent process had in flight at its likely size", async () => {
      const budget = (member: string, seconds = 60): SharedBudget =>
        new SharedBudget(redis, { run: "r", member, seconds });
      const call = (tokens: number) => ({ calls: 1, tokens, usd: 0 });
      expect((await budget("a").reserve(call(10), call(5))).answer).toBe("missing");
      await budget("a").open({ tokens: 100 }, NOTHING);
      expect((await budget("a", 0.001).reserve(call(80), call(30))).answer).toBe("granted");
      let { answer, spent } = await budget("b").reserve(call(60), call(60));
      while (answer === "wait") ({ answer, spent } = await budget("b").reserve(call(60), call(60)));
      expect(answer).toBe("granted");
      expect(spent).toMatchObject({ calls: 1, tokens: { input: 30 } });
      expect((await budget("c").reserve(call(20), call(20))).answer).toBe("wait");
      await budget("b").settle(call(60), call(60), {
        inputTokens: 60,
        outputTokens: 5,
        usd: null,
      });
      expect((await budget("c").reserve(call(20), call(20))).answer).toEqual({ full: "tokens" });
      // What is spent never becomes less, and one price that is not known makes the sum unknown.
      expect(await budget("a").open({ tokens: 100 }, NOTHING)).toEqual({
        usd: null,
        calls: 2,
        cachedCalls: 0,
        tokens: { input: 90, output: 5 },
      });
    });

    it("has a ledger that Redis lost opened by its owner only, with all that was spent", async () => {
      const limits = { calls: 100 };
      const budget = (member: string): SharedBudget =>
        new SharedBudget(redis, { run: "lost", member, seconds: 60 });
      const owner = new SharedLedger(
        budget("owner"),
        limits,
        await budget("owner").open(limits, NOTHING),
      );
      const member = new SharedLedger(budget("member"), limits, (await budget("member").beat())!);
      const cost = { inputTokens: 10, outputTokens: 1, usd: 0 };
      const one = { calls: 1, tokens: 11, usd: 0 };
      const admitted = (ledger: SharedLedger) =>
        ledger.admit(one, { likely: one, onCancel: () => () => {} });
      const [ours, theirs] = [await admitted(owner), await admitted(member)];
      owner.record(cost);
      await redis.del("datawright:budget:lost");

      // What is booked meanwhile is kept by whoever booked it; nobody makes a ledger of nothing.
      ours.settle(cost);
      theirs.settle(cost);
      member.record(cost);
      expect(await member.beat()).toBe(false);
      await member.close();
      expect(await redis.exists("datawright:budget:lost")).toBe(0);
      expect(await owner.beat()).toBe(false);
      await owner.reopen();
      expect(await owner.beat()).toBe(true);
      expect(owner.spent()).toMatchObject({ calls: 2, tokens: { input: 20, output: 2 } });
      expect(await member.beat()).toBe(true);
      await owner.beat();
      expect([owner.spent(), member.spent()]).toMatchObject([{ calls: 4 }, { calls: 4 }]);

      await budget("owner").remove();
      await Promise.all([owner.close(), member.close()]);
      expect(await redis.exists("datawright:budget:lost")).toBe(0);
    });

    it("says what is wrong with a queue, and never its password", async () => {
      await expect(connectRedis("http://localhost")).rejects.toMatchObject({ code: "USAGE" });
      const wrong = server.url.replace("of-the-queue-5511", "another-word-9921");
      const refused = (await connectRedis(wrong).catch((error: unknown) => error)) as Error;
      expect(refused).toMatchObject({
        code: "QUEUE_UNREACHABLE",
        message: expect.stringContaining("refuses the user or the password") as string,
      });
      expect(JSON.stringify(refused) + String(refused.stack)).not.toContain("another-word-9921");
      expect(queueName(server.url)).toBe(`redis://127.0.0.1:${server.port}`);
      await expect(connectRedis("redis://127.0.0.1:1")).rejects.toMatchObject({
        code: "QUEUE_UNREACHABLE",
        hint: expect.stringContaining("Start Redis") as string,
      });
    });
  },
);
