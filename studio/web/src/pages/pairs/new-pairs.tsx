import { useState, type ReactNode } from "react";
import { useLocation } from "wouter";
import type { MadePairs } from "../../../../api/pairs.js";
import type { RunRow } from "../../../../api/runs.js";
import { useLanguage } from "../../language/language.js";
import { NumberField, SelectField, TextField } from "../../parts/named-input.js";
import { Refusal } from "../../parts/refusal.js";
import { useQuery } from "../../parts/use-query.js";
import { ask } from "../../server/ask.js";
import { useAnswer } from "../../server/use-answer.js";

const USUAL = 60;
const MOST = 1000;
/** Stands for the rows that the first run was given. */
const GIVEN = "given";

/** Draws pairs of two runs, or of a run and its given rows, or takes a file. */
export function NewPairs(): ReactNode {
  const { texts } = useLanguage();
  const say = texts.pairs;
  const [, go] = useLocation();
  const [query, change] = useQuery();
  const runs =
    useAnswer<{ readonly rows: readonly RunRow[] }>("/api/runs?limit=100").data?.rows ?? [];
  const first = query.get("first") ?? runs[0]?.id ?? "";
  const others = runs.filter(({ id }) => id !== first);
  const second = query.get("second") ?? others[0]?.id ?? GIVEN;
  const [most, setMost] = useState(USUAL);
  const [title, setTitle] = useState("");
  const [criterion, setCriterion] = useState("");
  const [file, setFile] = useState<{ readonly name: string; readonly text: string } | null>(null);
  const [isDrawing, setDrawing] = useState(false);
  const [failure, setFailure] = useState<Error | null>(null);
  const draw = (): void => {
    setDrawing(true);
    setFailure(null);
    ask<MadePairs>("/api/pairs", {
      method: "POST",
      body: {
        ...(file === null
          ? { first, ...(second === GIVEN ? {} : { second }) }
          : { file: file.text }),
        most,
        ...(title.trim() === "" ? {} : { title }),
        ...(criterion.trim() === "" ? {} : { criterion }),
      },
    }).then(
      ({ id }) => go(`/pairs/${id}`),
      (error: unknown) => {
        setDrawing(false);
        setFailure(error as Error);
      },
    );
  };
  const hasRuns = runs.length > 0;
  return (
    <form
      className="card"
      onSubmit={(event) => {
        event.preventDefault();
        draw();
      }}
    >
      <header>
        <h2>{say.begin}</h2>
      </header>
      <div className="new-pairs">
        <SelectField
          name={say.first}
          value={first}
          disabled={file !== null || !hasRuns}
          choices={hasRuns ? namedAlike(runs) : [["", say.chooseRuns]]}
          change={(id) => change({ first: id, second: id === second ? null : second })}
        />
        <SelectField
          name={say.second}
          value={second}
          disabled={file !== null || !hasRuns}
          choices={[...namedAlike(others), [GIVEN, say.givenRows]]}
          change={(id) => change({ second: id })}
        />
        <label className="field">
          {say.orFile}
          <input
            type="file"
            accept=".json,.jsonl"
            title={say.fileHint}
            onChange={(event) => {
              const [chosen] = event.target.files ?? [];
              if (chosen === undefined) setFile(null);
              else void chosen.text().then((text) => setFile({ name: chosen.name, text }));
            }}
          />
        </label>
        <NumberField name={say.most} value={most} change={setMost} most={MOST} />
        <TextField
          name={say.titleField}
          value={title}
          change={setTitle}
          most={200}
          placeholder={say.titleHint}
        />
        <TextField
          name={say.criterion}
          value={criterion}
          change={setCriterion}
          most={500}
          placeholder={say.criterionHint}
        />
      </div>
      {failure === null ? null : <Refusal error={failure} />}
      <div className="review-actions new-pairs-go">
        <button type="submit" className="main" disabled={isDrawing || (file === null && !hasRuns)}>
          {isDrawing ? say.drawing : say.draw}
        </button>
        {file === null ? null : <span className="soft">{file.name}</span>}
      </div>
    </form>
  );
}

/** Runs are called by their ids. */
function namedAlike(runs: readonly RunRow[]): (readonly [string, string])[] {
  return runs.map(({ id }) => [id, id]);
}
