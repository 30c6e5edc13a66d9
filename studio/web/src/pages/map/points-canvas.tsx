import { useEffect, useMemo, useRef, useState, type ReactNode } from "react";
import { useLanguage } from "../../language/language.js";

export interface MapPoint {
  readonly id: string;
  /** Place, 0 to 1 both ways. */
  readonly x: number;
  readonly y: number;
  /** Place of its colour. */
  readonly colour: number;
  /** A category that the reader has put aside. */
  readonly faded: boolean;
  /** Put where its neighbours are: drawn smaller than those that the map was made of. */
  readonly isPlaced: boolean;
}

interface PointsCanvasProps {
  readonly label: string;
  readonly points: readonly MapPoint[];
  /** CSS colours by place. */
  readonly colours: readonly string[];
  readonly hover: (point: MapPoint | null) => void;
  readonly open: (point: MapPoint) => void;
}

interface View {
  /** How much larger than the whole. */
  readonly scale: number;
  /** What stands in the middle, 0 to 1. */
  readonly x: number;
  readonly y: number;
}

const WHOLE: View = { scale: 1, x: 0.5, y: 0.5 };
const GRID = 64;
/** Pixels around the pointer in which a point is meant. */
const REACH = 10;
const MARGIN = 18;

/** Many points on a canvas: the wheel and the buttons go near, dragging moves, a press opens. */
export function PointsCanvas({
  label,
  points,
  colours,
  hover,
  open,
}: PointsCanvasProps): ReactNode {
  const { texts } = useLanguage();
  const canvas = useRef<HTMLCanvasElement>(null);
  const [view, setView] = useState(WHOLE);
  const [size, setSize] = useState({ width: 0, height: 0 });
  const [near, setNear] = useState<MapPoint | null>(null);
  const drag = useRef<{ x: number; y: number; moved: boolean } | null>(null);
  const grid = useMemo(() => gridOf(points), [points]);
  useEffect(() => {
    const element = canvas.current;
    if (!element) return;
    const watch = new ResizeObserver(() =>
      setSize({ width: element.clientWidth, height: element.clientHeight }),
    );
    watch.observe(element);
    return () => watch.disconnect();
  }, []);
  const side = Math.max(1, Math.min(size.width, size.height) - 2 * MARGIN) * view.scale;
  const toScreen = (point: { x: number; y: number }): readonly [number, number] => [
    size.width / 2 + (point.x - view.x) * side,
    size.height / 2 + (point.y - view.y) * side,
  ];
  useEffect(() => {
    const context = canvas.current?.getContext("2d");
    if (!context || size.width === 0) return;
    const density = window.devicePixelRatio;
    context.canvas.width = size.width * density;
    context.canvas.height = size.height * density;
    context.scale(density, density);
    const radius = Math.min(
      5,
      (points.length > 20_000 ? 1.1 : points.length > 2000 ? 2 : 3.4) * Math.sqrt(view.scale),
    );
    // one pass for each colour: changing the fill style is what costs
    for (const faded of [true, false])
      for (const [index, colour] of colours.entries()) {
        context.fillStyle = colour;
        context.globalAlpha = faded ? 0.08 : 0.75;
        context.beginPath();
        for (const point of points) {
          if (point.colour !== index || point.faded !== faded) continue;
          const [x, y] = toScreen(point);
          if (x < -6 || y < -6 || x > size.width + 6 || y > size.height + 6) continue;
          const own = point.isPlaced ? radius * 0.6 : radius;
          context.moveTo(x + own, y);
          context.arc(x, y, own, 0, 2 * Math.PI);
        }
        context.fill();
      }
    context.globalAlpha = 1;
    if (near) {
      const [x, y] = toScreen(near);
      context.beginPath();
      context.arc(x, y, radius + 4, 0, 2 * Math.PI);
      context.lineWidth = 2;
      context.strokeStyle = getComputedStyle(context.canvas).color;
      context.stroke();
    }
  });
  const find = (clientX: number, clientY: number): MapPoint | null => {
    const box = canvas.current?.getBoundingClientRect();
    if (!box) return null;
    const x = (clientX - box.left - size.width / 2) / side + view.x;
    const y = (clientY - box.top - size.height / 2) / side + view.y;
    return nearest(grid, x, y, REACH / side);
  };
  const zoom = (factor: number, at = { x: view.x, y: view.y }): void =>
    setView((before) => {
      const scale = Math.min(60, Math.max(1, before.scale * factor));
      const kept = before.scale / scale;
      return scale === 1
        ? WHOLE
        : { scale, x: at.x + (before.x - at.x) * kept, y: at.y + (before.y - at.y) * kept };
    });
  return (
    <div className="map-canvas">
      <canvas
        ref={canvas}
        role="img"
        aria-label={label}
        onPointerDown={(event) => {
          drag.current = { x: event.clientX, y: event.clientY, moved: false };
          event.currentTarget.setPointerCapture(event.pointerId);
        }}
        onPointerMove={(event) => {
          const from = drag.current;
          if (from === null) {
            const found = find(event.clientX, event.clientY);
            if (found?.id === near?.id) return;
            setNear(found);
            hover(found);
            return;
          }
          const x = event.clientX - from.x;
          const y = event.clientY - from.y;
          if (!from.moved && Math.hypot(x, y) < 4) return;
          drag.current = { x: event.clientX, y: event.clientY, moved: true };
          setView((before) => ({ ...before, x: before.x - x / side, y: before.y - y / side }));
        }}
        onPointerUp={(event) => {
          const moved = drag.current?.moved ?? true;
          drag.current = null;
          const found = moved ? null : find(event.clientX, event.clientY);
          if (found === null) return;
          // a finger shows first what it would open
          if (event.pointerType === "touch" && near?.id !== found.id) {
            setNear(found);
            hover(found);
          } else open(found);
        }}
        onWheel={(event) => {
          const box = event.currentTarget.getBoundingClientRect();
          zoom(Math.exp(-event.deltaY / 400), {
            x: (event.clientX - box.left - size.width / 2) / side + view.x,
            y: (event.clientY - box.top - size.height / 2) / side + view.y,
          });
        }}
      />
      <div className="map-zoom">
        <button type="button" aria-label={texts.map.nearer} onClick={() => zoom(1.6)}>
          +
        </button>
        <button type="button" aria-label={texts.map.farther} onClick={() => zoom(1 / 1.6)}>
          −
        </button>
        {view.scale > 1 ? (
          <button type="button" onClick={() => setView(WHOLE)}>
            {texts.map.whole}
          </button>
        ) : null}
      </div>
    </div>
  );
}

type Grid = ReadonlyMap<number, readonly MapPoint[]>;

function cellOf(x: number, y: number): number {
  return (
    Math.min(GRID - 1, Math.max(0, Math.floor(x * GRID))) * GRID +
    Math.min(GRID - 1, Math.max(0, Math.floor(y * GRID)))
  );
}

function gridOf(points: readonly MapPoint[]): Grid {
  const grid = new Map<number, MapPoint[]>();
  for (const point of points) {
    const cell = cellOf(point.x, point.y);
    const there = grid.get(cell);
    if (there) there.push(point);
    else grid.set(cell, [point]);
  }
  return grid;
}

function nearest(grid: Grid, x: number, y: number, reach: number): MapPoint | null {
  let found: MapPoint | null = null;
  let least = reach;
  const steps = Math.ceil(reach * GRID);
  for (let across = -steps; across <= steps; across++)
    for (let down = -steps; down <= steps; down++)
      for (const point of grid.get(cellOf(x + across / GRID, y + down / GRID)) ?? []) {
        const distance = Math.hypot(point.x - x, point.y - y);
        if (point.faded || distance >= least) continue;
        least = distance;
        found = point;
      }
  return found;
}
