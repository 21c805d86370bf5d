/** Which parts of a match are asked for, and what is here of them. */
import { expect, test } from "vitest";
import { REPLAY_PARTS_KEPT } from "../limits";
import { FakeParts } from "./fake_match";
import { Film } from "./film";

test("the first part tells what the match is", async () => {
  const parts = new FakeParts(25, 10);
  const film = new Film(parts.fetch);
  void film.want(0);
  expect(film.head.value).toBeNull();
  await parts.bring();
  expect(film.total.value).toBe(25);
  expect(film.step(9)?.step).toBe(9);
  expect(film.step(10)).toBeNull();
});

test("a part is asked for by its first step, and once", async () => {
  const parts = new FakeParts(25, 10);
  const film = new Film(parts.fetch);
  void film.want(0);
  await parts.bring();
  void film.want(17);
  void film.want(12);
  await parts.bring();
  void film.want(19);
  expect(parts.asked).toEqual([0, 10]);
  expect(film.step(24)).toBeNull();
});

test("of what is wanted while a part is on its way, the newest is asked for", async () => {
  const parts = new FakeParts(100, 10);
  const film = new Film(parts.fetch);
  void film.want(0);
  await parts.bring();
  for (const step of [15, 25, 35, 95]) {
    void film.want(step);
  }
  await parts.bring();
  await parts.bring();
  expect(parts.asked).toEqual([0, 10, 90]);
});

test("the part unused for longest is forgotten", async () => {
  const parts = new FakeParts(100, 10);
  const film = new Film(parts.fetch);
  for (let part = 0; part <= REPLAY_PARTS_KEPT; part += 1) {
    void film.want(part * 10);
    await parts.bring();
    expect(film.step(0)).not.toBeNull();
  }
  expect(film.step(10)).toBeNull();
  expect(film.step(20)).not.toBeNull();
});

test("a refusal stands until the step is wanted again", async () => {
  const parts = new FakeParts(25, 10);
  const film = new Film(parts.fetch);
  void film.want(0);
  await parts.refuse();
  expect(film.refusal.value?.code).toBe("unreachable");
  void film.want(0);
  expect(film.refusal.value).toBeNull();
  await parts.bring();
  expect(film.step(0)).not.toBeNull();
});

test("a step is found by what is seen at it, the first that passes", async () => {
  const parts = new FakeParts(25, 10);
  const film = new Film(parts.fetch);
  void film.want(0);
  await parts.bring();
  expect(film.find((view) => (view as number) >= 4)).toBe(4);
  expect(film.find((view) => view === 20)).toBeNull();
});
