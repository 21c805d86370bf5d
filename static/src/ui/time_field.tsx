/** The field for a table's time: the usual times as chips, and any other kind with its numbers behind "Custom". */
import { useState } from "preact/hooks";
import {
  isSameTime,
  type TimeKind,
  timeInWords,
  type TimeNumber,
  timeOf,
  timeSpelt,
  usualTimes,
} from "../forms/time_control";
import type { TimeControl } from "../view";
import { type Chip, Chips } from "./chips";

interface Props {
  label: string;
  kinds: TimeKind[];
  /** What the title takes where nobody chooses. */
  preset: TimeControl;
  value: TimeControl;
  change: (value: TimeControl) => void;
}

export function TimeField({ label, kinds, preset, value, change }: Props) {
  const usual = usualTimes(kinds, preset);
  const [custom, setCustom] = useState(false);
  const chips: Chip<TimeControl | null>[] = [
    ...usual.map((time) => ({ value: time, label: timeInWords(time) })),
    { value: null, label: "Custom" },
  ];
  const choose = (time: TimeControl | null) => {
    setCustom(time === null);
    if (time !== null) {
      change(time);
    }
  };
  const chosen = custom ? usual.length : usual.findIndex((time) => isSameTime(time, value));
  return (
    <div class="field">
      <Chips legend={label} chips={chips} chosen={chosen} choose={choose} />
      {custom && <CustomTime kinds={kinds} value={value} change={change} />}
      <p class="field-help">{timeSpelt(value)}</p>
    </div>
  );
}

function CustomTime({ kinds, value, change }: Pick<Props, "kinds" | "value" | "change">) {
  const kind = kinds.find(({ kind }) => kind === value.kind);
  return (
    <div class="custom-time">
      <div class="field">
        <label for="time-kind">Kind of clock</label>
        <select
          id="time-kind"
          class="input"
          value={value.kind}
          onChange={({ currentTarget }) => {
            const chosen = kinds.find(({ kind }) => kind === currentTarget.value);
            if (chosen !== undefined) {
              change(timeOf(chosen));
            }
          }}
        >
          {kinds.map(({ kind, label }) => (
            <option key={kind} value={kind}>
              {label}
            </option>
          ))}
        </select>
      </div>
      {kind?.numbers.map((number) => (
        <TimeNumberField
          key={`${kind.kind} ${number.name}`}
          number={number}
          value={value[number.name as keyof TimeControl] as unknown as number}
          change={(amount) => change({ ...value, [number.name]: amount })}
        />
      ))}
    </div>
  );
}

function TimeNumberField(props: { number: TimeNumber; value: number; change: (value: number) => void }) {
  const { number, value, change } = props;
  const { name, label, unit, min, max } = number;
  // The input keeps what is typed, half a number included; a whole one is told.
  const [begun] = useState(value / unit);
  return (
    <div class="field">
      <label for={`time-${name}`}>{label}</label>
      <input
        id={`time-${name}`}
        class="input"
        type="number"
        inputMode={unit === 1 ? "numeric" : "decimal"}
        required
        min={min === null ? undefined : min / unit}
        max={max === null ? undefined : max / unit}
        step={unit === 1 ? 1 : "any"}
        defaultValue={String(begun)}
        onInput={({ currentTarget: { valueAsNumber } }) => {
          if (Number.isFinite(valueAsNumber)) {
            change(Math.round(valueAsNumber * unit));
          }
        }}
      />
    </div>
  );
}
