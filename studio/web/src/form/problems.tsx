import type { ReactNode } from "react";
import type { Problem } from "./form-value.js";

/** What is wrong with one place, beside it. */
export function Problems({
  problems,
  id,
}: {
  readonly problems: readonly Problem[];
  readonly id?: string;
}): ReactNode {
  if (problems.length === 0) return null;
  return (
    <ul className="form-problems" id={id}>
      {problems.map(({ path, message }) => (
        <li key={path + message}>{message}</li>
      ))}
    </ul>
  );
}
