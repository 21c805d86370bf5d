/**
 * A title's options schema (JSON Schema) as a list of form fields, and the words for a table's options. Only the shapes
 * that options have are read; a field of another shape is left out, and the server takes its default. It draws nothing.
 */
import type { TimeControl } from "../view";
import { humanise } from "../words";
import { isSameTime, isTimeControl, type TimeKind, timeInWords, timeKindsOf, timeOf } from "./time_control";

/** One field of a form. */
export type Field = FieldBase &
  (
    | { kind: "number"; whole: boolean; min: number | null; max: number | null; value: number | null }
    | { kind: "flag"; value: boolean }
    | { kind: "choice"; choices: Choice[]; value: string }
    | { kind: "text"; max: number | null; value: string }
    | { kind: "time"; kinds: TimeKind[]; value: TimeControl }
  );

interface FieldBase {
  name: string;
  label: string;
  help: string;
}

/** One of the values to choose from. */
export interface Choice {
  value: string;
  label: string;
  help: string;
}

/** The values of a form, by field name. */
export type Values = Record<string, unknown>;

type Schema = Record<string, unknown>;

/** The fields of a schema, the time first and the others in its order, set to the title's defaults. */
export function fieldsOf(schema: unknown, defaults: Values): Field[] {
  if (!isSchema(schema) || !isSchema(schema.properties)) {
    return [];
  }
  const fields = Object.entries(schema.properties).flatMap(([name, property]) => {
    const field = fieldOf(name, resolved(property, schema), defaults[name]);
    return field === null ? [] : [field];
  });
  return [...fields.filter(({ kind }) => kind === "time"), ...fields.filter(({ kind }) => kind !== "time")];
}

/**
 * What a table was set to: its time, and what else differs from the title's defaults: `10+5 · Swap seats: no`. Empty if
 * nothing is worth a word.
 */
export function optionsInWords(schema: unknown, defaults: Values, options: Values): string {
  return fieldsOf(schema, defaults)
    .filter(({ name }) => name in options && options[name] !== null)
    .flatMap((field) => {
      const words = inWords(field, options[field.name], defaults[field.name]);
      return words === null ? [] : [words];
    })
    .join(" · ");
}

function inWords(field: Field, value: unknown, preset: unknown): string | null {
  if (field.kind === "time") {
    const untimed = isTimeControl(value) && value.kind === "unlimited" && isSameTime(field.value, value);
    return isTimeControl(value) && !untimed ? timeInWords(value) : null;
  }
  if (value === preset) {
    return null;
  }
  if (field.kind === "choice") {
    return `${field.label}: ${field.choices.find((choice) => choice.value === value)?.label ?? String(value)}`;
  }
  if (field.kind === "flag") {
    return value === true ? field.label : `${field.label}: no`;
  }
  return `${field.label}: ${String(value)}`;
}

function fieldOf(name: string, schema: Schema, preset: unknown): Field | null {
  const base = { name, label: text(schema.title) ?? humanise(name), help: text(schema.description) ?? "" };
  const value = preset ?? schema.default;
  const kinds = timeKindsOf(schema);
  if (kinds !== null) {
    const first = kinds[0] === undefined ? { kind: "unlimited" as const } : timeOf(kinds[0]);
    return { ...base, kind: "time", kinds, value: isTimeControl(value) ? value : first };
  }
  const choices = choicesOf(schema);
  if (choices.length > 0) {
    return { ...base, kind: "choice", choices, value: text(value) ?? choices[0]?.value ?? "" };
  }
  switch (typeOf(schema)) {
    case "integer":
    case "number":
      return {
        ...base,
        kind: "number",
        whole: typeOf(schema) === "integer",
        min: number(schema.minimum),
        max: number(schema.maximum),
        value: number(value),
      };
    case "boolean":
      return { ...base, kind: "flag", value: value === true };
    case "string":
      return { ...base, kind: "text", max: number(schema.maxLength), value: text(value) ?? "" };
    default:
      return null;
  }
}

/** The choices of an `enum`, of a `oneOf` of constants, or of a `oneOf` of enums with one entry. */
function choicesOf(schema: Schema): Choice[] {
  if (Array.isArray(schema.enum)) {
    return schema.enum.flatMap((value) =>
      typeof value === "string" ? [{ value, label: humanise(value), help: "" }] : [],
    );
  }
  if (!Array.isArray(schema.oneOf)) {
    return [];
  }
  return schema.oneOf.filter(isSchema).flatMap((one) => {
    const help = text(one.description) ?? "";
    if (typeof one.const === "string") {
      return [{ value: one.const, label: text(one.title) ?? humanise(one.const), help }];
    }
    return choicesOf({ enum: one.enum }).map((choice) => ({ ...choice, help }));
  });
}

/** The schema behind `$ref` or a single `allOf`, with what stands beside it, such as a description, on top. */
function resolved(property: unknown, root: Schema): Schema {
  if (!isSchema(property)) {
    return {};
  }
  const only = Array.isArray(property.allOf) && property.allOf.length === 1 ? property.allOf[0] : property;
  const path = isSchema(only) ? text(only.$ref) : null;
  const target = path?.startsWith("#/")
    ? path.slice(2).split("/").reduce<unknown>((at, key) => (isSchema(at) ? at[key] : undefined), root)
    : undefined;
  return isSchema(target) ? { ...target, ...property } : property;
}

function typeOf(schema: Schema): unknown {
  return Array.isArray(schema.type) ? schema.type.find((type) => type !== "null") : schema.type;
}

function isSchema(value: unknown): value is Schema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function text(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}

function number(value: unknown): number | null {
  return typeof value === "number" ? value : null;
}
