import { useEffect, useState } from "react";

/** A number that grows every so many milliseconds, while somebody looks at the page. */
export function useTick(milliseconds: number): number {
  const [tick, setTick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === "visible") setTick((before) => before + 1);
    }, milliseconds);
    return () => clearInterval(timer);
  }, [milliseconds]);
  return tick;
}
