import { useEffect, useRef, type ReactNode } from "react";
import { useLanguage } from "../language/language.js";
import { useKeyGroups } from "./keys.js";

/** The keys that work on this page now. */
export function KeyHelp({ close }: { readonly close: () => void }): ReactNode {
  const { texts } = useLanguage();
  const groups = useKeyGroups();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  return (
    <dialog
      ref={dialog}
      className="key-help"
      aria-labelledby="key-help-title"
      onClose={close}
      onClick={(event) => {
        if (event.target === dialog.current) dialog.current.close();
      }}
    >
      <header>
        <h2 id="key-help-title">{texts.keys.title}</h2>
        <button type="button" className="quiet" onClick={() => dialog.current?.close()}>
          {texts.frame.close}
        </button>
      </header>
      <div className="key-groups">
        {groups.toReversed().map((group) => (
          <section key={group.title}>
            <h3>{group.title}</h3>
            <dl>
              {group.keys
                .filter(({ isUnlisted }) => !isUnlisted)
                .map((key) => (
                  <div key={key.keys}>
                    <dt>
                      {(key.shownAs ?? key.keys).split(" ").map((part) => (
                        <kbd key={part}>{part.replace(",", "")}</kbd>
                      ))}
                    </dt>
                    <dd>{key.says}</dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
      </div>
    </dialog>
  );
}
