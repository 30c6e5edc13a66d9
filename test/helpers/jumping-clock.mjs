/*
 * Loaded before a command (`node --import`): the wall clock of the process jumps forward and back, by
 * up to an hour, several times a second, as where somebody sets it or a machine was asleep. The
 * monotonic clock goes on as it is. JUMPING_CLOCK is the seed of the jumps.
 */
const JUMP_EVERY = 150;
const FARTHEST = 3_600_000;
const RealDate = Date;
const seed = Number(process.env["JUMPING_CLOCK"] ?? 1);

/** Milliseconds that the clock is wrong by now: the same for the same seed, drawn anew at each jump. */
function offset() {
  let state = (seed * 2_654_435_761 + Math.floor(performance.now() / JUMP_EVERY) * 40_503) >>> 0;
  state = Math.imul(state ^ (state >>> 15), 2_246_822_519) >>> 0;
  state = (state ^ (state >>> 13)) >>> 0;
  return Math.round((state / 2 ** 31 - 1) * FARTHEST);
}
const now = () => RealDate.now() + offset();

globalThis.Date = new Proxy(RealDate, {
  apply: () => new RealDate(now()).toString(),
  construct: (target, given, made) =>
    Reflect.construct(target, given.length === 0 ? [now()] : given, made),
  get: (target, name) => (name === "now" ? now : Reflect.get(target, name)),
});
