/** Making a table: the commands behind every way to begin a game. It shows nothing but a refusal. */
import type { Values } from "../forms/schema";
import { Refusal } from "../net/refusal";
import { navigate, tablePath } from "../router";
import { client } from "../session";
import { sayRefusal } from "../ui/toasts";

/** Against whom: a friend who gets the link, whoever comes along, or the server's bot. */
export type Opponent = "friend" | "anyone" | "bot";

/** Which seat to play from: one by number, or one by lot when the first match begins. */
export type Side = number | "random";

/** Makes a table, seats us and whoever was asked for, and goes there. Rejects if no table could be made. */
export async function createTable(title: string, options: Values, opponent: Opponent, side: Side = 0): Promise<void> {
  const { table } = await client.command({
    type: "create_table",
    title,
    options,
    offer: opponent === "anyone" ? "open" : "private",
    ...(side === "random" ? { sides: "random" } : { sides: "chosen", seat: side }),
  });
  if (table === undefined) {
    throw new Refusal("malformed", "The server made a table and didn't say which.");
  }
  if (opponent === "bot") {
    // The table is there either way; without a bot it can still be shared.
    client.command({ type: "seat_bot", table }).catch(sayRefusal);
  }
  navigate(tablePath(table));
}
