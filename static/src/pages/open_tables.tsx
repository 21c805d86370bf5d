/** The list of tables that wait for somebody, asked for again while it is looked at. */
import { useEffect, useState } from "preact/hooks";
import { catalogue, titleNamed } from "../catalogue";
import { optionsInWords } from "../forms/schema";
import { TABLES_EVERY_MS } from "../limits";
import { listOpenTables } from "../net/http";
import { Refusal } from "../net/refusal";
import { navigate, tablePath } from "../router";
import { client } from "../session";
import { Link } from "../ui/link";
import { sayRefusal } from "../ui/toasts";
import type { TableState } from "../wire/generated";
import { counted, freeSeats, humanise, listed } from "../words";

export function OpenTables() {
  const { tables, refusal, refresh } = useOpenTables();
  return (
    <section aria-labelledby="open-tables">
      <h2 id="open-tables">Open tables</h2>
      {refusal !== null && <p class="soft">{refusal.reason}</p>}
      {refusal === null && tables === null && <p class="soft">Looking…</p>}
      {tables !== null && tables.length === 0 && (
        <p class="soft">Nobody waits just now. Make a table for anyone, and it is listed here.</p>
      )}
      {tables !== null && tables.length > 0 && (
        <ul class="card row-list open-tables">
          {tables.map((table) => (
            <OpenTable key={table.table} table={table} refresh={refresh} />
          ))}
        </ul>
      )}
    </section>
  );
}

function OpenTable({ table, refresh }: { table: TableState; refresh: () => void }) {
  const title = catalogue.value.kind === "ready" ? titleNamed(table.title) : null;
  const me = client.me.value?.player;
  const holders = table.seats.flatMap(({ holder }) => (holder === null ? [] : [holder]));
  const names = holders.map(({ player, name }) => (player === me ? "You" : name));
  const wait = names.length > 1 || names[0] === "You" ? "wait" : "waits";
  const waiting = names.length === 0 ? "" : `${listed(names)} ${wait}`;
  const seated = holders.some(({ player }) => player === me);
  const options = title === null ? "" : optionsInWords(title.options, title.defaults, table.options);
  const label = title?.label ?? humanise(table.title);
  const [busy, setBusy] = useState(false);

  const join = () => {
    if (busy) {
      return;
    }
    setBusy(true);
    client
      .command({ type: "sit", table: table.table })
      .then(() => navigate(tablePath(table.table)))
      .catch((thrown: unknown) => {
        setBusy(false);
        sayRefusal(thrown);
        refresh();
      });
  };

  return (
    <li class="open-table">
      <div>
        <h3>{label}</h3>
        <p class="soft small">
          {[waiting, options, counted(freeSeats(table), "seat free", "seats free")]
            .filter((part) => part !== "")
            .join(" · ")}
        </p>
      </div>
      {seated ? (
        <Link class="button" to={tablePath(table.table)}>
          Return
        </Link>
      ) : (
        <button
          type="button"
          class="button"
          aria-disabled={busy}
          aria-label={`Join ${label} with ${listed(names)}`}
          onClick={join}
        >
          Join
        </button>
      )}
    </li>
  );
}

/** Asks at once, every few seconds while the page is seen, and when it is seen again. */
function useOpenTables() {
  const [tables, setTables] = useState<TableState[] | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [asked, setAsked] = useState(0);
  const refresh = () => setAsked((count) => count + 1);

  useEffect(() => {
    let current = true;
    listOpenTables().then(
      (list) => {
        if (current) {
          setTables(list);
          setRefusal(null);
        }
      },
      (thrown: unknown) => {
        if (current) {
          setRefusal(Refusal.of(thrown));
        }
      },
    );
    return () => {
      current = false;
    };
  }, [asked]);

  useEffect(() => {
    const refreshIfSeen = () => {
      if (document.visibilityState === "visible") {
        refresh();
      }
    };
    const timer = setInterval(refreshIfSeen, TABLES_EVERY_MS);
    addEventListener("focus", refreshIfSeen);
    document.addEventListener("visibilitychange", refreshIfSeen);
    return () => {
      clearInterval(timer);
      removeEventListener("focus", refreshIfSeen);
      document.removeEventListener("visibilitychange", refreshIfSeen);
    };
  }, []);

  return { tables, refusal, refresh };
}
