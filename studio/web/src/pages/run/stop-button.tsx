import { useState, type ReactNode } from "react";
import { useLanguage } from "../../language/language.js";
import { ask } from "../../server/ask.js";

/** Stops a run after what is under way; pressed twice, so that nobody stops one by chance. */
export function StopButton({
  run,
  stopped,
}: {
  readonly run: string;
  readonly stopped: () => void;
}): ReactNode {
  const { texts } = useLanguage();
  const [state, setState] = useState<"idle" | "sure" | "stopping">("idle");
  const [failure, setFailure] = useState<string | null>(null);
  if (failure !== null) return <span className="span-failed">{failure}</span>;
  return (
    <button
      type="button"
      disabled={state === "stopping"}
      onBlur={() => setState((now) => (now === "sure" ? "idle" : now))}
      onClick={() => {
        if (state === "idle") return setState("sure");
        setState("stopping");
        ask(`/api/runs/${run}/stop`, { method: "POST" }).then(stopped, (error: unknown) =>
          setFailure(error instanceof Error ? error.message : String(error)),
        );
      }}
    >
      {state === "idle"
        ? texts.run.stop
        : state === "sure"
          ? texts.run.stopSure
          : texts.run.stopping}
    </button>
  );
}
