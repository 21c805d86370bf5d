/** A link within the client: an ordinary one to the browser, followed without loading the page anew. */
import type { ComponentChildren } from "preact";
import { followLink } from "../router";

interface Props {
  to: string;
  class?: string;
  /** Its accessible name, where what it shows is too short for one. */
  name?: string;
  children: ComponentChildren;
}

export function Link(props: Props) {
  return (
    <a class={props.class} href={props.to} aria-label={props.name} onClick={(event) => followLink(event, props.to)}>
      {props.children}
    </a>
  );
}
