/** A button that gives one command: busy until it is answered, and a refusal is said. */
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { client } from "../session";
import type { Command } from "../wire/generated";
import { sayRefusal } from "./toasts";

interface Props {
  command: Command;
  /** Classes beside `button`. */
  look?: string;
  /** Its accessible name, where what it shows is too short for one. */
  name?: string | undefined;
  /** Pressed already: it stays to say what it waits for. */
  settled?: boolean;
  children: ComponentChildren;
}

export function CommandButton({ command, look = "", name, settled = false, children }: Props) {
  const [busy, setBusy] = useState(false);
  const press = () => {
    if (!busy && !settled) {
      setBusy(true);
      client
        .command(command)
        .catch(sayRefusal)
        .finally(() => setBusy(false));
    }
  };
  return (
    <button
      type="button"
      class={`button ${look}`}
      aria-disabled={busy || settled}
      aria-label={name}
      title={name}
      onClick={press}
    >
      {children}
    </button>
  );
}
