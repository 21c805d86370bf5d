/** A finished game as text in Portable Game Notation, which every chess program reads. */
import type { Standing } from "../../wire/generated";
import type { TimeControl } from "../../view";
import type { Game } from "./moves/replay";

/** What is written down of a game. */
export interface GameRecord {
  /** The start position (FEN). */
  start: string;
  chess960: boolean;
  game: Game;
  /** The players' names, White's first; null where nobody is known. */
  names: readonly [string | null, string | null];
  outcome: Standing;
  control: TimeControl;
  event: string;
  site: string;
  /** The day on which it was played, if that is known. */
  date: Date | null;
}

const STANDARD_START = "rnbqkbnr/pppppppp/8/8/8/8/PPPPPPPP/RNBQKBNR w KQkq - 0 1";

/** Lines are shorter than this, as the standard's export format wants them. */
const WIDTH = 80;

const DAY_S = 24 * 60 * 60;

/** The whole text, ending with a line break. */
export function pgnOf(record: GameRecord): string {
  const result = resultOf(record.outcome);
  const tags = tagsOf(record, result).map(([name, value]) => `[${name} "${plain(value)}"]`);
  return `${tags.join("\n")}\n\n${wrapped([...movesOf(record.game), result])}\n`;
}

/** `1-0`, `0-1`, `1/2-1/2`, or `*` for a match that counts for nobody. */
export function resultOf({ places }: Standing): string {
  const [white, black] = places;
  if (white === undefined || black === undefined) {
    return "*";
  }
  return white === black ? "1/2-1/2" : white < black ? "1-0" : "0-1";
}

/** A name for the file: `ann-bob-2031-04-05.pgn`. */
export function fileNameOf({ names, date }: Pick<GameRecord, "names" | "date">): string {
  const words = [...names.map((name) => name ?? "somebody"), ...(date === null ? [] : [dayOf(date, "-")])];
  const parts = words.map((word) => word.toLowerCase().normalize("NFKD").replace(/[^a-z0-9-]+/g, "")).filter(Boolean);
  return `${parts.join("-") || "game"}.pgn`;
}

function tagsOf(record: GameRecord, result: string): [name: string, value: string][] {
  const { event, site, date, names, start, chess960, control, outcome } = record;
  const roster: [string, string][] = [
    ["Event", event],
    ["Site", site],
    ["Date", date === null ? "????.??.??" : dayOf(date, ".")],
    ["Round", "-"],
    ["White", names[0] ?? "?"],
    ["Black", names[1] ?? "?"],
    ["Result", result],
    ["TimeControl", timeControlOf(control)],
    ["Termination", terminationOf(outcome.reason)],
  ];
  const setUp: [string, string][] = [["SetUp", "1"], ["FEN", start]];
  return [
    ...roster,
    ...(chess960 ? [["Variant", "Chess960"] satisfies [string, string]] : []),
    ...(chess960 || start !== STANDARD_START ? setUp : []),
  ];
}

/** `1.`, `e4`, `e5`, `2.` … */
function movesOf({ steps }: Game): string[] {
  return steps.flatMap(({ san, side, number }, index) => {
    const told = side === 0 ? [`${number}.`] : index === 0 ? [`${number}...`] : [];
    return [...told, san];
  });
}

function wrapped(words: readonly string[]): string {
  const lines: string[] = [];
  let line = "";
  for (const word of words) {
    if (line !== "" && line.length + 1 + word.length >= WIDTH) {
      lines.push(line);
      line = word;
    } else {
      line = line === "" ? word : `${line} ${word}`;
    }
  }
  return [...lines, line].join("\n");
}

/** The standard knows fixed times, increments and times per so many moves; a delay it doesn't. */
function timeControlOf(control: TimeControl): string {
  switch (control.kind) {
    case "unlimited":
      return "-";
    case "sudden_death":
      return `${control.base_s}`;
    case "increment":
      return `${control.base_s}+${control.increment_s}`;
    case "byo_yomi":
      return `${control.base_s}:1/${control.period_s}`;
    case "per_move":
      return `1/${control.move_s}`;
    case "days":
      return `1/${control.days * DAY_S}`;
    case "delay":
      return "?";
  }
}

function terminationOf(reason: string): string {
  switch (reason) {
    case "time":
    case "time_insufficient":
      return "time forfeit";
    case "left":
    case "no_show":
    case "abandoned":
      return "abandoned";
    case "aborted":
      return "unterminated";
    case "faulted":
      return "emergency";
    default:
      return "normal";
  }
}

function dayOf(date: Date, separator: string): string {
  const parts = [date.getFullYear(), date.getMonth() + 1, date.getDate()];
  return parts.map((part) => String(part).padStart(2, "0")).join(separator);
}

/**
 * Tag values hold one line between quotation marks. The standard would escape such marks and backslashes inside, but
 * many programs don't read that, so others take their place.
 */
function plain(text: string): string {
  return text.replace(/[\r\n\t]+/g, " ").replaceAll('"', "'").replaceAll("\\", "/");
}
