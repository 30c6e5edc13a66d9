import type { Redis } from "ioredis";
import type { BudgetLimit, BudgetLimits, Spent } from "../budget-ledger.js";
import type { CallCost, CallEstimate } from "../call-cost.js";

/** What became of a question for room: `full` names the limit that nothing in flight can free. */
export type RoomAnswer = "granted" | "wait" | "missing" | { readonly full: BudgetLimit };

/**
 * The ledger of a run in Redis: one JSON value, changed by one script, so that whoever asks first
 * gets the room. A member that is silent has its requests booked at their likely size. Without word of
 * anybody it is gone after an hour: whoever owns the run opens it again with what was spent.
 *
 * KEYS: the ledger. ARGV: operation, member, milliseconds of the lease, arguments as JSON.
 */
const SCRIPT = `
local KEPT = 3600000
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local text = redis.call('GET', KEYS[1])
local op, member, lease = ARGV[1], ARGV[2], tonumber(ARGV[3])
local given = cjson.decode(ARGV[4])
local function reply(answer, state)
  return cjson.encode({ answer = answer, spent = state and state.spent or cjson.null })
end
local function larger(a, b)
  for _, name in ipairs({ 'calls', 'input', 'output', 'cached' }) do a[name] = math.max(a[name], b[name]) end
  if a.unpriced or b.unpriced then a.unpriced = true end
  a.usd = math.max(a.usd, b.usd)
end
if op == 'open' then
  local state = text and cjson.decode(text) or { members = {}, spent = given.spent }
  state.limits = given.limits
  larger(state.spent, given.spent)
  redis.call('SET', KEYS[1], cjson.encode(state), 'PX', KEPT)
  return reply('granted', state)
end
if not text then return reply('missing') end
local state = cjson.decode(text)
local function book(cost)
  local spent = state.spent
  spent.calls = spent.calls + cost.calls
  spent.input = spent.input + cost.input
  spent.output = spent.output + cost.output
  spent.cached = spent.cached + (cost.cached or 0)
  if cost.usd == cjson.null or cost.usd == nil then spent.unpriced = true else spent.usd = spent.usd + cost.usd end
end
for id, other in pairs(state.members) do
  if other['until'] < now then
    if other.likely.calls > 0 then book({ calls = other.likely.calls, input = other.likely.tokens, output = 0, usd = other.likely.usd }) end
    state.members[id] = nil
  end
end
local function nothing() return { calls = 0, tokens = 0, usd = 0 } end
local mine = state.members[member] or { reserved = nothing(), likely = nothing() }
mine['until'] = now + lease
local function change(kept, by, sign)
  for _, name in ipairs({ 'calls', 'tokens', 'usd' }) do
    local value = by[name]
    if value == cjson.null or value == nil then value = 0 end
    kept[name] = math.max(0, kept[name] + sign * value)
  end
end
local answer = 'granted'
if op == 'reserve' then
  local held = nothing()
  for _, other in pairs(state.members) do change(held, other.reserved, 1) end
  local used = { calls = state.spent.calls, tokens = state.spent.input + state.spent.output, usd = state.spent.usd }
  local function full(asked)
    for _, name in ipairs({ 'usd', 'calls', 'tokens' }) do
      local most = state.limits[name]
      local value = asked[name]
      if value == cjson.null or value == nil then value = 0 end
      if most and used[name] + held[name] + value > most + most * 1e-9 then return name end
    end
  end
  local asked = given.worst
  if full(asked) then
    asked = given.likely
    if held.calls > 0 then answer = 'wait'
    elseif full(asked) then answer = full(asked) end
  end
  if answer == 'granted' then
    change(mine.reserved, asked, 1)
    change(mine.likely, given.likely, 1)
  end
  state.members[member] = mine
  redis.call('SET', KEYS[1], cjson.encode(state), 'PX', KEPT)
  return cjson.encode({ answer = answer, spent = state.spent, asked = asked })
elseif op == 'settle' then
  change(mine.reserved, given.reserved, -1)
  change(mine.likely, given.likely, -1)
  if given.actual ~= cjson.null then book(given.actual) end
elseif op == 'book' then
  book(given.actual)
elseif op == 'leave' then
  state.members[member] = nil
  redis.call('SET', KEYS[1], cjson.encode(state), 'PX', KEPT)
  return reply('granted', state)
end
state.members[member] = mine
redis.call('SET', KEYS[1], cjson.encode(state), 'PX', KEPT)
return reply('granted', state)
`;

