/**
 * A title's sounds, made of a few tones each. They are off until the player wants them; the choice is kept, and is one
 * for all titles. It knows of a cue only its name.
 */

/** Where the choice is kept. */
const KEY = "turnwheel.sound";

/** How loud the loudest tone is, of 1. */
const VOLUME = 0.22;

export interface Tone {
  /** When it begins, after the cue, and how long it fades, in seconds. */
  at: number;
  fades: number;
  hertz: number;
  shape: OscillatorType;
  /** Of 1. */
  loud: number;
}

/** A knock of wood: a low tone that is gone at once, under a touch of a high one. */
export function knock(at: number, hertz: number, loud: number): Tone[] {
  return [
    { at, fades: 0.09, hertz, shape: "sine", loud },
    { at, fades: 0.03, hertz: hertz * 4.7, shape: "triangle", loud: loud * 0.45 },
  ];
}

export function bell(at: number, hertz: number, fades: number): Tone {
  return { at, fades, hertz, shape: "sine", loud: 0.5 };
}

export class Sound<Cue extends string> {
  private context: AudioContext | null = null;
  on: boolean;

  /** `sample`: what is heard when they are switched on. */
  constructor(
    private readonly window: Window & typeof globalThis,
    private readonly cues: Readonly<Record<Cue, readonly Tone[]>>,
    private readonly sample: NoInfer<Cue>,
  ) {
    this.on = read(window) === "on";
  }

  /** Switches them on or off. Called from a press, without which a browser stays silent. */
  toggle(): void {
    this.on = !this.on;
    write(this.window, this.on ? "on" : "off");
    if (this.on) {
      this.play(this.sample);
    }
  }

  play(cue: Cue): void {
    if (!this.on) {
      return;
    }
    this.context ??= new this.window.AudioContext();
    const { context } = this;
    if (context.state === "suspended") {
      // Before the first press on the page a browser refuses, and a sound that comes late is worse than none.
      if (this.window.navigator.userActivation?.hasBeenActive === false) {
        return;
      }
      void context.resume().catch(() => {});
    }
    for (const tone of this.cues[cue]) {
      sound(context, tone);
    }
  }

  close(): void {
    void this.context?.close().catch(() => {});
    this.context = null;
  }
}

function sound(context: AudioContext, { at, fades, hertz, shape, loud }: Tone): void {
  const begins = context.currentTime + at;
  const oscillator = context.createOscillator();
  const gain = context.createGain();
  oscillator.type = shape;
  oscillator.frequency.value = hertz;
  gain.gain.setValueAtTime(loud * VOLUME, begins);
  gain.gain.exponentialRampToValueAtTime(0.0001, begins + fades);
  oscillator.connect(gain).connect(context.destination);
  oscillator.start(begins);
  oscillator.stop(begins + fades);
}

/** A browser may forbid storage; then the choice lasts as long as the page. */
function read(window: Window): string | null {
  try {
    return window.localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

function write(window: Window, value: string): void {
  try {
    window.localStorage.setItem(KEY, value);
  } catch {
    // Not remembered.
  }
}
