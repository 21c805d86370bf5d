/** Form fields drawn from a title's options. It holds no values: it is told them and tells what changes. */
import type { Field, Values } from "../forms/schema";
import { isTimeControl } from "../forms/time_control";
import { TimeField } from "./time_field";

interface Props {
  fields: Field[];
  values: Values;
  change: (name: string, value: unknown) => void;
}

export function OptionsFields(props: Props) {
  return (
    <>
      {props.fields.map((field) => (
        <OptionField
          key={field.name}
          field={field}
          value={props.values[field.name] ?? field.value}
          change={(value) => props.change(field.name, value)}
        />
      ))}
    </>
  );
}

function OptionField({ field, value, change }: { field: Field; value: unknown; change: (value: unknown) => void }) {
  const id = `option-${field.name}`;
  const helpId = `${id}-help`;
  const described = field.help === "" && field.kind !== "number" ? undefined : helpId;
  switch (field.kind) {
    case "time":
      return (
        <TimeField
          label={field.label}
          kinds={field.kinds}
          preset={field.value}
          value={isTimeControl(value) ? value : field.value}
          change={change}
        />
      );
    case "flag":
      return (
        <div class="field">
          <label class="flag" for={id}>
            <input
              id={id}
              type="checkbox"
              checked={value === true}
              aria-describedby={described}
              onChange={(event) => change(event.currentTarget.checked)}
            />
            {field.label}
          </label>
          <Help id={helpId} text={field.help} />
        </div>
      );
    case "number":
      return (
        <div class="field">
          <label for={id}>{field.label}</label>
          <input
            id={id}
            class="input"
            type="number"
            inputMode={field.whole ? "numeric" : "decimal"}
            required
            min={field.min ?? undefined}
            max={field.max ?? undefined}
            step={field.whole ? 1 : "any"}
            value={String(value ?? "")}
            aria-describedby={described}
            onInput={(event) => {
              const { value: text, valueAsNumber } = event.currentTarget;
              change(text === "" ? "" : valueAsNumber);
            }}
          />
          <Help id={helpId} text={[field.help, rangeOf(field)].filter((text) => text !== "").join(" ")} />
        </div>
      );
    case "choice":
      return (
        <div class="field">
          <label for={id}>{field.label}</label>
          <select
            id={id}
            class="input"
            value={String(value)}
            aria-describedby={described}
            onChange={(event) => change(event.currentTarget.value)}
          >
            {field.choices.map((choice) => (
              <option key={choice.value} value={choice.value}>
                {choice.label}
              </option>
            ))}
          </select>
          <Help id={helpId} text={field.choices.find((choice) => choice.value === value)?.help || field.help} />
        </div>
      );
    case "text":
      return (
        <div class="field">
          <label for={id}>{field.label}</label>
          <input
            id={id}
            class="input"
            type="text"
            maxLength={field.max ?? undefined}
            value={String(value ?? "")}
            aria-describedby={described}
            onInput={(event) => change(event.currentTarget.value)}
          />
          <Help id={helpId} text={field.help} />
        </div>
      );
  }
}

function Help({ id, text }: { id: string; text: string }) {
  return text === "" ? null : (
    <p id={id} class="field-help">
      {text}
    </p>
  );
}

function rangeOf(field: { min: number | null; max: number | null }): string {
  if (field.min !== null && field.max !== null) {
    return `From ${field.min} to ${field.max}.`;
  }
  return field.min !== null ? `At least ${field.min}.` : field.max !== null ? `At most ${field.max}.` : "";
}
