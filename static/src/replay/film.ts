/**
 * A match that is over, as seen from one place: its steps, which come in parts as they are needed. It asks for one part at a
 * time, and of those that are wanted meanwhile for the newest only. It knows neither the page nor what is played.
 */
import { batch, computed, signal } from "@preact/signals-core";
import { REPLAY_PARTS_KEPT } from "../limits";
import type { ReplayPart, ReplayStep } from "../net/http";
import { Refusal } from "../net/refusal";

/** What is known of the match, whichever of its steps are here. */
export type Head = Omit<ReplayPart, "from" | "steps">;

/** Brings the part that begins with this step. */
export type Fetch = (from: number) => Promise<ReplayPart>;

export class Film {
  /** What the match is; null before the first part is here. */
  readonly head = signal<Head | null>(null);
  /** Why a part that was wanted is not here; until it is wanted again. */
  readonly refusal = signal<Refusal | null>(null);
  /** Rises with each part that comes. */
  readonly came = signal(0);
  readonly total = computed(() => this.head.value?.steps_total ?? 0);
  /** When the match began, by its own time. */
  began_ms = 0;
  /** By number, the one used last at the end. */
  private readonly parts = new Map<number, ReplayStep[]>();
  /** How many steps a part has: as many as the first has, if there are more. */
  private length = 0;
  private wanted: number | null = null;
  private asking: Promise<void> | null = null;

  /** `like`: the same match seen from elsewhere, which comes in parts as long. */
  constructor(
    private readonly fetch: Fetch,
    like: Film | null = null,
  ) {
    this.length = like?.length ?? 0;
    this.began_ms = like?.began_ms ?? 0;
  }

  /** A step, if it is here. */
  step(number: number): ReplayStep | null {
    const part = this.partOf(number);
    const steps = this.parts.get(part);
    if (steps === undefined) {
      return null;
    }
    this.parts.delete(part);
    this.parts.set(part, steps);
    return steps[number - part * this.length] ?? null;
  }

  /** Sees to it that a step comes; resolves when nothing more is asked for. */
  want(number: number): Promise<void> {
    this.wanted = number;
    this.asking ??= this.ask().finally(() => {
      this.asking = null;
    });
    return this.asking;
  }

  /** The first of the steps that are here whose view passes. */
  find(test: (view: unknown) => boolean): number | null {
    const steps = [...this.parts.values()].flat().sort((a, b) => a.step - b.step);
    return steps.find(({ view }) => test(view))?.step ?? null;
  }

  private partOf(number: number): number {
    return this.length === 0 ? 0 : Math.floor(number / this.length);
  }

  private async ask(): Promise<void> {
    while (this.wanted !== null) {
      const part = this.partOf(this.wanted);
      this.wanted = null;
      if (!this.parts.has(part)) {
        this.refusal.value = null;
        try {
          this.take(part, await this.fetch(part * this.length));
        } catch (thrown) {
          this.refusal.value = Refusal.of(thrown);
        }
      }
    }
  }

  private take(part: number, { steps, from: _, ...head }: ReplayPart): void {
    if (this.length === 0) {
      this.length = Math.max(1, steps.length);
    }
    this.parts.set(part, steps);
    if (part === 0) {
      this.began_ms = steps[0]?.at_ms ?? 0;
    }
    for (const oldest of this.parts.keys()) {
      if (this.parts.size <= REPLAY_PARTS_KEPT) {
        break;
      }
      this.parts.delete(oldest);
    }
    batch(() => {
      this.head.value ??= head;
      this.came.value += 1;
    });
  }
}
