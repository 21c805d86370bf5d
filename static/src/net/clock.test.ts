/** The server's clock is known to within half of the best round trip, and a jump is followed. */
import { expect, test } from "vitest";
import { CLOCK_SAMPLES_MAX } from "../limits";
import { ServerClock } from "./clock";

test("before anything is known our own clock serves", () => {
  expect(new ServerClock().at(500)).toBe(500);
});

test("the fastest round trip is believed", () => {
  const clock = new ServerClock();
  clock.learn(0, 400, 10_100); // half-way would be 200: says +9900, may be 200 off
  clock.learn(1000, 1010, 11_000); // says +9995, may be 5 off
  clock.learn(2000, 2300, 12_000); // says +9850, may be 150 off
  expect(clock.at(5000)).toBe(14_995);
});

test("old round trips are forgotten, however fast", () => {
  const clock = new ServerClock();
  clock.learn(0, 2, 1001);
  for (let turn = 1; turn <= CLOCK_SAMPLES_MAX; turn += 1) {
    clock.learn(turn * 1000, turn * 1000 + 100, turn * 1000 + 1060);
  }
  expect(clock.at(0)).toBe(1010);
});

test("a clock that jumped is followed at once", () => {
  const clock = new ServerClock();
  clock.learn(0, 2, 1001);
  clock.learn(60_000, 60_040, 1_100); // the server was away for a minute: its service time stood still
  expect(clock.at(60_040)).toBe(1_120);
});
