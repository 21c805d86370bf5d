/**
 * The one error a player can meet: a stable code to act on and a sentence to read. It comes from the server, or from
 * this client when the server can't be asked; codes of the second kind are listed here.
 */

/** Codes that no server sends. */
export type LocalCode = "unreachable" | "kept_back_full" | "left";

/** A no, from the server or on its behalf. */
export class Refusal extends Error {
  readonly code: string;
  readonly reason: string;

  constructor(code: string, reason: string) {
    super(`${code}: ${reason}`);
    this.name = "Refusal";
    this.code = code;
    this.reason = reason;
  }

  static local(code: LocalCode, reason: string): Refusal {
    return new Refusal(code, reason);
  }

  /** What to show for anything that was thrown. */
  static of(thrown: unknown): Refusal {
    return thrown instanceof Refusal ? thrown : Refusal.local("unreachable", "Something went wrong on this page.");
  }
}
