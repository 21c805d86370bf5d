/** Proposals that wait for an answer, and an awaited player who is gone: a line each, with the seconds left. */
import type { MatchState } from "../net/matches";
import { CLAIM_TOLD_MS } from "../limits";
import { client } from "../session";
import { CommandButton } from "../ui/command_button";
import { useWaking } from "../ui/ticker";
import type { Player } from "../view";
import type { Gone, Offering, Proposal } from "../wire/generated";
import { nameOf } from "../words";
import { proposalInWords } from "../words/courtesy";
import "./courtesies.css";

const SECOND_MS = 1000;

/** What each proposal is called on its buttons. */
const CALLED: Record<Proposal, string> = { draw: "draw", undo: "take-back", pause: "pause" };

interface Props {
  match: MatchState;
  players: (Player | null)[];
}

export function Offers({ match, players }: Props) {
  const { seat } = match;
  if (seat === null || match.outcome !== null) {
    return null;
  }
  return (
    <>
      {match.offers.map((offer) => (
        <OfferLine key={`${offer.what} ${offer.by}`} offer={offer} match={match} seat={seat} players={players} />
      ))}
      {match.gone
        .filter((gone) => gone.seat !== seat)
        .map((gone) => (
          <GoneLine key={gone.seat} gone={gone} match={match} players={players} />
        ))}
    </>
  );
}

function OfferLine({ offer, match, seat, players }: Props & { offer: Offering; seat: number }) {
  const left_ms = useTimeTo(offer.until_ms);
  const { what, by } = offer;
  const { match_id } = match;
  const called = CALLED[what];
  return (
    <div class="offer card">
      <p class="offer-text">
        {proposalInWords(what, by, seat, players)} <Seconds ms={left_ms} />
      </p>
      {by === seat ? (
        <CommandButton
          command={{ type: "answer", match_id, what, accept: false }}
          look="button-small"
          name={`Withdraw ${called}`}
        >
          Withdraw
        </CommandButton>
      ) : (
        <>
          <CommandButton
            command={{ type: "answer", match_id, what, accept: true }}
            look="button-main button-small"
            name={`Accept ${called}`}
          >
            Accept
          </CommandButton>
          <CommandButton
            command={{ type: "answer", match_id, what, accept: false }}
            look="button-small"
            name={`Decline ${called}`}
          >
            Decline
          </CommandButton>
        </>
      )}
    </div>
  );
}

/**
 * Whoever could still call the match off need not claim it: the server does so for both when the other never comes.
 */
function GoneLine({ gone, match, players }: Props & { gone: Gone }) {
  const left_ms = useTimeTo(gone.claim_ms, CLAIM_TOLD_MS);
  const may = match.courtesies.includes("claim");
  if (left_ms > CLAIM_TOLD_MS || !may) {
    return null;
  }
  const name = nameOf(players, gone.seat);
  if (match.courtesies.includes("abort")) {
    return (
      <div class="offer card">
        <p class="offer-text">
          {name} isn't here. Unless they come, the game is called off <Soon ms={left_ms} />.
        </p>
      </div>
    );
  }
  return (
    <div class="offer card">
      <p class="offer-text">
        {name} left. You can claim the win {left_ms > 0 ? <Soon ms={left_ms} /> : "now"}.
      </p>
      <p class="unseen" role="status">
        {left_ms <= 0 && `You can claim the win: ${name} left.`}
      </p>
      {left_ms <= 0 && (
        <CommandButton command={{ type: "claim", match_id: match.match_id }} look="button-main button-small">
          Claim the win
        </CommandButton>
      )}
    </div>
  );
}

function Soon({ ms }: { ms: number }) {
  return <span class="offer-seconds">in {Math.ceil(ms / SECOND_MS)} s</span>;
}

function Seconds({ ms }: { ms: number }) {
  return <span class="offer-seconds soft">{Math.ceil(ms / SECOND_MS)} s</span>;
}

/** Milliseconds to a moment of the server's clock, counted second by second once no more than `told_ms` are left. */
function useTimeTo(moment_ms: number, told_ms = Number.POSITIVE_INFINITY): number {
  const left_ms = Math.max(0, moment_ms - client.now());
  // Seconds are shown rounded up, so they change when they are full.
  const next_ms = left_ms > told_ms ? left_ms - told_ms : ((left_ms - 1) % SECOND_MS) + 1;
  useWaking(left_ms <= 0 ? Number.POSITIVE_INFINITY : next_ms);
  return left_ms;
}
