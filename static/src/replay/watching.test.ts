/** What a view is handed of a match that is over, step by step and seat by seat. */
import { expect, test } from "vitest";
import { FakeWorld } from "../net/fake_world";
import { MATCH } from "../net/fixtures";
import type { ReplayPart } from "../net/http";
import { FakeParts, flushed, stepOf } from "./fake_match";
import { Watching } from "./watching";

function watched(total: number, length: number, fields: Partial<ReplayPart> = {}) {
  const world = new FakeWorld();
  const parts = new FakeParts(total, length, fields);
  const seats: (number | null)[] = [];
  const watching = new Watching(MATCH, {
    part: (_, seat, from) => {
      seats.push(seat);
      return parts.fetch(from);
    },
    now: () => world.now(),
    after: (ms, run) => world.after(ms, run),
  });
  return { world, parts, seats, watching };
}

test("it begins at the first step, as those who watched saw it", async () => {
  const { watching, parts, seats } = watched(5, 10);
  expect(watching.match.value).toBeNull();
  await parts.bring();
  expect(watching.match.value).toMatchObject({ match_id: MATCH, rev: 0, seat: null, view: 0, outcome: null, legal: [], turn: [1] });
  expect(seats).toEqual([null]);
});

test("the step after another is news, a leap is not", async () => {
  const { watching, parts } = watched(5, 10, { steps: [0, 1, 2, 3, 4].map((step) => stepOf(step, { notes: [step] })) });
  await parts.bring();
  void watching.match.value;
  watching.player.go(1);
  expect(watching.match.value).toMatchObject({ notes: [1], happened: { cause: "action", seat: 1 } });
  watching.player.go(3);
  expect(watching.match.value).toMatchObject({ notes: [], happened: { cause: "snapshot", seat: null } });
  watching.player.go(2);
  expect(watching.match.value).toMatchObject({ notes: [], happened: { cause: "snapshot" } });
});

test("the last step shows how it ended", async () => {
  const { watching, parts } = watched(5, 10);
  await parts.bring();
  watching.player.go(4);
  expect(watching.match.value?.outcome).toEqual({ places: [1, 2], reason: "three_in_a_row" });
});

test("what was shown stays until the step is here", async () => {
  const { watching, parts } = watched(30, 10);
  await parts.bring();
  expect(watching.shown.value?.step).toBe(0);
  watching.player.go(25);
  expect(watching.shown.value?.step).toBe(0);
  await parts.bring();
  expect(watching.shown.value?.step).toBe(25);
});

test("while it plays, the next part is asked for before it is needed", async () => {
  const { watching, parts, world } = watched(900, 300);
  await parts.bring();
  watching.player.play();
  await world.pass(50_000);
  expect(parts.asked).toEqual([0]);
  await world.pass(60_000);
  expect(parts.asked).toEqual([0, 300]);
  await parts.bring();
  await world.pass(300_000);
  expect(watching.player.at.value).toBe(410);
});

test("another seat sees the same step", async () => {
  const { watching, parts, seats } = watched(30, 10);
  await parts.bring();
  watching.player.go(25);
  await parts.bring();
  const seen = watching.seeAs(1);
  expect(watching.match.value?.seat).toBeNull();
  await parts.bring();
  await seen;
  expect(watching.match.value).toMatchObject({ seat: 1, view: 25 });
  expect(parts.asked).toEqual([0, 20, 20]);
  expect(seats).toEqual([null, null, 1]);
});

test("a seat that may not be seen from changes nothing", async () => {
  const { watching, parts } = watched(5, 10);
  await parts.bring();
  const seen = watching.seeAs(1);
  await parts.refuse();
  await expect(seen).rejects.toMatchObject({ code: "unreachable" });
  expect(watching.match.value).toMatchObject({ seat: null, view: 0 });
});

test("a view acts on nothing, and may lead to what it lists", async () => {
  const { watching, parts } = watched(5, 10);
  await parts.bring();
  await expect(watching.host.act(null)).rejects.toMatchObject({ code: "left" });
  watching.host.replay?.find((view) => view === 3);
  await flushed();
  expect(watching.player.at.value).toBe(3);
  watching.host.replay?.find((view) => view === 77);
  expect(watching.player.at.value).toBe(3);
});

test("in real time a view follows the moment between two steps", async () => {
  const steps = [0, 1, 2].map((step) => stepOf(step, { tick: step * 6, view: step * 10 }));
  const { watching, parts, world } = watched(3, 10, { steps, real_time: { hz: 60 } });
  await parts.bring();
  const line = watching.realtimeHost(60).realtime?.<number, number, number, number>({
    ofView: (view) => view,
    ofFrame: (_, frame) => frame,
    seats: 2,
    idle: 0,
  });
  expect(line?.sample()).toMatchObject({ past: 0, running: false });
  watching.player.play();
  await world.pass(50);
  const sample = line?.sample();
  expect(sample).toMatchObject({ hz: 60, past: 3, present: 3, running: true });
  expect(sample?.at(3)).toEqual([0, 10, 0.5]);
  await world.pass(500);
  const last = line?.sample();
  expect(last?.at(last.past)).toEqual([20, 20, 0]);
});

test("a title that knows how is asked for the ticks between two steps", async () => {
  const steps = [0, 1].map((step) => stepOf(step, { tick: step * 6, view: step * 60 }));
  const { watching, parts, world } = watched(2, 10, { steps, real_time: { hz: 60 } });
  await parts.bring();
  const line = watching.realtimeHost(60).realtime?.<number, number, number, number>({
    ofView: (view) => view,
    ofFrame: (_, frame) => frame,
    between: (before, _, ticks, done) => before + done + ticks / 10,
    seats: 2,
    idle: 0,
  });
  watching.player.play();
  await world.pass(25);
  const sample = line?.sample();
  expect(sample?.past).toBe(1.5);
  expect(sample?.at(1.5)).toEqual([1.6, 2.6, 0.5]);
  expect(sample?.at(6)).toEqual([5.6, 60, 1]);
});
