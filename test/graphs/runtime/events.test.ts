import { EventStream, type RunEvent } from "../../../graphs/runtime/events.js";

const warning = (index: number): RunEvent => ({ type: "warning", message: String(index) });

describe("EventStream", () => {
  it("gives a late reader the last thousand events, then what follows, to the end", async () => {
    const events = new EventStream();
    for (let index = 0; index < 1500; index++) events.emit(warning(index));
    const read: RunEvent[] = [];
    const reading = (async () => {
      for await (const event of events) read.push(event);
    })();
    events.emit(warning(1500));
    events.close();
    events.emit(warning(1501));
    await reading;
    expect(read).toHaveLength(1001);
    expect(read[0]).toEqual(warning(500));
    expect(read.at(-1)).toEqual(warning(1500));
  });

  it("goes on when a listener throws, and tells of it", () => {
    const errors: unknown[] = [];
    const events = new EventStream((error) => errors.push(error));
    const heard: RunEvent[] = [];
    events.on(() => {
      throw new Error("mistake");
    });
    const stop = events.on((event) => heard.push(event));
    events.emit(warning(1));
    stop();
    events.emit(warning(2));
    expect(heard).toEqual([warning(1)]);
    expect(errors).toHaveLength(2);
  });
});
