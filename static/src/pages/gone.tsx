/** What stands in place of a page whose table or match is not there: why, and the ways on. */
import { Heading } from "../ui/heading";
import { Link } from "../ui/link";
import { usePageTitle } from "../ui/page_title";

export function Gone({ headline, reason, again }: { headline: string; reason: string; again?: (() => void) | undefined }) {
  usePageTitle(`${headline} · Turnwheel`);
  return (
    <div class="gone">
      <Heading>{headline}</Heading>
      <p class="soft">{reason}</p>
      <div class="gone-ways">
        {again !== undefined && (
          <button type="button" class="button" onClick={again}>
            Try again
          </button>
        )}
        <Link to="/" class="button button-main">
          All games
        </Link>
      </div>
    </div>
  );
}
