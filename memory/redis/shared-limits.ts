import type { Redis } from "ioredis";

/**
 * Places among requests in flight: each member gets what it wants, as far as an even share goes;
 * what some do not want goes to the others. A place is given only once nobody else holds it.
 *
 * KEYS: members. ARGV: member, places in all, wanted, held (in flight), milliseconds of the lease.
 */
const PLACES = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local me, limit = ARGV[1], tonumber(ARGV[2])
local wanted, held, lease = tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5])
local all = redis.call('HGETALL', KEYS[1])
local others, wants = 0, { { id = me, want = wanted } }
for i = 1, #all, 2 do
  local granted, want, ends = string.match(all[i + 1], '^(%d+) (%d+) (%d+)$')
  if tonumber(ends) < now then redis.call('HDEL', KEYS[1], all[i])
  elseif all[i] ~= me then
    others = others + tonumber(granted)
    table.insert(wants, { id = all[i], want = tonumber(want) })
  end
end
table.sort(wants, function(a, b) if a.want == b.want then return a.id < b.id end return a.want < b.want end)
local left, target = limit, 0
for i, member in ipairs(wants) do
  local share = math.min(member.want, math.ceil(left / (#wants - i + 1)))
  left = left - share
  if member.id == me then target = share end
end
local granted = math.max(held, math.min(target, limit - others), 0)
redis.call('HSET', KEYS[1], me, granted .. ' ' .. wanted .. ' ' .. (now + lease))
redis.call('PEXPIRE', KEYS[1], lease * 2)
return granted
`;

/**
 * Permits to send: in no minute more requests and tokens than are allowed, and in no second more
 * requests than a second's part of them. What is granted counts from now until it may no longer be
 * used, so that the limit holds wherever in between it is sent.
 *
 * KEYS: counts. ARGV: requests a minute, tokens a minute (0: unlimited), requests wanted, tokens of
 * the first, tokens wanted, milliseconds that a permit lasts, requests and tokens given back, and
 * when these were granted.
 */
const PERMITS = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local rpm, tpm = tonumber(ARGV[1]), tonumber(ARGV[2])
local want, first, wantTokens = tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5])
local keep, backRequests, backTokens = tonumber(ARGV[6]), tonumber(ARGV[7]), tonumber(ARGV[8])
local at = tonumber(ARGV[9])
if backRequests > 0 then
  redis.call('HINCRBY', KEYS[1], 'f' .. math.floor(at / 25), -backRequests)
  redis.call('HINCRBY', KEYS[1], 'r' .. math.floor(at / 1000), -backRequests)
end
if backTokens ~= 0 then redis.call('HINCRBY', KEYS[1], 't' .. math.floor(at / 1000), -backTokens) end
local all = redis.call('HGETALL', KEYS[1])
local sums, oldest = { f = 0, r = 0, t = 0 }, {}
for i = 1, #all, 2 do
  local kind, index = string.sub(all[i], 1, 1), tonumber(string.sub(all[i], 2))
  local size = kind == 'f' and 25 or 1000
  local ends = index * size + size + keep + (kind == 'f' and 1000 or 60000)
  if ends <= now then redis.call('HDEL', KEYS[1], all[i])
  else
    local value = tonumber(all[i + 1])
    sums[kind] = sums[kind] + value
    if value > 0 and (oldest[kind] == nil or ends < oldest[kind]) then oldest[kind] = ends end
  end
end
local grant, tokens, wait = want, wantTokens, 0
if rpm > 0 then
  local second = math.max(1, math.ceil(rpm / 60))
  grant = math.floor(math.min(grant, second - sums.f, math.max(1, rpm) - sums.r))
  if second - sums.f < 1 then wait = math.max(wait, oldest.f - now) end
  if math.max(1, rpm) - sums.r < 1 then wait = math.max(wait, oldest.r - now) end
end
if tpm > 0 then
  local room = tpm - sums.t
  if first > room and sums.t > 0 then
    grant = 0
    wait = math.max(wait, oldest.t - now)
  end
  tokens = math.min(tokens, math.max(first, room))
end
if grant < 1 then return { 0, 0, math.max(1, wait), now } end
redis.call('HINCRBY', KEYS[1], 'f' .. math.floor(now / 25), grant)
redis.call('HINCRBY', KEYS[1], 'r' .. math.floor(now / 1000), grant)
if tpm > 0 then redis.call('HINCRBY', KEYS[1], 't' .. math.floor(now / 1000), tokens) end
redis.call('PEXPIRE', KEYS[1], 70000)
return { grant, tokens, 0, now }
`;

/** Permits that were granted, or how long to wait. */
export interface Permits {
  readonly requests: number;
  readonly tokens: number;
  /** Milliseconds until some may be granted; 0 where there are. */
  readonly wait: number;
  /** When, by the clock of Redis. */
  readonly at: number;
}

/** Limits of providers that several processes keep together, in Redis. */
export class SharedLimits {
  readonly #redis: Redis;
  /** Who asks. */
  readonly member: string;
  /** Milliseconds for which what was granted is this process's. */
  readonly lease: number;

  constructor(redis: Redis, options: { readonly member: string; readonly seconds: number }) {
    this.#redis = redis;
    this.member = options.member;
    this.lease = Math.ceil(options.seconds * 1000);
  }

  /** How many requests to `provider` may be in flight from here, of `limit` in all. */
  async places(
    provider: string,
    {
      limit,
      wanted,
      held,
    }: { readonly limit: number; readonly wanted: number; readonly held: number },
  ): Promise<number> {
    const key = `datawright:places:${provider}`;
    return (await this.#redis.eval(
      PLACES,
      1,
      key,
      this.member,
      limit,
      Math.min(limit, wanted),
      held,
      this.lease,
    )) as number;
  }

  /** Permits to send requests to `provider`, to be used within `keep` milliseconds. */
  async permits(
    provider: string,
    wanted: {
      readonly requestsPerMinute: number | undefined;
      readonly tokensPerMinute: number | undefined;
      readonly requests: number;
      /** Tokens of the first of them. */
      readonly firstTokens: number;
      readonly tokens: number;
      readonly keep: number;
      /** What was granted at a time and not used, or used in excess. */
      readonly back: { readonly requests: number; readonly tokens: number; readonly at: number };
    },
  ): Promise<Permits> {
    const { back } = wanted;
    const [requests, tokens, wait, at] = (await this.#redis.eval(
      PERMITS,
      1,
      `datawright:permits:${provider}`,
      wanted.requestsPerMinute ?? 0,
      Math.floor(wanted.tokensPerMinute ?? 0),
      wanted.requests,
      Math.ceil(wanted.firstTokens),
      Math.ceil(wanted.tokens),
      Math.ceil(wanted.keep),
      back.requests,
      Math.round(back.tokens),
      back.at,
    )) as [number, number, number, number];
    return { requests, tokens, wait, at };
  }

  /** Gives everything back at once. */
  async leave(providers: readonly string[]): Promise<void> {
    for (const provider of providers)
      await this.#redis.hdel(`datawright:places:${provider}`, this.member);
  }
}
