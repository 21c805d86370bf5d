/**
 * The panel of `?net`: what the line to the server is like, and how to make it worse. For those who build games and for the
 * curious; it is fetched only when it is asked for.
 */
import { useEffect, useState } from "preact/hooks";
import type { Figures } from "../net/realtime/line";
import { client } from "../session";
import { shaping } from "../shaping";
import type { MatchId } from "../wire/generated";
import "./net_panel.css";

/** How often the figures are read, in milliseconds: faster nobody reads. */
const READ_MS = 250;

const ROWS: readonly (readonly [name: string, of: (figures: Figures) => string])[] = [
  ["Round trip", (figures) => ms(figures.round_trip_ms)],
  ["Jitter", (figures) => ms(figures.jitter_ms)],
  ["Others shown behind by", (figures) => ms(figures.buffer_ms)],
  ["You are shown ahead by", (figures) => ms(figures.lead_ms)],
  ["Frames a second", (figures) => String(figures.frames_per_s)],
  ["Ticks without a frame", (figures) => String(figures.gaps)],
  ["Inputs too late", (figures) => String(figures.late_inputs)],
  ["Corrections", (figures) => String(figures.corrections)],
  ["Last, largest", (figures) => `${tenths(figures.correction_last)}, ${tenths(figures.correction_max)}`],
];

export default function NetPanel({ match_id }: { match_id: MatchId | null }) {
  const [figures, setFigures] = useState<Figures | null>(null);
  const [weather, setWeather] = useState(shaping.weather);
  useEffect(() => {
    const timer = setInterval(() => setFigures(match_id === null ? null : client.lines.figures(match_id)), READ_MS);
    return () => clearInterval(timer);
  }, [match_id]);
  const set = (change: Partial<typeof weather>) => {
    shaping.weather = { ...shaping.weather, ...change };
    setWeather(shaping.weather);
  };
  return (
    <section class="net-panel" aria-label="Network">
      <h2>Network</h2>
      {figures === null ? (
        <p class="soft small">There is nothing in real time here just now.</p>
      ) : (
        <dl>
          {ROWS.map(([name, of]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{of(figures)}</dd>
            </div>
          ))}
        </dl>
      )}
      <Slider label="Added delay each way" value={weather.delay_ms} max={300} set={(delay_ms) => set({ delay_ms })} />
      <Slider label="Added jitter" value={weather.jitter_ms} max={100} set={(jitter_ms) => set({ jitter_ms })} />
      <p class="net-panel-acts">
        <button type="button" class="button" onClick={() => shaping.stall()}>
          Stall
        </button>
        <button type="button" class="button" onClick={() => shaping.cut()}>
          Cut
        </button>
      </p>
    </section>
  );
}

interface SliderProps {
  label: string;
  value: number;
  max: number;
  set: (value: number) => void;
}

function Slider({ label, value, max, set }: SliderProps) {
  return (
    <label class="net-panel-slider">
      <span>
        {label} <span>{ms(value)}</span>
      </span>
      <input
        type="range"
        min={0}
        max={max}
        step={10}
        value={value}
        onInput={(event) => set(Number(event.currentTarget.value))}
      />
    </label>
  );
}

function ms(value: number): string {
  return `${Math.round(value)} ms`;
}

function tenths(value: number): string {
  return (Math.round(value * 10) / 10).toString();
}
