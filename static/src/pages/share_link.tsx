/** What leads to a table: its link and its short code, each with a button to copy it, clipboard or not. */
import type { ComponentChildren } from "preact";
import { useRef, useState } from "preact/hooks";
import { tablePath } from "../router";
import type { TableId } from "../wire/generated";

/** How long the button says that something was copied. */
const COPIED_MS = 2_500;

type Copied = "no" | "yes" | "by_hand";

export function ShareLink({ table, label, compact }: { table: TableId; label: string; compact?: boolean }) {
  const input = useRef<HTMLInputElement>(null);
  const link = `${location.origin}${tablePath(table)}`;
  return (
    <div class={compact ? "share share-compact" : "share"}>
      <label class="small" for="share-link">
        {label}
      </label>
      <CopyRow what="link" text={link} look={compact ? "" : "button-main"} select={() => input.current?.select()}>
        <input
          ref={input}
          id="share-link"
          class="input"
          readOnly
          value={link}
          onFocus={(event) => event.currentTarget.select()}
        />
      </CopyRow>
    </div>
  );
}

export function ShareCode({ code }: { code: string }) {
  const shown = useRef<HTMLElement>(null);
  const select = () => {
    if (shown.current !== null) {
      getSelection()?.selectAllChildren(shown.current);
    }
  };
  return (
    <div class="share">
      <p class="small soft">Or tell them this code, to be typed in under “Join by code”</p>
      <CopyRow what="code" text={code} look="" select={select}>
        <code ref={shown} class="share-code" data-testid="table-code">
          {code}
        </code>
      </CopyRow>
    </div>
  );
}

interface Props {
  /** In a word: `Copy link`. */
  what: string;
  text: string;
  /** The button's looks. */
  look: string;
  /** Selects what is shown, so that it can be copied by hand. */
  select: () => void;
  /** What shows the text. */
  children: ComponentChildren;
}

function CopyRow({ what, text, look, select, children }: Props) {
  const [copied, setCopied] = useState<Copied>("no");
  const copy = async () => {
    const done = (await copyWithPermission(text)) || copySelected(select);
    setCopied(done ? "yes" : "by_hand");
    if (done) {
      setTimeout(() => setCopied("no"), COPIED_MS);
    }
  };
  return (
    <>
      <div class="share-row">
        {children}
        <button type="button" class={`button ${look}`} onClick={() => void copy()}>
          {copied === "yes" ? "Copied" : `Copy ${what}`}
        </button>
      </div>
      <p class="small soft" role="status">
        {copied === "yes" && <span class="unseen">The {what} was copied.</span>}
        {copied === "by_hand" && `The ${what} is selected: copy it with Ctrl+C, or press and hold it.`}
      </p>
    </>
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

/** The older way; it leaves the text selected either way. */
function copySelected(select: () => void): boolean {
  select();
  return document.execCommand("copy");
}
