import type { ReactNode } from "react";

/** A sentence of the program's own: what stands between backticks as code, with a capital and a full stop. */
export function Sentence({ text }: { readonly text: string }): ReactNode {
  const whole = `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?…]$/u.test(text) ? "" : "."}`;
  return whole
    .split("`")
    .map((part, index) => (index % 2 === 1 ? <code key={index}>{part}</code> : part));
}
