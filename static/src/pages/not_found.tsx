/** The page for an address that leads nowhere. */
import { Heading } from "../ui/heading";
import { Link } from "../ui/link";
import { usePageTitle } from "../ui/page_title";

export function NotFound() {
  usePageTitle("Nothing here · Turnwheel");
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
