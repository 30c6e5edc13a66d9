import type { ReactNode } from "react";
import { useLanguage } from "../language/language.js";
import { pathBelow } from "./form-value.js";

/** Where the button that adds to a list or to named fields stands, for the keyboard to go back to. */
export function addPath(path: string): string {
  return pathBelow(path, "+");
}

/** Adds an item to what stands at a path. */
export function AddButton({
  name,
  path,
  add,
}: {
  /** Of what it adds to. */
  readonly name: string;
  readonly path: string;
  readonly add: () => void;
}): ReactNode {
  const say = useLanguage().texts.agents.form;
  return (
    <div>
      <button
        type="button"
        className="quiet"
        aria-label={say.add(name)}
        data-path={addPath(path)}
        onClick={add}
      >
        + {say.addItem}
      </button>
    </div>
  );
}
