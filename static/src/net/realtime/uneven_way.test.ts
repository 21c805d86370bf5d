/** Stories of a real-time match over an uneven way: what is shown runs smoothly, what we do is seen at once and holds. */
import { describe, expect, test } from "vitest";
import { ACK_FRAMES, CATCH_UP_MAX, SLEW_MAX } from "../../limits";
import { FakeMatch, type Picture, type Push, type Sliders } from "./fake_match";

/** Fails if anything ran back; returns the slowest and the fastest that a tick ran, 1 being time itself. */
function rates(pictures: Picture[], hz: number, which: "past" | "present") {
  let [least, most] = [Infinity, 0];
  for (let index = 1; index < pictures.length; index += 1) {
    const [before, now] = [pictures[index - 1] as Picture, pictures[index] as Picture];
    expect(now[which]).toBeGreaterThanOrEqual(before[which]);
    expect(now.known).toBeGreaterThanOrEqual(before.known);
    const rate = ((now[which] - before[which]) * 1000) / hz / (now.at_ms - before.at_ms);
    [least, most] = [Math.min(least, rate), Math.max(most, rate)];
  }
  return { least, most };
}

/** A player who changes mind every third of a second. */
function restless(match: FakeMatch) {
  return (picture: number) => {
    if (picture % 20 === 0) {
      match.line.steer((Math.floor(match.chance() * 3) - 1) as Push);
    }
  };
}

const WAYS = [
  { name: "a near server", delay_ms: 1, jitter_ms: 1 },
  { name: "100 ms each way", delay_ms: 100, jitter_ms: 0 },
  { name: "100 ms each way and 20 ms of jitter", delay_ms: 100, jitter_ms: 20 },
  { name: "250 ms each way and 60 ms of jitter", delay_ms: 250, jitter_ms: 60 },
];

describe.each(WAYS.flatMap((way) => [30, 60].map((hz) => ({ ...way, hz }))))("$name at $hz Hz", (way) => {
  test("past and present run evenly, and inputs come in time", () => {
    const match = new FakeMatch(way);
    match.run(4000);
    match.pictures.length = 0;
    match.late = 0;
    match.run(20_000, restless(match));
    const present = rates(match.pictures, way.hz, "present");
    expect(present.least).toBeGreaterThanOrEqual(1 - SLEW_MAX - 1e-9);
    expect(present.most).toBeLessThanOrEqual(1 + SLEW_MAX + 1e-9);
    const past = rates(match.pictures, way.hz, "past");
    expect(past.most).toBeLessThanOrEqual(1 + SLEW_MAX + 1e-9);
    // A past that met what is not known yet stood still for that picture: seldom.
    const met = match.pictures.filter(({ past, known }) => past === known).length;
    expect(met / match.pictures.length).toBeLessThan(0.05);
    const { late_inputs, corrections, buffer_ms, lead_ms } = match.line.figures();
    expect({ late_inputs, corrections }).toEqual({ late_inputs: 0, corrections: 0 });
    expect(buffer_ms).toBeLessThan(way.jitter_ms + 2500 / way.hz);
    expect(lead_ms).toBeLessThan(2 * way.delay_ms + 3 * way.jitter_ms + 80);
  });

  test("what was predicted is what the server says, once all is there", () => {
    const match = new FakeMatch(way);
    match.run(2000);
    match.run(3000, restless(match));
    match.line.steer(0);
    match.run(2000);
    const { own, present } = match.last;
    expect(own).toBe((match.truth.at(-1) as Sliders)[0]);
    expect(present).toBeGreaterThan(match.last.known);
    expect(match.line.figures().pending).toBe(0);
  });
});

test("our own control is seen in the next picture, far from the server and whenever the key goes down", () => {
  const match = new FakeMatch({ delay_ms: 150, jitter_ms: 10 });
  match.run(3000);
  for (let turn = 0; turn < 60; turn += 1) {
    match.run(200 + (turn % 17));
    const { own } = match.last;
    const push = turn % 2 === 0 ? 1 : -1;
    match.line.steer(push);
    const drawn = match.pictures.length;
    while (match.pictures.length === drawn) {
      match.run(1);
    }
    expect((match.last.own - own) * push, `turn ${turn}`).toBeGreaterThan(0);
  }
  expect(match.line.figures()).toMatchObject({ late_inputs: 0, corrections: 0 });
});

test("the other is shown as they were: at the past everything is told, nothing guessed", () => {
  const match = new FakeMatch({ delay_ms: 100, jitter_ms: 20 });
  match.run(5000, restless(match));
  for (const { past, other, known } of match.pictures.slice(60)) {
    expect(past).toBeLessThanOrEqual(known);
    const [before, after] = [match.truth[Math.floor(past)] as Sliders, match.truth[Math.ceil(past)] as Sliders];
    expect(other).toBeCloseTo(before[1] + (after[1] - before[1]) * (past - Math.floor(past)), 6);
  }
});

