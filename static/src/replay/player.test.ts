/** How a replay goes on: by itself at its speed, by hand, and over steps that are not here yet. */
import { beforeEach, expect, test } from "vitest";
import { FakeWorld } from "../net/fake_world";
import { Player, type Reel } from "./player";

/** A match whose steps are due at these moments; those from `known` on are not here yet. */
class FakeReel implements Reel {
  known: number;
  wanted: number[] = [];

  constructor(
    readonly world: FakeWorld,
    readonly moments: number[],
  ) {
    this.known = moments.length;
  }

  total = () => this.moments.length;
  moment = (step: number) => (step < this.known ? (this.moments[step] ?? null) : null);
  want = (step: number) => void this.wanted.push(step);
  now = () => this.world.now();
  after = (ms: number, run: () => void) => this.world.after(ms, run);
}

let world: FakeWorld;

beforeEach(() => {
  world = new FakeWorld();
});

const every = (ms: number, steps: number) => Array.from({ length: steps }, (_, step) => step * ms);

test("it plays to the end and stands there", async () => {
  const player = new Player(new FakeReel(world, every(1000, 4)));
  player.play();
  await world.pass(999);
  expect(player.at.value).toBe(0);
  await world.pass(1);
  expect(player.at.value).toBe(1);
  await world.pass(5000);
  expect([player.at.value, player.playing.value]).toEqual([3, false]);
  expect(world.timersArmed).toBe(0);
});

test("at the end, play begins anew", async () => {
  const player = new Player(new FakeReel(world, every(1000, 3)));
  player.go(2);
  player.play();
  expect([player.at.value, player.playing.value]).toEqual([0, true]);
});

test("a match of one step has nothing to play", () => {
  const player = new Player(new FakeReel(world, [0]));
  player.play();
  expect(player.playing.value).toBe(false);
});

test("faster is faster from where it is", async () => {
  const player = new Player(new FakeReel(world, every(1000, 20)));
  player.play();
  await world.pass(500);
  player.setSpeed(4);
  await world.pass(125);
  expect(player.at.value).toBe(1);
  await world.pass(1000);
  expect(player.at.value).toBe(5);
  player.setSpeed(1);
  await world.pass(1000);
  expect(player.at.value).toBe(6);
});

test("in real time it goes as it went", async () => {
  const player = new Player(new FakeReel(world, [0, 100, 200, 2000, 2100]));
  player.play();
  await world.pass(250);
  expect([player.at.value, player.moment()]).toEqual([2, 250]);
  await world.pass(1700);
  expect(player.at.value).toBe(2);
  await world.pass(50);
  expect(player.at.value).toBe(3);
});

test("steps that fall due together are passed together, and no time is lost by a late wake-up", async () => {
  const player = new Player(new FakeReel(world, [0, 1, 2, 3, 100, 200]));
  player.play();
  await world.pass(50);
  expect(player.at.value).toBe(3);
  await world.pass(50);
  expect(player.at.value).toBe(4);
});

test("where the next step is not here, it waits, and goes on from there", async () => {
  const reel = new FakeReel(world, every(1000, 6));
  reel.known = 2;
  const player = new Player(reel);
  player.play();
  await world.pass(4000);
  expect([player.at.value, player.playing.value, player.moment()]).toEqual([1, true, 1000]);
  expect(reel.wanted).toContain(2);
  reel.known = 6;
  player.came();
  await world.pass(1000);
  expect(player.at.value).toBe(2);
});

test("a step is looked at as near as there is one, and asked for", () => {
  const reel = new FakeReel(world, every(1000, 6));
  const player = new Player(reel);
  player.go(40);
  expect(player.at.value).toBe(5);
  player.go(-3);
  expect(player.at.value).toBe(0);
  expect(reel.wanted).toEqual([5, 0]);
});

test("nothing rings when nobody looks any more", async () => {
  const player = new Player(new FakeReel(world, every(1000, 6)));
  player.play();
  player.stop();
  await world.pass(9000);
  expect([player.at.value, world.timersArmed]).toEqual([0, 0]);
});
