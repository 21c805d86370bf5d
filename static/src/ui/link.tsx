/** A link within the client: an ordinary one to the browser, followed without loading the page anew. */
import type { ComponentChildren } from "preact";
import { followLink } from "../router";

export function Link(props: { to: string; class?: string; children: ComponentChildren }) {
  return (
    <a class={props.class} href={props.to} onClick={(event) => followLink(event, props.to)}>
      {props.children}
    </a>
  );
}
