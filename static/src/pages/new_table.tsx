/** The dialog for a new table: whom to play, on which side, and the title's options as its schema describes them. */
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { fieldsOf, type Values } from "../forms/schema";
import type { Title } from "../net/http";
import { Refusal } from "../net/refusal";
import { type Chip, Chips } from "../ui/chips";
import { OptionsFields } from "../ui/options_form";
import { createTable, type Opponent, type Side } from "./creating";

const OPPONENTS: { value: Opponent; label: string; help: string }[] = [
  { value: "friend", label: "A friend", help: "Private: only those with the link or the code find it." },
  { value: "anyone", label: "Anyone", help: "Open: listed here until somebody joins." },
  { value: "bot", label: "The bot", help: "The game starts at once." },
];

/** What seats are called where a title doesn't say; the rest go by number. */
const ORDINALS = ["First", "Second", "Third", "Fourth"];

interface Props {
  title: Title;
  /** Whom to play, to begin with. */
  opponent: Opponent;
  close: () => void;
}

export function NewTable({ title, opponent: chosen, close }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const fields = useMemo(() => fieldsOf(title.options, title.defaults), [title]);
  const [values, setValues] = useState<Values>({});
  const [opponent, setOpponent] = useState<Opponent>(chosen);
  const [side, setSide] = useState<Side>(0);
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const sides = sidesOf(title);

  useEffect(() => dialog.current?.showModal(), []);

  const submit = async (event: Event) => {
    event.preventDefault();
    if (busy) {
      return;
    }
    setBusy(true);
    setRefusal(null);
    try {
      await createTable(title.name, { ...title.defaults, ...values }, opponent, side);
    } catch (thrown) {
      setRefusal(Refusal.of(thrown));
      setBusy(false);
    }
  };

  return (
    <dialog ref={dialog} class="dialog" aria-labelledby="new-table" onClose={close}>
      <form onSubmit={submit}>
        <h2 id="new-table">New table: {title.label}</h2>
        <fieldset class="choices">
          <legend>Play against</legend>
          {OPPONENTS.filter(({ value }) => value !== "bot" || title.bot !== null).map(({ value, label, help }) => (
            <label key={value} class="choice">
              <input
                type="radio"
                name="opponent"
                checked={opponent === value}
                aria-describedby={`opponent-${value}`}
                onChange={() => setOpponent(value)}
              />
              <span>{label}</span>
              <small id={`opponent-${value}`}>
                {value === "bot" && title.bot !== null ? `${title.bot}. ${help}` : help}
              </small>
            </label>
          ))}
        </fieldset>
        {sides.length > 2 && (
          <Chips
            legend="Play as"
            chips={sides}
            chosen={sides.findIndex(({ value }) => value === side)}
            choose={setSide}
          />
        )}
        <OptionsFields
          fields={fields}
          values={values}
          change={(name, value) => setValues((before) => ({ ...before, [name]: value }))}
        />
        <p class="field-error" role="alert" hidden={refusal === null}>
          {refusal?.reason}
        </p>
        <div class="dialog-foot">
          <button type="button" class="button button-bare" onClick={() => dialog.current?.close()}>
            Cancel
          </button>
          <button type="submit" class="button button-main" aria-disabled={busy}>
            Create table
          </button>
        </div>
      </form>
    </dialog>
  );
}

/** The sides to choose from: each seat, and a draw of lots. */
function sidesOf(title: Title): Chip<Side>[] {
  const seats = Array.from({ length: title.seats }, (_, seat) => ({
    value: seat,
    label: title.sides[seat] ?? ORDINALS[seat] ?? `Seat ${seat + 1}`,
  }));
  return [...seats, { value: "random" as const, label: "Random" }];
}
