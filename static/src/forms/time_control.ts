/**
 * A table's time control: recognised in a title's options schema, offered as a few usual ones, and put into words. It
 * draws nothing, and which times are allowed is the schema's and the server's to say.
 */
import type { TimeControl } from "../view";
import { counted } from "../words";

type Kind = TimeControl["kind"];
type Schema = Record<string, unknown>;

/** One way to deal out time, with the numbers it takes. */
export interface TimeKind {
  kind: Kind;
  label: string;
  help: string;
  numbers: TimeNumber[];
}

/** One number of a way to deal out time, in the unit it is asked for in. */
export interface TimeNumber {
  name: string;
  label: string;
  /** How many of the schema's units make one of those asked for: 60 where minutes are asked for. */
  unit: number;
  min: number | null;
  max: number | null;
  /** What it begins with, in the schema's unit. */
  value: number;
}

/** The numbers of each kind, in the order to ask for them. */
const NUMBERS: Record<Kind, string[]> = {
  unlimited: [],
  sudden_death: ["base_s"],
  increment: ["base_s", "increment_s"],
  delay: ["base_s", "delay_s"],
  byo_yomi: ["base_s", "periods", "period_s"],
  per_move: ["move_s"],
  days: ["days"],
};

const LABELS: Record<string, { label: string; unit: number }> = {
  base_s: { label: "Minutes each", unit: 60 },
  increment_s: { label: "Seconds added per move", unit: 1 },
  delay_s: { label: "Seconds of delay per move", unit: 1 },
  periods: { label: "Periods", unit: 1 },
  period_s: { label: "Seconds per period", unit: 1 },
  move_s: { label: "Seconds per move", unit: 1 },
  days: { label: "Days per move", unit: 1 },
};

/** The times that people ask for, the quickest first. */
const USUAL: TimeControl[] = [
  { kind: "sudden_death", base_s: 60 },
  { kind: "increment", base_s: 180, increment_s: 2 },
  { kind: "sudden_death", base_s: 300 },
  { kind: "increment", base_s: 600, increment_s: 5 },
  { kind: "increment", base_s: 900, increment_s: 10 },
  { kind: "days", days: 1 },
  { kind: "days", days: 3 },
  { kind: "unlimited" },
];

/** The ways to deal out time in a schema; null if it describes something else. */
export function timeKindsOf(schema: Schema): TimeKind[] | null {
  const variants = Array.isArray(schema.oneOf) ? schema.oneOf : [];
  const kinds = variants.map(timeKindOf);
  return kinds.length > 0 && kinds.every((kind) => kind !== null) ? kinds : null;
}

function timeKindOf(variant: unknown): TimeKind | null {
  const properties = isRecord(variant) && isRecord(variant.properties) ? variant.properties : {};
  const kind = isRecord(properties.kind) ? properties.kind.const : undefined;
  if (!isRecord(variant) || typeof kind !== "string" || !Object.hasOwn(NUMBERS, kind)) {
    return null;
  }
  const numbers = NUMBERS[kind as Kind].map((name) => numberOf(name, properties[name]));
  return { kind: kind as Kind, label: text(variant.title, kind), help: text(variant.description, ""), numbers };
}

function numberOf(name: string, property: unknown): TimeNumber {
  const { minimum, maximum, default: preset } = isRecord(property) ? property : {};
  const { label, unit } = LABELS[name] ?? { label: name, unit: 1 };
  const min = typeof minimum === "number" ? minimum : null;
  const value = typeof preset === "number" ? preset : (min ?? 0);
  return { name, label, unit, min, max: typeof maximum === "number" ? maximum : null, value };
}

/** The usual times among those a schema knows, and the title's own default, if that is none of them, before them. */
export function usualTimes(kinds: TimeKind[], preset: TimeControl): TimeControl[] {
  const known = USUAL.filter(({ kind }) => kinds.some((other) => other.kind === kind));
  return known.some((time) => isSameTime(time, preset)) ? known : [preset, ...known];
}

/** A way to deal out time, with the numbers it begins with. */
export function timeOf({ kind, numbers }: TimeKind): TimeControl {
  return { kind, ...Object.fromEntries(numbers.map(({ name, value }) => [name, value])) } as TimeControl;
}

export function isSameTime(one: TimeControl, other: TimeControl): boolean {
  return [...new Set([...Object.keys(one), ...Object.keys(other)])].every(
    (name) => one[name as keyof TimeControl] === other[name as keyof TimeControl],
  );
}

/** Whether a value is a time control. */
export function isTimeControl(value: unknown): value is TimeControl {
  return (
    isRecord(value) &&
    typeof value.kind === "string" &&
    Object.hasOwn(NUMBERS, value.kind) &&
    NUMBERS[value.kind as Kind].every((name) => typeof value[name] === "number")
  );
}

/** As players say it: `10+5`, `3 days a move`. */
export function timeInWords(time: TimeControl): string {
  switch (time.kind) {
    case "unlimited":
      return "Unlimited";
    case "sudden_death":
      return `${minutes(time.base_s)}+0`;
    case "increment":
      return `${minutes(time.base_s)}+${time.increment_s}`;
    case "delay":
      return `${minutes(time.base_s)} min, ${time.delay_s} s delay`;
    case "byo_yomi": {
      const periods = `${time.periods}×${time.period_s} s`;
      return time.base_s === 0 ? periods : `${minutes(time.base_s)} min + ${periods}`;
    }
    case "per_move":
      return time.move_s % 60 === 0 ? `${time.move_s / 60} min a move` : `${time.move_s} s a move`;
    case "days":
      return `${counted(time.days, "day", "days")} a move`;
  }
}

/** The same at length, for those who don't know the short way. */
export function timeSpelt(time: TimeControl): string {
  const base = "base_s" in time ? `${lasting(time.base_s)} each` : "";
  switch (time.kind) {
    case "unlimited":
      return "Nobody's time is kept.";
    case "sudden_death":
      return `${base} for the whole game.`;
    case "increment":
      return `${base}, and ${lasting(time.increment_s)} more for every move.`;
    case "delay":
      return `${base}; the first ${lasting(time.delay_s)} of a move are free.`;
    case "byo_yomi":
      return time.base_s === 0 ? `${periods(time)} each.` : `${base}, then ${periods(time)}.`;
    case "per_move":
      return `${lasting(time.move_s)} for every move.`;
    case "days":
      return `${counted(time.days, "day", "days")} for every move: play by correspondence.`;
  }
}

function periods(time: { periods: number; period_s: number }): string {
  return `${counted(time.periods, "period", "periods")} of ${lasting(time.period_s)}`;
}

/** `5`, `1:30`, `0:30`. */
function minutes(seconds: number): string {
  const rest = seconds % 60;
  return rest === 0 ? String(seconds / 60) : `${Math.floor(seconds / 60)}:${String(rest).padStart(2, "0")}`;
}

function lasting(seconds: number): string {
  const rest = seconds % 60;
  const parts = [
    ...(seconds >= 60 ? [counted(Math.floor(seconds / 60), "minute", "minutes")] : []),
    ...(rest > 0 || seconds < 60 ? [counted(rest, "second", "seconds")] : []),
  ];
  return parts.join(" ");
}

function text(value: unknown, otherwise: string): string {
  return typeof value === "string" && value !== "" ? value : otherwise;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
