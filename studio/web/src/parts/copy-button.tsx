import { useState, type ReactNode } from "react";
import { useLanguage } from "../language/language.js";

/** Puts a text on the clipboard and says so. */
export function CopyButton({
  text,
  name,
}: {
  readonly text: string | (() => string);
  readonly name?: string;
}): ReactNode {
  const { texts } = useLanguage();
  const [copied, setCopied] = useState(false);
  return (
    <button
      type="button"
      onClick={() => {
        void navigator.clipboard.writeText(typeof text === "string" ? text : text()).then(() => {
          setCopied(true);
          setTimeout(() => setCopied(false), 1500);
        });
      }}
    >
      {copied ? texts.frame.copied : (name ?? texts.frame.copy)}
    </button>
  );
}
