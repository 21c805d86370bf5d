/** Messages in the corner: what was refused and why, what the server wants known. They come, are read out, and go. */
import { signal } from "@preact/signals";
import { useEffect, useState } from "preact/hooks";
import { TOAST_MS, TOASTS_MAX } from "../limits";
import { Refusal } from "../net/refusal";
import { type Asked, refusalInWords } from "../words/refusal";

interface Toast {
  id: number;
  text: string;
}

const toasts = signal<Toast[]>([]);
let last = 0;

/** Shows a sentence; the same sentence again replaces the first. */
export function say(text: string): void {
  last += 1;
  const others = toasts.value.filter((toast) => toast.text !== text);
  toasts.value = [...others, { id: last, text }].slice(-TOASTS_MAX);
}

/** Says why something was refused, and what became of it. */
export function sayRefusal(thrown: unknown, asked: Asked = "else"): void {
  say(refusalInWords(Refusal.of(thrown), asked));
}

function dismiss(id: number): void {
  toasts.value = toasts.value.filter((toast) => toast.id !== id);
}

export function Toasts() {
  return (
    <div class="toasts" role="alert" aria-label="Messages">
      {toasts.value.map((toast) => (
        <ToastItem key={toast.id} toast={toast} />
      ))}
    </div>
  );
}

function ToastItem({ toast }: { toast: Toast }) {
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (held) {
      return;
    }
    const timer = setTimeout(() => dismiss(toast.id), TOAST_MS);
    return () => clearTimeout(timer);
  }, [held, toast.id]);
  return (
    <div
      class="toast"
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocusIn={() => setHeld(true)}
      onFocusOut={() => setHeld(false)}
    >
      <span>{toast.text}</span>
      <button type="button" class="button button-bare button-small" onClick={() => dismiss(toast.id)}>
        Close
      </button>
    </div>
  );
}
