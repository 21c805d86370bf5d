/** Turned pieces: a profile is drawn for the right side only, from the top down, and this turns it round its axis. */

/** Where the axis stands in the square of a hundred units that every piece is drawn in. */
export const AXIS = 50;

type Point = readonly [x: number, y: number];

interface Segment {
  /** None for a line, two for a cubic curve. */
  controls: readonly Point[];
  to: Point;
}

/**
 * The closed outline of a profile. A profile is a path of absolute `M`, `L` and `C` whose x counts from the axis to the
 * right; it begins and ends on the axis.
 */
export function turned(profile: string): string {
  const { from, segments } = read(profile);
  const starts = [from, ...segments.map(({ to }) => to)];
  const right = segments.map(({ controls, to }) => [...controls, to]);
  const left = segments
    .map(({ controls }, index) => [...controls.toReversed(), starts[index] ?? from].map(mirrored))
    .toReversed();
  return `M${text(from)}${[...right, ...left].map(drawn).join("")}Z`;
}

/** The half of that outline to the right of the axis, which lies in the shade. */
export function shadedHalf(profile: string): string {
  const { from, segments } = read(profile);
  return `M${text(from)}${segments.map(({ controls, to }) => drawn([...controls, to])).join("")}Z`;
}

function read(profile: string): { from: Point; segments: Segment[] } {
  const commands = [...profile.matchAll(/([MLC])([^MLC]*)/g)].map(([, letter = "", numbers = ""]) => {
    const values = numbers.trim().split(/[\s,]+/).map(Number);
    const points = values.flatMap((x, index): Point[] => (index % 2 === 0 ? [[x, values[index + 1] ?? 0]] : []));
    return { letter, points };
  });
  const from = commands[0]?.points[0] ?? [0, 0];
  const segments = commands
    .slice(1)
    .map(({ points }) => ({ controls: points.slice(0, -1), to: points.at(-1) ?? from }));
  return { from, segments };
}

function mirrored([x, y]: Point): Point {
  return [-x, y];
}

function drawn(points: readonly Point[]): string {
  return (points.length === 3 ? "C" : "L") + points.map(text).join(" ");
}

function text([x, y]: Point): string {
  return `${round(AXIS + x)} ${round(y)}`;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
