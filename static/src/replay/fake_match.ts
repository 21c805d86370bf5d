/** For unit tests: a match that is over, and who brings its parts when the test says so. */
import { MATCH, TABLE } from "../net/fixtures";
import type { ReplayPart, ReplayStep } from "../net/http";
import { Refusal } from "../net/refusal";

export function stepOf(step: number, fields: Partial<ReplayStep> = {}): ReplayStep {
  const moment = { step, rev: step, tick: null, at_ms: step * 100 };
  return { ...moment, cause: "action", seat: step % 2, courtesy: null, turn: [(step + 1) % 2], view: step, notes: [], ...fields };
}

/** A match of so many steps, told in parts of so many. */
export function partOf(from: number, total: number, length: number, fields: Partial<ReplayPart> = {}): ReplayPart {
  const steps = Array.from({ length: Math.min(length, total - from) }, (_, index) => stepOf(from + index));
  return {
    match_id: MATCH,
    title: "tic_tac_toe",
    table: TABLE,
    options: {},
    holders: ["Otter", "Lynx"].map((name) => ({ player: `p-${name}`, name, kind: "player" })),
    outcome: { places: [1, 2], reason: "three_in_a_row" },
    real_time: null,
    seats: [0, 1],
    steps_total: total,
    from,
    steps,
    ...fields,
  };
}

/** Brings parts one at a time, each when the test lets it. */
export class FakeParts {
  readonly asked: number[] = [];
  private waiting: { from: number; done: (part: ReplayPart) => void; failed: (thrown: unknown) => void }[] = [];

  constructor(
    readonly total: number,
    readonly length: number,
    private readonly fields: Partial<ReplayPart> = {},
  ) {}

  readonly fetch = (from: number): Promise<ReplayPart> => {
    this.asked.push(from);
    return new Promise((done, failed) => this.waiting.push({ from, done, failed }));
  };

  /** Brings what was asked for. */
  async bring(): Promise<void> {
    const { waiting } = this;
    this.waiting = [];
    for (const { from, done } of waiting) {
      done(partOf(from, this.total, this.length, this.fields));
    }
    await flushed();
  }

  async refuse(): Promise<void> {
    const { waiting } = this;
    this.waiting = [];
    for (const { failed } of waiting) {
      failed(new Refusal("unreachable", "The server can't be reached just now."));
    }
    await flushed();
  }
}

/** Lets promises that can settle do so. */
export async function flushed(): Promise<void> {
  for (let turn = 0; turn < 8; turn += 1) {
    await Promise.resolve();
  }
}
