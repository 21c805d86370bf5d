/**
 * A page's heading. It takes the focus when the page comes after another, so that it is read out and Tab goes on from
 * there; on the first page the browser does that itself.
 */
import { useEffect, useRef } from "preact/hooks";
import { navigated } from "../router";

export function Heading({ children, quiet }: { children: string; quiet?: boolean }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (navigated) {
      heading.current?.focus({ preventScroll: true });
    }
  }, []);
  return (
    <h1 ref={heading} tabIndex={-1} class={quiet ? "quiet-heading" : undefined}>
      {children}
    </h1>
  );
}
