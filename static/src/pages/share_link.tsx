/** The link to a table with a button to copy it, which also works where the clipboard is not allowed. */
import { useRef, useState } from "preact/hooks";
import { tablePath } from "../router";
import type { TableId } from "../wire/generated";

/** How long the button says that the link was copied. */
const COPIED_MS = 2_500;

type Copied = "no" | "yes" | "by_hand";

export function ShareLink({ table, label, compact }: { table: TableId; label: string; compact?: boolean }) {
  const input = useRef<HTMLInputElement>(null);
  const [copied, setCopied] = useState<Copied>("no");
  const link = `${location.origin}${tablePath(table)}`;

  const copy = async () => {
    const done = (await copyWithPermission(link)) || copySelected(input.current);
    setCopied(done ? "yes" : "by_hand");
    if (done) {
      setTimeout(() => setCopied("no"), COPIED_MS);
    }
  };

  return (
    <div class={compact ? "share share-compact" : "share"}>
      <label class="small" for="share-link">
        {label}
      </label>
      <div class="share-row">
        <input
          ref={input}
          id="share-link"
          class="input"
          readOnly
          value={link}
          onFocus={(event) => event.currentTarget.select()}
        />
        <button type="button" class={compact ? "button" : "button button-main"} onClick={() => void copy()}>
          {copied === "yes" ? "Copied" : "Copy link"}
        </button>
      </div>
      <p class="small soft" role="status">
        {copied === "yes" && <span class="unseen">The link was copied.</span>}
        {copied === "by_hand" && "The link is selected: copy it with Ctrl+C, or press and hold it."}
      </p>
    </div>
  );
}

async function copyWithPermission(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Not allowed, or not a secure page: there is an older way.
    return false;
  }
}

/** The older way; it leaves the link selected either way, so that it can be copied by hand. */
function copySelected(input: HTMLInputElement | null): boolean {
  input?.focus();
  input?.select();
  return document.execCommand("copy");
}
