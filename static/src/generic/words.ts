/**
 * Any value in words, for titles that the page knows nothing about. Pure, and without markup. One thing is assumed: a
 * field called `seat`, `winner` or the like holds a seat's number, and is read as its player's name.
 */
import { humanise } from "../words";

/** A value without parts. */
export type Scalar = string | number | boolean | null | undefined;

export function isScalar(value: unknown): value is Scalar {
  return typeof value !== "object" || value === null;
}

/** A scalar as a person reads it. */
export function scalarInWords(value: Scalar): string {
  switch (typeof value) {
    case "boolean":
      return value ? "yes" : "no";
    case "string":
      return /^[a-z][a-z0-9]*(_[a-z0-9]+)+$/.test(value) ? humanise(value) : value;
    case "number":
      return String(value);
    default:
      return "–";
  }
}

/** Fields that hold a seat's number. */
const SEAT_FIELDS: ReadonlySet<string> = new Set(["seat", "winner", "loser", "player", "leader", "turn", "to_move"]);

/** The value of a field, with a player's name for a seat's number; `names` are those of the seats, in order. */
export function named(key: string, value: unknown, names: readonly string[]): unknown {
  if (!SEAT_FIELDS.has(key)) {
    return value;
  }
  return typeof value === "number" ? (names[value] ?? value) : value === null ? "nobody" : value;
}

/** An action as the label of a button: `{"cell": 4}` becomes `Cell 4`, `"roll_dice"` becomes `Roll dice`. */
export function actionInWords(action: unknown, names: readonly string[] = []): string {
  if (isScalar(action)) {
    return typeof action === "string" ? humanise(action) : scalarInWords(action);
  }
  return sentence(action, names);
}

/** Any value on one line that begins with a capital. */
export function sentence(value: unknown, names: readonly string[]): string {
  const words = valueInWords(value, names);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Any value on one line. */
export function valueInWords(value: unknown, names: readonly string[] = []): string {
  if (isScalar(value)) {
    return scalarInWords(value);
  }
  if (Array.isArray(value)) {
    return value.map((inner) => valueInWords(inner, names)).join(", ");
  }
  const entries = Object.entries(value as object);
  const parts = entries.map(([key, inner]) => {
    const name = humanise(key).toLowerCase();
    if (key === "type") {
      return valueInWords(inner, names);
    }
    const told = named(key, inner, names);
    return told === null ? name : `${name} ${valueInWords(told, names)}`;
  });
  return parts.join(", ");
}
