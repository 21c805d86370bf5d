/**
 * The move that a player has made and the server has not shown yet. It is drawn as made, and taken back when it is
 * refused. Draws nothing itself, and knows of a position only whether it is another one.
 */
import type { Host } from "../../view";
import type { Rev } from "../../wire/generated";

interface Sent<Action> {
  action: Action;
  rev: Rev;
  /** The position in which it was made. */
  position: string;
  /** Whether the server took it. */
  taken: boolean;
}

export class Pending<Action> {
  private sent: Sent<Action> | null = null;

  /** `refused` is called when a move is no longer on its way because it was refused. The page says why. */
  constructor(
    private readonly host: Host<Action>,
    private readonly refused: () => void,
  ) {}

  /** What is on its way, if anything is. */
  get action(): Action | null {
    return this.sent?.action ?? null;
  }

  /** Sends a move made in this position, which any text that no other position has stands for. */
  send(action: Action, rev: Rev, position: string): void {
    const sent: Sent<Action> = { action, rev, position, taken: false };
    this.sent = sent;
    this.host.act(action).then(
      () => {
        sent.taken = true;
      },
      () => {
        if (this.sent === sent) {
          this.sent = null;
          this.refused();
        }
      },
    );
  }

  /**
   * An update came. The move is no longer on its way once the position is another, the match is over, or the server
   * took it and shows something newer: then it was made and undone again while we were away.
   */
  see(rev: Rev, position: string, over: boolean): void {
    const { sent } = this;
    if (sent !== null && (over || position !== sent.position || (sent.taken && rev > sent.rev))) {
      this.sent = null;
    }
  }
}
