/** A request whose end is not counted yet. */
interface Open {
  readonly number: number;
  readonly at: number;
  /** Null while it is under way. */
  refused: boolean | null;
}

/** Outcomes that are looked back on. */
const RECENT = 30;
/**
 * A sequential test of Page (1954): the share of refusals that a limit has, against what comes by
 * chance; as many in a row as the two say are a limit.
 */
const LEAST_BY_CHANCE = 0.25;
const MARGIN = 0.1;
const OF_THE_REST = 0.7;
const ALARM = 4.3;
/** Outcomes of the average, and over which it is forgotten how many came by chance. */
const AVERAGED = 100;
/** Share above what comes by chance that is looked into. */
const DOUBTFUL = 0.12;
/** Where few a second are sent, the outcomes and the rows of refusals among them that are enough to look into it. */
const EARLY = { outcomes: 15, rows: 3 };
/** Share refused before a trial, as it is taken; and logarithms of the odds that decide it. */
const BEFORE = { least: 0.1, most: 0.6 };
const DECIDED = { limit: 4, chance: 5 };
/** Refused among the latest, up to which a rate is kept to. */
const CLEAN = 2;
/** Standard deviations above what comes by chance that are no chance any more. */
const DEVIATIONS = 1.5;

/**
 * How many requests are refused, in the order in which they were sent: a refusal comes back at once and an answer
 * much later, so that the order of ends has rows of refusals where there is no limit at all.
 */
export class RefusalShare {
  /** Share that is refused whatever is sent. */
  #byChance = 0;
  #average = 0;
  #alarm = 0;
  #inRow = 0;
  #recent: boolean[] = [];
  /** Share refused of the latest before it began anew. */
  #before = 0;
  #seen = 0;
  /** Ended or not, in the order of sending. */
  #line: Open[] = [];
  readonly #open = new Map<number, Open>();
  /** What was sent until then is not counted. */
  #since = -Infinity;
  #excused = -Infinity;

  /** True where more are refused than chance would, and a limit can be the reason. */
  get isLimit(): boolean {
    return this.#alarm >= ALARM;
  }
  /** Refused one behind the other. */
  get inRow(): number {
    return this.#inRow;
  }
  get byChance(): number {
    return this.#byChance;
  }
  /** Share of refusals over a hundred outcomes or so. */
  get average(): number {
    return this.#average;
  }
  /** Outcomes since it began anew. */
  get seen(): number {
    return this.#seen;
  }
  /** Rows of refusals among the latest outcomes: what is refused in a row tells as much as one. */
  get rows(): number {
    return this.#recent.filter((each, at) => each && !this.#recent[at - 1]).length;
  }
  /** Refused among the latest outcomes. */
  get refused(): number {
    return this.#recent.filter(Boolean).length;
  }
  /**
   * True where so many are refused that it has to be found out why.
   *
   * @param early true to look at fewer outcomes, where it takes long to see many
   */
  isDoubtful(early: boolean): boolean {
    const chance = this.#byChance * (1 - this.#byChance);
    const count = this.#recent.length;
    return (
      count >= (early ? EARLY.outcomes : RECENT) &&
      this.rows > Math.max((chance + DOUBTFUL) * count, EARLY.rows - 1)
    );
  }
  /**
   * What came since it began anew, so many times as many a second as before: a limit refuses most of
   * them, chance as many as before. A sequential test of Wald (1945); null while it is not decided.
   */
  judge(times: number): "limit" | "chance" | null {
    const chance = Math.min(BEFORE.most, Math.max(BEFORE.least, this.#before));
    const limit = 1 - (1 - chance) / times;
    const { refused } = this;
    const odds =
      refused * Math.log(limit / chance) +
      (this.#recent.length - refused) * Math.log((1 - limit) / (1 - chance));
    if (odds >= DECIDED.limit) return "limit";
    return odds <= -DECIDED.chance ? "chance" : null;
  }
  /** True where hardly any of the latest are refused. */
  get clean(): boolean {
    return this.#recent.length >= RECENT && this.refused <= CLEAN;
  }
  /** True where more are refused than by chance, if not many more. */
  get above(): boolean {
    const [share, count] = [this.#byChance, this.#recent.length];
    return (
      this.refused >
      share * count + DEVIATIONS * Math.sqrt(share * (1 - share) * Math.max(count, 1))
    );
  }

  sent(number: number, at: number): void {
    const open = { number, at, refused: null };
    this.#open.set(number, open);
    this.#line.push(open);
  }

  /** @param takenAfter milliseconds after which one that is under way counts as taken */
  ended(
    number: number,
    refused: boolean,
    { now, takenAfter }: { now: number; takenAfter: number },
  ): void {
    const open = this.#open.get(number);
    this.#open.delete(number);
    if (open) open.refused = refused;
    let next = 0;
    for (; next < this.#line.length; next++) {
      const each = this.#line[next]!;
      if (each.refused === null && now - each.at <= takenAfter) break;
      this.#open.delete(each.number);
      if (each.at > this.#since) this.#count(each.refused === true, each.at);
    }
    if (next > 0) this.#line = this.#line.slice(next);
  }

  /** Counts what is sent from now on. */
  restart(now: number): void {
    this.#before = this.refused / Math.max(1, this.#recent.length);
    this.#since = now;
    this.#alarm = 0;
    this.#inRow = 0;
    this.#seen = 0;
    this.#recent = [];
  }

  /** What was sent until now is no sign of another limit. */
  excuse(now: number): void {
    this.#excused = now;
    this.#alarm = 0;
  }

  /** So many of the latest came by chance: not what was sent made them. */
  learnChance(): void {
    const recent = this.#recent.length < RECENT / 2 ? 0 : this.refused / this.#recent.length;
    this.#byChance = Math.max(this.#byChance, recent, this.#average);
  }

  /** It was a limit, not chance. */
  forgetChance(): void {
    this.#byChance = 0;
  }

  #count(refused: boolean, at: number): void {
    this.#seen += 1;
    this.#note(refused);
    if (at <= this.#excused) return;
    this.#inRow = refused ? this.#inRow + 1 : 0;
    const chance = Math.min(0.9, Math.max(LEAST_BY_CHANCE, this.#byChance + MARGIN));
    const limit = chance + OF_THE_REST * (1 - chance);
    const step = refused ? Math.log(limit / chance) : Math.log((1 - limit) / (1 - chance));
    this.#alarm = Math.max(0, this.#alarm + step);
  }

  #note(refused: boolean): void {
    this.#recent.push(refused);
    if (this.#recent.length > RECENT) this.#recent.shift();
    if (!this.isLimit) this.#average += ((refused ? 1 : 0) - this.#average) / AVERAGED;
    this.#byChance += (Math.min(this.#byChance, this.#average) - this.#byChance) / AVERAGED;
  }
}
