/** Looking back, and coming back. */
import { beforeEach, expect, test } from "vitest";
import { Cursor } from "./cursor";

let cursor: Cursor;

beforeEach(() => {
  cursor = new Cursor();
  cursor.follow(10);
});

test("the live position is followed", () => {
  cursor.follow(11);
  expect([cursor.ply, cursor.live, cursor.unseen]).toEqual([11, true, false]);
});

test("who looks back stays there, and is told that there are new moves", () => {
  cursor.go(4);
  cursor.follow(10);
  expect(cursor.unseen).toBe(false);
  cursor.follow(11);
  expect([cursor.ply, cursor.live, cursor.unseen]).toEqual([4, false, true]);
});

test("whoever comes to the last move is back", () => {
  cursor.go(9);
  cursor.follow(11);
  cursor.go(11);
  expect([cursor.live, cursor.unseen]).toEqual([true, false]);
});

test("there is nothing before the start or after the end", () => {
  expect(cursor.go(-1)).toBe(true);
  expect(cursor.ply).toBe(0);
  expect(cursor.go(99)).toBe(true);
  expect(cursor.live).toBe(true);
  expect(cursor.go(99)).toBe(false);
});

test("when moves are taken back, so is who looks at them", () => {
  cursor.go(9);
  cursor.follow(8);
  expect([cursor.ply, cursor.live]).toEqual([8, true]);
});

test.each([
  ["ArrowLeft", 9],
  ["ArrowRight", 11],
  ["Home", 0],
  ["End", 10],
  ["a", null],
])("%s leads to %j", (key, ply) => expect(cursor.after(key)).toBe(ply));
