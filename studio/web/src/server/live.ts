import { useEffect, useRef, useState } from "react";
import { askRaw } from "./ask.js";

/** Milliseconds before a broken stream is opened again, twice as long each time. */
const FIRST_WAIT = 500;
const LONGEST_WAIT = 10_000;

/** Reads server-sent events from a fetched stream: an EventSource could not send the token. */
async function readEvents(
  path: string,
  signal: AbortSignal,
  heard: (data: unknown) => void,
): Promise<void> {
  const answer = await askRaw(path, { signal });
  if (answer.body === null) return;
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const events = (rest + value).split(/\r?\n\r?\n/u);
    rest = events.pop() ?? "";
    for (const event of events) {
      const data = event
        .split(/\r?\n/u)
        .filter((line) => line.startsWith("data:"))
        .map((line) => line.slice(5).trimStart())
        .join("\n");
      if (data !== "") heard(JSON.parse(data));
    }
  }
}

export type Connection = "live" | "broken" | "over";

/**
 * Follows a run. The stream is opened again when it breaks, and left when the run is over.
 *
 * @param path null follows nothing
 */
export function useLive<T>(
  path: string | null,
  isOver: (event: T) => boolean,
): { readonly event: T | undefined; readonly connection: Connection } {
  const [event, setEvent] = useState<T>();
  const [connection, setConnection] = useState<Connection>("over");
  const over = useRef(isOver);
  over.current = isOver;
  useEffect(() => {
    if (path === null) return;
    const ending = new AbortController();
    let wait = FIRST_WAIT;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let last: T | undefined;
    const open = (): void => {
      const again = (): void => {
        if (ending.signal.aborted) return;
        if (last !== undefined && over.current(last)) return setConnection("over");
        setConnection("broken");
        timer = setTimeout(open, wait);
        wait = Math.min(LONGEST_WAIT, wait * 2);
      };
      readEvents(path, ending.signal, (data) => {
        last = data as T;
        wait = FIRST_WAIT;
        setConnection(over.current(last) ? "over" : "live");
        setEvent(last);
      }).then(again, again);
    };
    open();
    return () => {
      ending.abort();
      clearTimeout(timer);
    };
  }, [path]);
  return { event, connection };
}
