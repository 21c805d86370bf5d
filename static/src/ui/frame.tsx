/** What stands around every page: the name that leads home, who we are, the connection, and the messages. */
import type { ComponentChildren } from "preact";
import { client } from "../session";
import { Connection } from "./connection";
import { Link } from "./link";
import { Toasts } from "./toasts";

export function Frame({ children }: { children: ComponentChildren }) {
  const me = client.me.value;
  return (
    <div class="frame">
      <a class="skip button" href="#page">
        Skip to the content
      </a>
      <header class="top">
        <Link class="brand" to="/">
          <Wheel />
          Turnwheel
        </Link>
        <div class="top-right">
          {me !== null && <span class="me soft small">{me.name}</span>}
          <Connection />
        </div>
      </header>
      <main class="page" id="page">
        {children}
      </main>
      <Toasts />
    </div>
  );
}

/** The mark: a wheel with one turn marked. */
function Wheel() {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true">
      <g fill="none" stroke="currentColor" stroke-width="2.25" stroke-linecap="round">
        <circle cx="12" cy="12" r="9" />
        <path d="M12 12V3M12 12l7.8 4.5M12 12l-7.8 4.5" />
      </g>
    </svg>
  );
}
