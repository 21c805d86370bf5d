/**
 * A title's options schema (JSON Schema) as a list of form fields, and the words for a table's options. Only the shapes
 * that options have are read; a field of another shape is left out, and the server takes its default. It draws nothing.
 */
import { humanise } from "../words";

/** One field of a form. */
export type Field = FieldBase &
  (
    | { kind: "number"; whole: boolean; min: number | null; max: number | null; value: number | null }
    | { kind: "flag"; value: boolean }
    | { kind: "choice"; choices: Choice[]; value: string }
    | { kind: "text"; max: number | null; value: string }
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

/** The fields of a schema, in its order, set to the title's defaults. */
export function fieldsOf(schema: unknown, defaults: Values): Field[] {
  if (!isSchema(schema) || !isSchema(schema.properties)) {
    return [];
  }
  return Object.entries(schema.properties).flatMap(([name, property]) => {
    const field = fieldOf(name, resolved(property, schema), defaults[name]);
    return field === null ? [] : [field];
  });
}

/** What a table was set to, where it differs from the title's defaults: `Move seconds: 30`. Empty if it doesn't. */
export function optionsInWords(schema: unknown, defaults: Values, options: Values): string {
  return fieldsOf(schema, defaults)
    .filter(({ name }) => name in options && options[name] !== null && options[name] !== defaults[name])
    .map((field) => `${field.label}: ${inWords(field, options[field.name])}`)
    .join(" · ");
}

function inWords(field: Field, value: unknown): string {
  if (field.kind === "choice") {
    return field.choices.find((choice) => choice.value === value)?.label ?? String(value);
  }
  return typeof value === "boolean" ? (value ? "yes" : "no") : String(value);
}

function fieldOf(name: string, schema: Schema, preset: unknown): Field | null {
  const base = { name, label: text(schema.title) ?? humanise(name), help: text(schema.description) ?? "" };
  const value = preset ?? schema.default;
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