describe("a stall of two round trips", () => {
  test("runs nothing back, and all is as before soon after", () => {
    const match = new FakeMatch({ delay_ms: 100, jitter_ms: 20 });
    match.run(4000, restless(match));
    const { buffer_ms, lead_ms } = match.line.figures();
    for (let stalls = 0; stalls < 5; stalls += 1) {
      match.stall(440);
      match.run(3000, restless(match));
    }
    rates(match.pictures, 60, "past");
    const { most } = rates(match.pictures.slice(120), 60, "present");
    expect(most).toBeLessThanOrEqual(1 + CATCH_UP_MAX + 1e-9);
    const after = match.line.figures();
    expect(after.buffer_ms).toBeLessThan(buffer_ms + 60);
    expect(after.lead_ms).toBeLessThan(lead_ms + 80);
    match.line.steer(0);
    match.run(1500);
    expect(match.last.own).toBe((match.truth.at(-1) as Sliders)[0]);
    expect(match.last.known - match.last.past).toBeLessThan(6);
  });
});

describe("the server", () => {
  test("that leaves ticks out for seconds is waited for, without a step back or an input from far ahead", () => {
    const match = new FakeMatch({ delay_ms: 50, jitter_ms: 5 });
    match.run(3000, restless(match));
    match.halted = true;
    match.run(3000, restless(match));
    expect(match.last.running).toBe(false);
    expect(match.last.present - match.last.known).toBeLessThan(60);
    match.halted = false;
    match.run(3000, restless(match));
    expect(match.last.running).toBe(true);
    rates(match.pictures, 60, "past");
    rates(match.pictures, 60, "present");
    match.line.steer(0);
    match.run(1000);
    expect(match.last.own).toBe((match.truth.at(-1) as Sliders)[0]);
    expect(match.last.present - match.last.known).toBeLessThan(14);
  });

  test("that skips frames is followed across the gaps", () => {
    const match = new FakeMatch({ delay_ms: 80, jitter_ms: 10 });
    match.drop = (tick) => tick % 3 !== 0;
    match.run(6000, restless(match));
    const settled = match.pictures.slice(200);
    const { most } = rates(settled, 60, "past");
    expect(most).toBeLessThanOrEqual(1 + SLEW_MAX + 1e-9);
    expect(settled.filter(({ past, known }) => past === known).length / settled.length).toBeLessThan(0.05);
    expect(match.line.figures().gaps).toBeGreaterThan(200);
  });

  test("that recovers without its last second is followed on: what is shown doesn't run back", () => {
    const match = new FakeMatch({ delay_ms: 50, jitter_ms: 10 });
    match.run(3000, restless(match));
    match.recover(55);
    match.run(3000, restless(match));
    rates(match.pictures, 60, "past");
    rates(match.pictures, 60, "present");
    match.line.steer(0);
    match.run(1000);
    expect(match.last.own).toBe((match.truth.at(-1) as Sliders)[0]);
    const input = match.told.filter((message) => message.type === "input").at(-1);
    expect(input?.tick).toBeLessThanOrEqual(match.ticks);
  });
});

describe("a connection", () => {
  test("that breaks takes no control with it: what is held is sent again", () => {
    const match = new FakeMatch({ delay_ms: 50, jitter_ms: 10 });
    match.run(2000);
    match.breakLine();
    match.run(500, () => match.line.steer(1));
    expect(match.last.running).toBe(true);
    match.run(1500);
    expect(match.last.running).toBe(false);
    match.mend();
    match.run(2000);
    expect((match.truth.at(-1) as Sliders)[0]).toBeGreaterThan((match.truth.at(-30) as Sliders)[0]);
    rates(match.pictures, 60, "past");
    rates(match.pictures, 60, "present");
    const numbers = match.told.flatMap((message) => (message.type === "input" ? [message.input] : []));
    expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
    expect(new Set(numbers).size).toBe(numbers.length);
  });
});

