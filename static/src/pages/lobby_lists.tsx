/** The live lists of the lobby: who waits for somebody, and what is being played. */
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { catalogue, titleNamed } from "../catalogue";
import { optionsInWords } from "../forms/schema";
import { navigate, tablePath } from "../router";
import { client } from "../session";
import { Icon } from "../ui/icons";
import { Link } from "../ui/link";
import { sayRefusal } from "../ui/toasts";
import type { TableState } from "../wire/generated";
import { counted, freeSeats, humanise, listed } from "../words";
import { type Row, useSteady } from "./steady";

export function OpenTables({ makeOne }: { makeOne: (() => void) | null }) {
  const lobby = client.lobby.state.value;
  const tables = (lobby?.tables ?? []).filter(({ phase }) => phase === "gathering");
  const { rows, holding } = useSteady(tables);
  return (
    <section class="panel" aria-labelledby="open-tables">
      <h2 id="open-tables">Open tables</h2>
      <div class="panel-room">
        {rows.length > 0 && (
          <ul class="row-list" {...holding}>
            {rows.map((row) => (
              <OpenTable key={row.table.table} row={row} />
            ))}
          </ul>
        )}
        {rows.length === 0 && (
          <div class="panel-empty">
            <p>{lobby === null ? "Looking…" : "Nobody waits just now. Be the first: yours will be listed here."}</p>
            {lobby !== null && makeOne !== null && (
              <button type="button" class="button button-small" aria-haspopup="dialog" onClick={makeOne}>
                Open a table
              </button>
            )}
          </div>
        )}
      </div>
    </section>
  );
}

function OpenTable({ row: { table, gone } }: { row: Row }) {
  const { label, options, names, mine } = useNamed(table);
  const [busy, setBusy] = useState(false);
  const wait = names.length > 1 || names[0] === "You" ? "wait" : "waits";
  const waiting = names.length === 0 ? "" : `${listed(names)} ${wait}`;
  const free = counted(freeSeats(table), "seat free", "seats free");
  const join = () => {
    if (busy || gone) {
      return;
    }
    setBusy(true);
    client
      .command({ type: "sit", table: table.table })
      .then(() => navigate(tablePath(table.table)))
      .catch((thrown: unknown) => {
        setBusy(false);
        sayRefusal(thrown);
      });
  };
  return (
    <li class="lobby-row" data-gone={gone}>
      <RowText head={label} options={options} line={gone ? "taken" : [waiting, free].filter(Boolean).join(" · ")} />
      {mine ? (
        <Link class="button" to={tablePath(table.table)}>
          Return
        </Link>
      ) : (
        <button
          type="button"
          class="button"
          aria-disabled={busy || gone}
          aria-label={`Join ${label} with ${listed(names)}`}
          onClick={join}
        >
          Join
        </button>
      )}
    </li>
  );
}

export function LiveNow() {
  const lobby = client.lobby.state.value;
  const tables = (lobby?.tables ?? []).filter(isLive);
  const { rows, holding } = useSteady(tables);
  return (
    <section class="panel" aria-labelledby="live-now">
      <h2 id="live-now">Live now</h2>
      <div class="panel-room">
        {rows.length > 0 && (
          <ul class="row-list" {...holding}>
            {rows.map((row) => (
              <LiveTable key={row.table.table} row={row} />
            ))}
          </ul>
        )}
        {rows.length === 0 && (
          <div class="panel-empty">
            <p>{lobby === null ? "Looking…" : "Quiet just now. Games that anyone can watch appear here."}</p>
          </div>
        )}
      </div>
    </section>
  );
}

function LiveTable({ row: { table, gone } }: { row: Row }) {
  const { label, options, names, mine } = useNamed(table);
  const path = tablePath(table.table);
  return (
    <li class="lobby-row" data-gone={gone}>
      <RowText head={names.join(" – ")} options="" line={[label, options].filter(Boolean).join(" · ")}>
        {table.spectators > 0 && (
          <span class="lobby-watchers">
            <Icon name="eye" />
            <span>{table.spectators}</span>
            <span class="unseen"> watching</span>
          </span>
        )}
      </RowText>
      <Link class="button" to={path} name={`${mine ? "Return to" : "Watch"} ${label}: ${listed(names)}`}>
        {mine ? "Return" : "Watch"}
      </Link>
    </li>
  );
}

interface RowProps {
  head: string;
  options: string;
  line: string;
  /** What stands before the line, and after it. */
  before?: ComponentChildren;
  children?: ComponentChildren;
}

/** What a row says of a table, on two lines. */
export function RowText({ head, options, line, before, children }: RowProps) {
  return (
    <div class="lobby-text">
      <h3>
        {head}
        {options !== "" && <span class="lobby-options"> {options}</span>}
      </h3>
      <p class="soft small">
        {before}
        {line}
        {children}
      </p>
    </div>
  );
}

/** Whether a match is being played, or about to be, at a table. */
export function isLive({ phase }: TableState): boolean {
  return phase === "playing" || phase === "starting";
}

/** A table in words: the title's label, what was chosen, who sits there, and whether we do. */
export function useNamed(table: TableState) {
  const title = catalogue.value.kind === "ready" ? titleNamed(table.title) : null;
  const me = client.me.value?.player;
  const holders = table.seats.flatMap(({ holder }) => (holder === null ? [] : [holder]));
  return {
    label: title?.label ?? humanise(table.title),
    options: title === null ? "" : optionsInWords(title.options, title.defaults, table.options),
    names: holders.map(({ player, name }) => (player === me ? "You" : name)),
    mine: holders.some(({ player }) => player === me),
  };
}
