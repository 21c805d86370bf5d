/** The small sign that always says how we stand with the server, and lets the player try at once. */
import { useEffect, useRef, useState } from "preact/hooks";
import type { SocketState } from "../net/socket";
import { client } from "../session";

/** How often the seconds to the next try are counted again. */
const COUNT_EVERY_MS = 250;

export function Connection() {
  const state = client.connection.value;
  const wasOpen = useRef(false);
  wasOpen.current ||= state.kind === "open";
  const text = describe(state, wasOpen.current);
  const seconds = useSecondsTo(state.kind === "waiting" ? state.retry_at : null);
  return (
    <div class={state.kind === "open" || !wasOpen.current ? "pill" : "pill pill-trouble"} data-connection={state.kind}>
      <span class={`dot ${state.kind === "open" ? "dot-good" : "dot-waiting"}`} aria-hidden="true" />
      <span role="status">{text}</span>
      {state.kind === "waiting" && (
        <>
          <span aria-hidden="true">
            {state.why === "restart" && "back "}in {seconds} s
          </span>
          <button type="button" class="pill-button" onClick={() => client.wake()}>
            Retry now
          </button>
        </>
      )}
      {state.kind === "stopped" && (
        <button type="button" class="pill-button" onClick={() => client.start()}>
          Use it here
        </button>
      )}
    </div>
  );
}

function describe(state: SocketState, wasOpen: boolean): string {
  switch (state.kind) {
    case "open":
      return "Connected";
    case "connecting":
      return wasOpen ? "Reconnecting…" : "Connecting…";
    case "waiting":
      return state.why === "restart" ? "Server restarting" : "Reconnecting";
    case "stopped":
      return state.why === "replaced" ? "Opened elsewhere" : "Disconnected";
  }
}

/** Whole seconds from now to a moment of the page's clock, counted as they pass. */
function useSecondsTo(moment: number | null): number {
  const [now, setNow] = useState(() => performance.now());
  useEffect(() => {
    if (moment === null) {
      return;
    }
    setNow(performance.now());
    const timer = setInterval(() => setNow(performance.now()), COUNT_EVERY_MS);
    return () => clearInterval(timer);
  }, [moment]);
  return moment === null ? 0 : Math.max(0, Math.ceil((moment - now) / 1000));
}
