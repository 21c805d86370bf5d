/** The page for an address that leads nowhere. */
import { useEffect } from "preact/hooks";
import { Heading } from "../ui/heading";
import { Link } from "../ui/link";

export function NotFound() {
  useEffect(() => {
    document.title = "Nothing here · Turnwheel";
  }, []);
  return (
    <div class="gone">
      <Heading>Nothing here</Heading>
      <p class="soft">This address leads nowhere. The link may have lost a letter.</p>
      <Link to="/" class="button button-main">
        All games
      </Link>
    </div>
  );
}
