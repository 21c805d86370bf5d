/** One timer for all that runs, and none while nobody looks. */
import { expect, test } from "vitest";
import { FakeWorld } from "../net/fake_world";
import { Ticker } from "./ticker";

function setUp() {
  const world = new FakeWorld();
  const page = { seen: true };
  const ticker = new Ticker({
    now: () => world.now(),
    after: (ms, run) => world.after(ms, run),
    seen: () => page.seen,
  });
  const rung: string[] = [];
  return { world, page, ticker, rung, ring: (name: string) => () => rung.push(`${name} at ${world.now()}`) };
}

test("everyone is woken at their own time, by one timer", async () => {
  const { world, ticker, rung, ring } = setUp();
  ticker.wake(300, ring("slow"));
  ticker.wake(100, ring("quick"));
  ticker.wake(100, ring("twin"));
  expect(world.timersArmed).toBe(1);
  await world.pass(1000);
  expect(rung).toEqual(["quick at 100", "twin at 100", "slow at 300"]);
  expect(world.timersArmed).toBe(0);
});

test("who is woken may ask to be woken again", async () => {
  const { world, ticker, rung } = setUp();
  const again = () => {
    rung.push(`at ${world.now()}`);
    if (world.now() < 300) {
      ticker.wake(100, again);
    }
  };
  ticker.wake(100, again);
  await world.pass(1000);
  expect(rung).toEqual(["at 100", "at 200", "at 300"]);
});

test("who was forgotten is not woken, and leaves no timer", async () => {
  const { world, ticker, rung, ring } = setUp();
  const forget = ticker.wake(100, ring("gone"));
  forget();
  expect(world.timersArmed).toBe(0);
  await world.pass(1000);
  expect(rung).toEqual([]);
});

test("nothing rings while nobody looks; what was due comes at once when somebody does", async () => {
  const { world, page, ticker, rung, ring } = setUp();
  ticker.wake(100, ring("clock"));
  page.seen = false;
  ticker.seenOrNot();
  expect(world.timersArmed).toBe(0);
  await world.pass(5000);
  page.seen = true;
  ticker.seenOrNot();
  await world.pass(0);
  expect(rung).toEqual(["clock at 5000"]);
});
