import { EventOutlet } from "../../graphs/run/event-outlet.js";
import { EventStream, type RunEvent } from "../../graphs/runtime/events.js";

const warning = (index: number): RunEvent => ({ type: "warning", message: String(index) });
const call: RunEvent = {
  type: "call-finished",
  agent: "critic",
  model: "m",
  running: 0,
  spent: { calls: 1, inputTokens: 0, outputTokens: 0, costUsd: 0 } as never,
};

describe("events of a compiled run", () => {
  it("wait for the next node that streams, without the calls and not without end", () => {
    const events = new EventStream();
    const outlet = new EventOutlet(events);
    for (let index = 0; index < 3000; index++) {
      events.emit(warning(index));
      events.emit(call);
    }
    const told: RunEvent[] = [];
    const close = outlet.open((event) => void told.push(event));
    expect(told).toEqual(Array.from({ length: 1000 }, (_, index) => warning(2000 + index)));
    events.emit(call);
    expect(told.at(-1)).toBe(call);
    close();
    events.emit(warning(3000));
    expect(told.at(-1)).toBe(call);
    outlet.open((event) => void told.push(event));
    expect(told.at(-1)).toEqual(warning(3000));
  });

  it("are not kept while nobody streams", () => {
    const events = new EventStream();
    const outlet = new EventOutlet(events);
    const close = outlet.open();
    events.emit(warning(1));
    close();
    const told: RunEvent[] = [];
    outlet.open((event) => void told.push(event));
    expect(told).toEqual([]);
  });
});