describe("a page", () => {
  test("that was hidden goes on from where things are", () => {
    const match = new FakeMatch({ delay_ms: 50, jitter_ms: 10 });
    match.run(2000);
    match.hidden = true;
    match.run(60_000);
    match.hidden = false;
    match.run(34);
    expect(match.last.known - match.last.past).toBeLessThan(8);
    expect(match.last.present - match.last.known).toBeLessThan(14);
    rates(match.pictures, 60, "past");
  });

  test.each([60, 120, 144, 240])("of %d pictures a second sends each control once, and acknowledges frames", (rate) => {
    const match = new FakeMatch({ delay_ms: 20 });
    match.picture_ms = 1000 / rate;
    match.run(1000);
    match.told.length = 0;
    match.run(1000, (picture) => match.line.steer(picture % 2 === 0 ? 1 : -1));
    // The gateway takes 240 messages a second of a connection.
    expect(match.told.length).toBeLessThan(150);
    match.run(500, () => match.line.steer(0));
    match.told.length = 0;
    match.run(1000, () => match.line.steer(0));
    expect(match.told.map(({ type }) => type)).toEqual(new Array(match.told.length).fill("seen"));
    expect(match.told.length).toBeGreaterThanOrEqual(Math.floor(60 / ACK_FRAMES) - 1);
  });
});

describe("a match", () => {
  test("that is paused stands still, and goes on without a step back", () => {
    const match = new FakeMatch({ delay_ms: 60, jitter_ms: 10 });
    match.run(2000, restless(match));
    match.halted = true;
    match.tellState({ paused: true });
    match.run(1000);
    const { past, present, known } = match.last;
    expect(match.last.running).toBe(false);
    expect(past).toBe(known);
    match.run(5000);
    expect(match.last).toMatchObject({ past, present, running: false });
    match.halted = false;
    match.tellState();
    match.run(2000, restless(match));
    expect(match.last.running).toBe(true);
    rates(match.pictures, 60, "past");
    rates(match.pictures, 60, "present");
  });

  test("that is over shows how it ended, and hears no control any more", () => {
    const match = new FakeMatch({ delay_ms: 60 });
    match.run(2000, restless(match));
    match.halted = true;
    const { tick: _tick, hz: _hz, ...over } = match.state({ outcome: { ending: "won" } as never, view: [7, 9] });
    match.run(500);
    match.line.updated(over);
    match.told.length = 0;
    match.run(1000, () => match.line.steer(1));
    expect(match.last).toMatchObject({ own: 7, other: 9, running: false });
    expect(match.told).toEqual([]);
  });

  test("is shown to a spectator at the past alone, who only acknowledges", () => {
    const match = new FakeMatch({ delay_ms: 60, jitter_ms: 10, seat: null });
    match.run(3000, () => match.line.steer(1));
    expect(match.pictures.every(({ past, present }) => past === present)).toBe(true);
    expect(match.told.every(({ type }) => type === "seen")).toBe(true);
  });

  test("whose frames tell changes is followed one by one, and a gap waits for the server's update", () => {
    const match = new FakeMatch({ delay_ms: 40, jitter_ms: 10, delta: true, seat: null });
    match.run(1000);
    const gap = match.ticks + 10;
    match.drop = (tick) => tick >= gap && tick < gap + 5;
    match.run(500);
    expect(match.last.known).toBe(gap - 1);
    match.tellState();
    match.run(2000);
    expect(match.last.known).toBeGreaterThan(gap + 50);
    for (const { past, other } of match.pictures.filter(({ past }) => past < gap - 1 || past > gap + 60)) {
      const [before, after] = [match.truth[Math.max(0, Math.floor(past))], match.truth[Math.max(0, Math.ceil(past))]];
      expect(other).toBeGreaterThanOrEqual(Math.min(before?.[1] ?? 0, after?.[1] ?? 0) - 1e-9);
      expect(other).toBeLessThanOrEqual(Math.max(before?.[1] ?? 0, after?.[1] ?? 0) + 1e-9);
    }
  });
});

test("whatever chance brings, nothing runs back, nothing grows without bound, and in the end both sides agree", () => {
  for (let seed = 1; seed <= 16; seed += 1) {
    const hz = seed % 2 === 0 ? 30 : 60;
    const match = new FakeMatch({ delay_ms: (seed * 7) % 200, jitter_ms: (seed * 13) % 90, hz, seed });
    match.run(1000);
    for (let turn = 0; turn < 12; turn += 1) {
      const chance = match.chance();
      if (chance < 0.25) {
        match.stall(900 * match.chance());
      } else if (chance < 0.4) {
        match.delay_ms = 200 * match.chance();
      } else if (chance < 0.5) {
        match.halted = true;
        match.run(2000 * match.chance(), restless(match));
        match.halted = false;
      } else if (chance < 0.6) {
        match.breakLine();
        match.run(1500 * match.chance(), restless(match));
        match.mend();
      } else if (chance < 0.7) {
        match.recover(20);
      }
      match.run(1000, restless(match));
      expect(match.line.figures().pending).toBeLessThan(40);
    }
    rates(match.pictures, hz, "past");
    rates(match.pictures, hz, "present");
    match.line.steer(0);
    match.run(4000);
    expect(match.last.own, `seed ${seed}`).toBe((match.truth.at(-1) as Sliders)[0]);
    expect(match.last.running).toBe(true);
  }
});
