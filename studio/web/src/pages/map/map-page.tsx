import { useMemo, useState, type ReactNode } from "react";
import { Link, useLocation } from "wouter";
import type { SampleDetail, SampleMap } from "../../../../api/samples.js";
import { useLanguage } from "../../language/language.js";
import { Choice } from "../../parts/choice.js";
import { Status } from "../../parts/figures.js";
import { Empty, Failed, Loading } from "../../parts/states.js";
import { useAnswer } from "../../server/use-answer.js";
import { useTick } from "../../server/use-tick.js";
import { useRunEvents } from "../run/use-run-events.js";
import { PointsCanvas, type MapPoint } from "./points-canvas.js";

const STATUS_COLOURS: Readonly<Record<string, string>> = {
  accepted: "--accepted",
  rejected: "--rejected",
  "in-review": "--review",
  drafted: "--drafted",
  planned: "--planned",
};
const LABEL_COLOURS = ["--c1", "--c2", "--c3", "--c4", "--c5", "--c6", "--c7", "--c8"] as const;
/** Milliseconds between looks while the map is made. */
const LOOK_EVERY = 1500;

/** All samples of a run in two dimensions: alike stands near alike. */
export default function MapPage({ run }: { readonly run: string }): ReactNode {
  const { texts, formats } = useLanguage();
  const [, go] = useLocation();
  const live = useRunEvents(run);
  const [isReady, setReady] = useState(false);
  const tick = useTick(LOOK_EVERY);
  const { data, error, again } = useAnswer<SampleMap>(
    `/api/runs/${run}/map`,
    isReady ? `ready ${live.event?.status ?? ""}` : tick,
  );
  if (data?.state === "ready" && !isReady) setReady(true);
  const [by, setBy] = useState<"label" | "status">("label");
  const [aside, setAside] = useState<ReadonlySet<string>>(new Set());
  const [near, setNear] = useState<MapPoint | null>(null);
  const seen = useAnswer<SampleDetail>(
    near === null ? null : `/api/runs/${run}/samples/${encodeURIComponent(near.id)}`,
  ).data;
  const drawn = useMemo(() => draw(data, by, aside), [data, by, aside]);
  if (error && data === undefined) return <Failed error={error} again={again} />;
  if (data === undefined) return <Loading />;
  if (data.state === "working")
    return (
      <Empty title={texts.map.working}>
        <progress value={data.progress} max={1} aria-label={texts.map.working} />
      </Empty>
    );
  if (data.points.length === 0) return <Empty title={texts.map.none}>{texts.map.noneHint}</Empty>;
  return (
    <div className="fill">
      <div className="filters">
        <h1>{texts.frame.runPages.map}</h1>
        <Choice
          label={texts.map.colour}
          any={texts.map.byLabel}
          value={by === "label" ? "" : by}
          values={[["status", texts.map.byStatus]]}
          choose={(value) => {
            setBy(value === "status" ? "status" : "label");
            setAside(new Set());
          }}
        />
        <span className="faint">
          {texts.map.says(formats.count(data.points.length))}
          {data.placed === 0 ? null : ` ${texts.map.placed(formats.count(data.placed))}`}
          {data.withoutVector === 0
            ? null
            : ` ${texts.map.without(formats.count(data.withoutVector))}`}
        </span>
      </div>
      <div className="map-body">
        <PointsCanvas
          label={texts.map.label(formats.count(data.points.length))}
          points={drawn.points}
          colours={drawn.colours}
          hover={setNear}
          open={(point) => go(`/runs/${run}/samples/${encodeURIComponent(point.id)}`)}
        />
        <aside className="map-side" aria-label={texts.map.legend}>
          <ul className="legend">
            {drawn.categories.map(({ name, count, colour }) => (
              <li key={name}>
                <button
                  type="button"
                  className="plain"
                  aria-pressed={!aside.has(name)}
                  onClick={() =>
                    setAside((before) => {
                      const next = new Set(before);
                      if (!next.delete(name)) next.add(name);
                      return next;
                    })
                  }
                >
                  <i style={{ background: `var(${colour})` }} />
                  <span>{categoryName(name, by, texts)}</span>
                  <span className="faint">{formats.count(count)}</span>
                </button>
              </li>
            ))}
          </ul>
          {near === null || seen === undefined ? (
            <p className="faint map-hint">{texts.map.hint}</p>
          ) : (
            <div className="map-near">
              <Status status={seen.status} />
              <p className="sample-text">{seen.whole}</p>
              <Link href={`/runs/${run}/samples/${encodeURIComponent(seen.id)}`}>
                {texts.map.open}
              </Link>
            </div>
          )}
        </aside>
      </div>
    </div>
  );
}

function categoryName(
  name: string,
  by: "label" | "status",
  texts: ReturnType<typeof useLanguage>["texts"],
): string {
  if (by === "status") return texts.statuses[name as keyof typeof texts.statuses] ?? name;
  if (name === OTHERS) return texts.map.others;
  return name === "" ? texts.samples.noLabel : name;
}

/** Labels beyond the colours that can be told apart. */
const OTHERS = "\u0000others";

interface Drawn {
  readonly points: readonly MapPoint[];
  /** Colours as the canvas takes them. */
  readonly colours: readonly string[];
  readonly categories: readonly {
    readonly name: string;
    readonly count: number;
    readonly colour: string;
  }[];
}

function draw(
  data: SampleMap | undefined,
  by: "label" | "status",
  aside: ReadonlySet<string>,
): Drawn {
  const counts = new Map<string, number>();
  for (const point of data?.points ?? []) counts.set(point[by], (counts.get(point[by]) ?? 0) + 1);
  const ordered = [...counts].toSorted(([, a], [, b]) => b - a);
  const shown = by === "status" ? ordered : ordered.slice(0, LABEL_COLOURS.length);
  const rest = ordered.slice(shown.length);
  const categories = shown.map(([name, count], index) => ({
    name,
    count,
    colour:
      by === "status"
        ? (STATUS_COLOURS[name] ?? "--planned")
        : (LABEL_COLOURS[index] ?? "--planned"),
  }));
  if (rest.length > 0)
    categories.push({
      name: OTHERS,
      count: rest.reduce((sum, [, count]) => sum + count, 0),
      colour: "--planned",
    });
  const places = new Map(categories.map(({ name }, index) => [name, index]));
  const style = getComputedStyle(document.documentElement);
  const fit = fitted(data?.points ?? []);
  return {
    points: (data?.points ?? []).map((point) => {
      const name = places.has(point[by]) ? point[by] : OTHERS;
      return {
        id: point.id,
        ...fit(point),
        colour: places.get(name) ?? 0,
        faded: aside.has(name),
        isPlaced: point.placed === "placed",
      };
    }),
    colours: categories.map(({ colour }) => style.getPropertyValue(colour)),
    categories,
  };
}

type Place = Pick<SampleMap["points"][number], "x" | "y">;

/** Puts places into a square of side one, as they stand to each other. */
function fitted(points: readonly Place[]): (point: Place) => { x: number; y: number } {
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const { x, y } of points) {
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  }
  const side = Math.max(right - left, bottom - top, Number.MIN_VALUE);
  return ({ x, y }) => ({
    x: 0.5 + (x - (left + right) / 2) / side,
    y: 0.5 + (y - (top + bottom) / 2) / side,
  });
}
