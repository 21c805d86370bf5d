/** A page's heading: takes the focus when the page comes, so that it is read out and Tab goes on from there. */
import { useEffect, useRef } from "preact/hooks";

export function Heading({ children, quiet }: { children: string; quiet?: boolean }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus({ preventScroll: true });
  }, []);
  return (
    <h1 ref={heading} tabIndex={-1} class={quiet ? "quiet-heading" : undefined}>
      {children}
    </h1>
  );
}
