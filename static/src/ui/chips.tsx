/** A short choice as a row of chips: radio buttons that look like what they are, one press to choose. */
import { useId } from "preact/hooks";

export interface Chip<T> {
  value: T;
  label: string;
}

interface Props<T> {
  legend: string;
  chips: Chip<T>[];
  /** The chosen one's place; -1 for none. */
  chosen: number;
  choose: (value: T) => void;
}

export function Chips<T>({ legend, chips, chosen, choose }: Props<T>) {
  const name = useId();
  return (
    <fieldset class="choices">
      <legend>{legend}</legend>
      <div class="chips">
        {chips.map(({ value, label }, index) => (
          <label key={label} class="chip">
            <input type="radio" name={name} checked={index === chosen} onChange={() => choose(value)} />
            {label}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
