/** Refusals in words where the player has more to know than the server's sentence says: what became of what they did. Pure. */

/** What was asked for when it was refused. */
export type Asked = "move" | "else";

/** As much of a refusal as words need. */
export interface Refused {
  code: string;
  reason: string;
}

export function refusalInWords({ code, reason }: Refused, asked: Asked): string {
  switch (code) {
    case "storage_unavailable":
      return asked === "move"
        ? "The server can't store moves at the moment; your move was not made. Try again."
        : "The server can't store anything at the moment; nothing was changed. Try again.";
    case "other_rules":
      return asked === "move"
        ? "This game was begun under other rules than the server plays by now, so your move was not made. It is kept as it is."
        : reason;
    default:
      return reason;
  }
}

/** Why a match can't be seen now: a headline, and whether it is worth trying again. */
export function unseenInWords({ code, reason }: Refused): { headline: string; detail: string; again: boolean } {
  switch (code) {
    case "storage_unavailable":
      return {
        headline: "The game can't be read now",
        detail: "The server can't get at its storage at the moment. What was played is kept; try again soon.",
        again: true,
      };
    case "other_rules":
      return {
        headline: "This game rests",
        detail: "It was begun under other rules than the server plays by now. It is kept as it is.",
        again: false,
      };
    default:
      return { headline: "The game can't be shown", detail: reason, again: true };
  }
}
