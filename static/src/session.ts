/** The page's one session: a client over the browser's own socket, clock and chance, woken by the browser's events. */
import { Client } from "./net/client";
import { becomeGuest } from "./net/http";
import type { Line } from "./net/socket";
import { netAsked } from "./router";
import { SUBPROTOCOL } from "./wire/codec";

/** Random letters of a client id: enough that no two tabs ever share one. */
const ID_BYTES = 16;

const dial = () => new WebSocket(`${location.origin.replace(/^http/, "ws")}/ws`, SUBPROTOCOL) as Line;

/** What a new line is passed through: nothing, unless somebody asked for a worse network. */
let through = (line: Line): Line => line;

export const client = new Client(
  {
    dial: () => through(dial()),
    now: () => performance.now(),
    random: () => Math.random(),
    after: (ms, run) => {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
    becomeGuest,
  },
  randomId(),
);

/** Connects, and tries at once whenever the browser has reason to think that it may work again. */
export function startSession(): void {
  if (netAsked) {
    void import("./shaping").then(({ shaping }) => {
      through = (line) => shaping.through(line);
      client.start();
    });
  } else {
    client.start();
  }
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") {
      client.wake();
    }
  });
  for (const event of ["online", "offline", "pageshow"]) {
    addEventListener(event, () => client.wake());
  }
}

function randomId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(ID_BYTES));
  return `tab-${Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}
