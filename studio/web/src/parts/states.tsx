import { useState, type ReactNode } from "react";
import { Link } from "wouter";
import { useLanguage } from "../language/language.js";
import { RefusedError } from "../server/ask.js";
import { keepToken } from "../server/token.js";

export function Loading(): ReactNode {
  const { texts } = useLanguage();
  return (
    <p className="state loading" role="status">
      {texts.states.loading}
    </p>
  );
}

/** Nothing to show, and why. */
export function Empty({
  title,
  children,
}: {
  readonly title: string;
  readonly children?: ReactNode;
}): ReactNode {
  return (
    <div className="state">
      <p className="state-title">{title}</p>
      {children === undefined ? null : <div className="soft">{children}</div>}
    </div>
  );
}

export function NothingHere(): ReactNode {
  const { texts } = useLanguage();
  return (
    <Empty title={texts.states.noPage}>
      <Link href="/">{texts.states.toRuns}</Link>
    </Empty>
  );
}

/** What went wrong, in the server's words, with what can be done. */
export function Failed({
  error,
  again,
}: {
  readonly error: Error;
  readonly again?: () => void;
}): ReactNode {
  const { texts } = useLanguage();
  if (error instanceof RefusedError && error.status === 401) return <NoToken />;
  const away = !(error instanceof RefusedError);
  return (
    <div className="state failed" role="alert">
      <p className="state-title">{away ? texts.states.noServer : error.message}</p>
      {away || error.meaning === "" ? null : <p>{error.meaning}</p>}
      <p className="soft">{away ? texts.states.noServerHint : error.hint}</p>
      {away || error.code === "" ? null : <p className="faint mono">{error.code}</p>}
      {again ? (
        <button type="button" onClick={again}>
          {texts.states.again}
        </button>
      ) : null}
    </div>
  );
}

function NoToken(): ReactNode {
  const { texts } = useLanguage();
  const [typed, setTyped] = useState("");
  return (
    <form
      className="state"
      onSubmit={(event) => {
        event.preventDefault();
        const given = /token=([^&\s]+)/u.exec(typed)?.[1] ?? typed.trim();
        keepToken(given);
        window.location.reload();
      }}
    >
      <p className="state-title">{texts.states.noToken}</p>
      <p className="soft">{texts.states.noTokenHint}</p>
      <label className="token-field">
        <span className="visually-hidden">{texts.states.token}</span>
        <input
          value={typed}
          placeholder={texts.states.token}
          onChange={(event) => setTyped(event.target.value)}
          autoComplete="off"
          spellCheck={false}
        />
      </label>
      <button type="submit" className="main" disabled={typed.trim() === ""}>
        {texts.states.open}
      </button>
    </form>
  );
}
