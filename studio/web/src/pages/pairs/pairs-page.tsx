import type { ReactNode } from "react";
import { Link } from "wouter";
import type { PairSetRow, PairSets } from "../../../../api/pairs.js";
import { useLanguage } from "../../language/language.js";
import { Failed, Loading } from "../../parts/states.js";
import { useAnswer } from "../../server/use-answer.js";
import { NewPairs } from "./new-pairs.js";

/** Every set of blind pairs of the workspace, and a place to begin one. */
export default function PairsPage(): ReactNode {
  const { texts } = useLanguage();
  const say = texts.pairs;
  const { data, error, again } = useAnswer<PairSets>("/api/pairs");
  if (error && data === undefined) return <Failed error={error} again={again} />;
  if (data === undefined) return <Loading />;
  return (
    <div className="page">
      <div className="page-head">
        <h1>{say.title}</h1>
        <span className="soft">{say.note}</span>
      </div>
      <NewPairs />
      {data.sets.length === 0 ? (
        <p className="soft">
          {say.none} {say.noneHint}
        </p>
      ) : (
        <ul className="pair-sets">
          {data.sets.map((set) => (
            <SetRow key={set.id} set={set} />
          ))}
        </ul>
      )}
    </div>
  );
}

function SetRow({ set }: { readonly set: PairSetRow }): ReactNode {
  const { texts, formats } = useLanguage();
  const say = texts.pairs;
  const created = Date.parse(set.createdAt);
  return (
    <li className="card pair-set">
      <div>
        <Link href={`/pairs/${set.id}`} className="pair-set-title">
          {set.title}
        </Link>
        <p className="soft">
          {[
            say.count(formats.count(set.pairs)),
            say.answers(formats.count(set.answers)),
            ...(set.reviewers.length === 0 ? [] : [say.by(set.reviewers.join(", "))]),
          ].join(" · ")}
          {" · "}
          <time dateTime={set.createdAt} title={formats.time(created)} className="faint">
            {formats.ago(created, Date.now())}
          </time>
        </p>
      </div>
      <div className="review-actions">
        <Link href={`/pairs/${set.id}`} className="button main">
          {say.compare}
        </Link>
        <Link href={`/pairs/${set.id}/results`} className="button">
          {say.results}
        </Link>
      </div>
    </li>
  );
}
