/** Any value in words, for titles that the page knows nothing about. Pure, and without markup. */
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

/** An action as the label of a button: `{"cell": 4}` becomes `Cell 4`, `"roll_dice"` becomes `Roll dice`. */
export function actionInWords(action: unknown): string {
  if (isScalar(action)) {
    return typeof action === "string" ? humanise(action) : scalarInWords(action);
  }
  const words = valueInWords(action);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Any value on one line. */
export function valueInWords(value: unknown): string {
  if (isScalar(value)) {
    return scalarInWords(value);
  }
  if (Array.isArray(value)) {
    return value.map(valueInWords).join(", ");
  }
  const entries = Object.entries(value as object);
  const parts = entries.map(([key, inner]) => {
    const name = humanise(key).toLowerCase();
    if (key === "type") {
      return valueInWords(inner);
    }
    return inner === null ? name : `${name} ${valueInWords(inner)}`;
  });
  return parts.join(", ");
}
