/** The dialog for a new table: whom to play, and the title's options as its schema describes them. */
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { fieldsOf, type Values } from "../forms/schema";
import type { Title } from "../net/http";
import { Refusal } from "../net/refusal";
import { OptionsFields } from "../ui/options_form";
import { createTable, type Opponent } from "./creating";

const OPPONENTS: { value: Opponent; label: string; help: string }[] = [
  { value: "friend", label: "A friend", help: "Private: only those with the link find it." },
  { value: "anyone", label: "Anyone", help: "Open: listed here until somebody joins." },
  { value: "bot", label: "The bot", help: "The game starts at once." },
];

export function NewTable({ title, close }: { title: Title; close: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const fields = useMemo(() => fieldsOf(title.options, title.defaults), [title]);
  const [values, setValues] = useState<Values>({});
  const [opponent, setOpponent] = useState<Opponent>("friend");
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);

  useEffect(() => dialog.current?.showModal(), []);

  const submit = async (event: Event) => {
    event.preventDefault();
    if (busy) {
      return;
    }
    setBusy(true);
    setRefusal(null);
    try {
      await createTable(title.name, { ...title.defaults, ...values }, opponent);
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
          {OPPONENTS.filter(({ value }) => value !== "bot" || title.bot).map(({ value, label, help }) => (
            <label key={value} class="choice">
              <input
                type="radio"
                name="opponent"
                checked={opponent === value}
                aria-describedby={`opponent-${value}`}
                onChange={() => setOpponent(value)}
              />
              <span>{label}</span>
              <small id={`opponent-${value}`}>{help}</small>
            </label>
          ))}
        </fieldset>
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
