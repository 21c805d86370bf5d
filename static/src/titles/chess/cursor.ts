/** Which position of a game is looked at: the live one, or one before it. */

export class Cursor {
  /** How many plies were played in the position looked at; null for the live position, whatever it will be. */
  private at: number | null = null;
  private length = 0;
  /** Whether moves came while the player looked back. */
  unseen = false;

  /** The game has so many plies now. Who looks back stays there. */
  follow(length: number): void {
    if (this.at !== null) {
      this.unseen = this.unseen || length > this.length;
    }
    this.length = length;
    this.go(this.at ?? length);
  }

  get ply(): number {
    return this.at ?? this.length;
  }

  get live(): boolean {
    return this.at === null;
  }

  /** Looks at the position after so many plies; whether that is another one. */
  go(ply: number): boolean {
    const before = this.ply;
    const within = Math.max(0, Math.min(this.length, ply));
    this.at = within === this.length ? null : within;
    this.unseen = this.unseen && this.at !== null;
    return this.ply !== before;
  }

  /** Where a key leads; null for a key that leads nowhere. */
  after(key: string): number | null {
    switch (key) {
      case "ArrowLeft":
        return this.ply - 1;
      case "ArrowRight":
        return this.ply + 1;
      case "Home":
        return 0;
      case "End":
        return this.length;
      default:
        return null;
    }
  }
}
