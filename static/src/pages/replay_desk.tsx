/** What a match that is over is looked through with: a slider over its steps, buttons, speed, and the seat it is seen from. */
import { useEffect, useState } from "preact/hooks";
import { figures } from "../countdown";
import type { Head } from "../replay/film";
import { SPEEDS, type Player } from "../replay/player";
import type { Watching } from "../replay/watching";
import { Chips } from "../ui/chips";
import { Icon, type IconName } from "../ui/icons";
import { sayRefusal } from "../ui/toasts";

interface Props {
  watching: Watching;
  head: Head;
  /** What the seats are called, in order. */
  called: string[];
  /** What is told of the step that is shown. */
  words: string;
}

export function ReplayDesk({ watching, head, called, words }: Props) {
  const { player } = watching;
  const at = player.at.value;
  const last = head.steps_total - 1;
  const shown = watching.shown.value;
  const playing = player.playing.value;
  const coming = shown === null || shown.step !== at;
  const refused = coming ? watching.film.value.refusal.value : null;
  const passed_ms = (shown?.at_ms ?? 0) - watching.film.value.began_ms;
  const time = head.real_time !== null && shown !== null ? figures(Math.floor(passed_ms / 1000) * 1000) : null;
  const place = `Step ${at + 1} of ${head.steps_total}`;
  // The slider says itself where it is, and what is there.
  const [sliding, setSliding] = useState(false);
  useKeys(player, last);
  return (
    <div class="replay-desk" role="group" aria-label="Steps">
      <input
        class="replay-slider"
        type="range"
        aria-label="Step"
        min={0}
        max={last}
        step={1}
        value={at}
        aria-valuetext={coming ? place : `${place}. ${words}`}
        onFocus={() => setSliding(true)}
        onBlur={() => setSliding(false)}
        onInput={({ currentTarget }) => leap(player, currentTarget.valueAsNumber)}
      />
      <div class="replay-steps">
        <StepButton icon="first" name="First step" at={at === 0} press={() => leap(player, 0)} />
        <StepButton icon="previous" name="Previous step" at={at === 0} press={() => leap(player, at - 1)} />
        <button
          type="button"
          class="button button-main replay-play"
          aria-label={playing ? "Pause" : "Play"}
          title={playing ? "Pause" : "Play"}
          onClick={() => player.toggle()}
        >
          <Icon name={playing ? "pause" : "play"} />
        </button>
        <StepButton icon="next" name="Next step" at={at === last} press={() => leap(player, at + 1)} />
        <StepButton icon="last" name="Last step" at={at === last} press={() => leap(player, last)} />
      </div>
      <p class="replay-place small soft">
        {place}
        {time !== null && ` · ${time}`}
      </p>
      <p class="replay-words" aria-live={playing || sliding ? "off" : "polite"}>
        {refused !== null ? refused.reason : coming ? "Fetching…" : words}
      </p>
      {refused !== null && (
        <button type="button" class="button button-small" onClick={() => watching.again()}>
          Try again
        </button>
      )}
      <div class="replay-how">
        <Chips
          legend="Speed"
          chips={SPEEDS.map((speed) => ({ value: speed, label: `${speed}×` }))}
          chosen={SPEEDS.indexOf(player.speed.value)}
          choose={(speed) => player.setSpeed(speed)}
        />
        {head.seats.length > 0 && <SeenFrom watching={watching} seats={head.seats} called={called} />}
      </div>
    </div>
  );
}

/** Who takes the slider in hand has stopped it. */
function leap(player: Player, step: number): void {
  player.pause();
  player.go(step);
}

/** A button that leads nowhere now keeps its place and the focus. */
function StepButton(props: { icon: IconName; name: string; at: boolean; press: () => void }) {
  const { icon, name, at, press } = props;
  return (
    <button type="button" class="button" aria-label={name} title={name} aria-disabled={at} onClick={() => at || press()}>
      <Icon name={icon} />
    </button>
  );
}

/** From where it is seen: as those who watched did, or from a seat. */
function SeenFrom({ watching, seats, called }: { watching: Watching; seats: number[]; called: string[] }) {
  const [busy, setBusy] = useState(false);
  const choose = (value: string) => {
    setBusy(true);
    watching
      .seeAs(value === "" ? null : Number(value))
      .catch(sayRefusal)
      .finally(() => setBusy(false));
  };
  return (
    <div class="replay-seen">
      <label for="seen-from">Seen as</label>
      <select
        id="seen-from"
        class="input"
        disabled={busy}
        value={watching.seat.value ?? ""}
        onChange={({ currentTarget }) => choose(currentTarget.value)}
      >
        <option value="">Spectator</option>
        {seats.map((seat) => (
          <option key={seat} value={seat}>
            {called[seat] ?? `Seat ${seat + 1}`}
          </option>
        ))}
      </select>
    </div>
  );
}

/** The keys of the whole page: what a field, a button or the board has used does not come here. */
function useKeys(player: Player, last: number): void {
  useEffect(() => {
    const hear = (event: KeyboardEvent) => {
      const { key, target } = event;
      const modified = event.ctrlKey || event.metaKey || event.altKey || event.shiftKey;
      if (event.defaultPrevented || modified || isTakenBy(target, key)) {
        return;
      }
      const at = player.at.peek();
      const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: last }[key];
      if (to !== undefined) {
        leap(player, to);
        event.preventDefault();
      } else if (key === " ") {
        player.toggle();
        event.preventDefault();
      }
    };
    document.addEventListener("keydown", hear);
    return () => document.removeEventListener("keydown", hear);
  }, [player, last]);
}

/** Whether what has the focus does something of its own with this key: a button with the space bar, a field with all keys. */
function isTakenBy(target: EventTarget | null, key: string): boolean {
  if (!(target instanceof Element)) {
    return false;
  }
  // The slider moves by its own keys, and does nothing with the space bar.
  const slider = target.matches('input[type="range"]') && key !== " ";
  const field = target.matches('input:not([type="range"]), select, textarea, [contenteditable]');
  return slider || field || (key === " " && target.closest("button, summary, a") !== null);
}