interface StoredSpent {
  readonly usd: number;
  readonly unpriced?: boolean;
  readonly calls: number;
  readonly cached: number;
  readonly input: number;
  readonly output: number;
}

/** Room in the budget of a run that several processes spend from. */
export class SharedBudget {
  readonly #redis: Redis;
  readonly #key: string;
  readonly #member: string;
  readonly #lease: number;

  constructor(
    redis: Redis,
    options: {
      readonly run: string;
      /** Who spends. */
      readonly member: string;
      /** Seconds of silence after which what it has in flight is booked. */
      readonly seconds: number;
    },
  ) {
    this.#redis = redis;
    this.#key = `datawright:budget:${options.run}`;
    this.#member = options.member;
    this.#lease = Math.ceil(options.seconds * 1000);
  }

  /**
   * Begins it, or goes on with it: what is spent never becomes less. For the process of the run alone:
   * nothing else writes a ledger that is gone.
   */
  async open(limits: BudgetLimits, spent: Spent): Promise<Spent> {
    return (await this.#do("open", { limits, spent: storedSpent(spent) })).spent!;
  }

  /** @returns the answer with what was set aside: the worst case, or the likely one where alone */
  async reserve(
    worst: CallEstimate,
    likely: CallEstimate,
  ): Promise<{ answer: RoomAnswer; spent: Spent | null; asked: CallEstimate }> {
    const { answer, spent, asked } = await this.#do("reserve", { worst, likely });
    return {
      answer: ["granted", "wait", "missing"].includes(answer)
        ? (answer as RoomAnswer)
        : { full: answer as BudgetLimit },
      spent,
      asked: asked ?? worst,
    };
  }

  /** Ends what was set aside. @param actual null for a call that cost nothing */
  async settle(
    reserved: CallEstimate,
    likely: CallEstimate,
    actual: CallCost | null,
  ): Promise<Spent | null> {
    return (
      await this.#do("settle", {
        reserved,
        likely,
        actual: actual === null ? null : storedCost(actual),
      })
    ).spent;
  }

  /** Books what needed no room. */
  async book(actual: CallCost): Promise<Spent | null> {
    return (await this.#do("book", { actual: storedCost(actual) })).spent;
  }

  /** Says that this process lives. @returns what all have spent; null where the ledger is gone */
  async beat(): Promise<Spent | null> {
    return (await this.#do("beat", {})).spent;
  }

  async leave(): Promise<void> {
    await this.#do("leave", {});
  }

  /** Takes the ledger away: the run is over. */
  async remove(): Promise<void> {
    await this.#redis.del(this.#key);
  }

  async #do(
    operation: string,
    given: unknown,
  ): Promise<{ answer: string; spent: Spent | null; asked?: CallEstimate }> {
    const reply = JSON.parse(
      (await this.#redis.eval(
        SCRIPT,
        1,
        this.#key,
        operation,
        this.#member,
        this.#lease,
        JSON.stringify(given),
      )) as string,
    ) as { answer: string; spent: StoredSpent | null; asked?: CallEstimate };
    return { ...reply, spent: reply.spent === null ? null : spentOf(reply.spent) };
  }
}

function storedSpent({ usd, calls, cachedCalls, tokens }: Spent): StoredSpent {
  return {
    usd: usd ?? 0,
    unpriced: usd === null,
    calls,
    cached: cachedCalls,
    input: tokens.input,
    output: tokens.output,
  };
}

function spentOf({ usd, unpriced, calls, cached, input, output }: StoredSpent): Spent {
  return {
    usd: unpriced === true ? null : usd,
    calls,
    cachedCalls: cached,
    tokens: { input, output },
  };
}

function storedCost({ calls = 1, inputTokens, outputTokens, usd, cached }: CallCost): unknown {
  return cached === true
    ? { calls: 0, cached: calls, input: 0, output: 0, usd: 0 }
    : { calls, input: inputTokens, output: outputTokens, usd };
}
