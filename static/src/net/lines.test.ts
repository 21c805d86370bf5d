/** Stories of the lines: what a match tells before, between and after the views that show it. */
import { describe, expect, test } from "vitest";
import type { ClientMessage } from "../wire/generated";
import { Lines } from "./lines";
import { DELTA_MODEL, MATCH_ID, type Sliders } from "./realtime/fake_match";
import { matchOf } from "./fixtures";
import type { MatchState } from "./matches";

/** The match of sliders, of changes only, as it stands after `tick`. */
function after(tick: number, view: Sliders): MatchState {
  return matchOf({ match_id: MATCH_ID, seat: 0, tick, hz: 15, view });
}

function setUp() {
  const said: ClientMessage[] = [];
  let now_ms = 0;
  const lines = new Lines({ now: () => now_ms, send: (message) => said.push(message) > 0, ping: () => {} });
  const frame = (tick: number, change: Sliders, match_id = MATCH_ID) =>
    lines.framed({ type: "frame", match_id, epoch: 1, tick, input: 0 }, change);
  const shown = (match: MatchState, passed_ms = 5_000) => {
    const line = lines.open(MATCH_ID, DELTA_MODEL, match);
    now_ms += passed_ms;
    const sample = line.sample();
    return sample === null ? null : { known: sample.known, state: sample.at(sample.known)[0] };
  };
  return { said, lines, frame, shown };
}

describe("a view that comes late", () => {
  test("has missed none of the changes", () => {
    const { lines, frame, shown, said } = setUp();
    const match = after(2, [5, 5]);
    lines.updated(match);
    frame(3, [1, 0]);
    frame(4, [1, -1]);
    frame(5, [0, 2]);
    expect(shown(match)).toEqual({ known: 5, state: [7, 6] });
    // And it says so: without that the server would send no more.
    expect(said).toContainEqual({ type: "seen", match_id: MATCH_ID, tick: 5 });
  });

  test("takes only those after the last whole view", () => {
    const { lines, frame, shown } = setUp();
    lines.updated(after(2, [5, 5]));
    frame(3, [1, 0]);
    const match = after(4, [20, 20]);
    lines.updated(match);
    frame(5, [1, 1]);
    expect(shown(match)).toEqual({ known: 5, state: [21, 21] });
  });

  test("takes none of another match, nor of a table that is looked at no more", () => {
    const { lines, frame, shown } = setUp();
    const match = after(2, [5, 5]);
    lines.updated(match);
    frame(3, [1, 0]);
    frame(3, [9, 9], "sliders.0.other");
    expect(shown(match)).toEqual({ known: 2, state: [5, 5] });
    lines.close();
    frame(3, [1, 0]);
    lines.close();
    expect(shown(match)).toEqual({ known: 2, state: [5, 5] });
  });
});

test("a view that is mounted anew goes on where the one before it was, with its hands off", () => {
  const { lines, frame, shown, said } = setUp();
  const match = after(2, [5, 5]);
  lines.updated(match);
  lines.open(MATCH_ID, DELTA_MODEL, match).steer(1);
  frame(3, [1, 0]);
  lines.hangUp(MATCH_ID);
  frame(4, [1, 0]);
  expect(shown(match)).toEqual({ known: 4, state: [7, 5] });
  const inputs = said.filter((message) => message.type === "input");
  expect(inputs.map(({ input }) => input)).toEqual([1, 2]);
});
