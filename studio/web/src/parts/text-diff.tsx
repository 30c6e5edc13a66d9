import { diffWords } from "diff";
import { useMemo, type ReactNode } from "react";

/** How one text became another, word by word. */
export function TextDiff({
  before,
  after,
}: {
  readonly before: string;
  readonly after: string;
}): ReactNode {
  const parts = useMemo(() => diffWords(before, after), [before, after]);
  return (
    <p className="text-diff">
      {parts.map((part, index) =>
        part.added ? (
          <ins key={index}>{part.value}</ins>
        ) : part.removed ? (
          <del key={index}>{part.value}</del>
        ) : (
          <span key={index}>{part.value}</span>
        ),
      )}
    </p>
  );
}
