/** What is said of a race, on the field and to those who listen. */
import { expect, test } from "vitest";
import { raceOf } from "./game";
import { bannerOf, entriesOf, hintOf, nameOf, saidOf } from "./speech";

const PLAYERS = [
  { name: "Ann", kind: "player" as const, you: true },
  { name: "Bob", kind: "player" as const, you: false },
  null,
];
const SHOWN = { seat: 0, players: PLAYERS };
const RIDERS = [null, 3, 2].map((place) => ({ trail: [[1, 1]] as [number, number][], direction: "up" as const, place }));
const RACE = raceOf({ columns: 48, rows: 32, wait: 0, riders: RIDERS });

test("riders are called by name, oneself, or by colour", () => {
  expect([0, 1, 2].map((rider) => nameOf(SHOWN, rider))).toEqual(["You", "Bob", "Olive"]);
});

test("the legend tells who is out, and in which place", () => {
  expect(entriesOf(SHOWN, RACE).map(({ place }) => place)).toEqual(["", "3rd", "2nd"]);
});

test("before the start everybody is told their colour; after it the field is free", () => {
  expect(bannerOf(SHOWN, { ...RACE, wait: 45 })).toEqual({ headline: "You ride red", left: 1 });
  expect(bannerOf({ ...SHOWN, seat: null }, { ...RACE, wait: 9 })?.headline).toBe("Get ready");
  expect(bannerOf(SHOWN, RACE)).toBeNull();
});

test("crashes are told", () => {
  expect(saidOf(SHOWN, [{ type: "crashed", seats: [0, 1] }])).toEqual(["You and Bob crashed."]);
  expect(saidOf(SHOWN, [{ type: "gave_up", seat: 1 }])).toEqual(["Bob gave up."]);
});

test("how to ride is told for the hands there are", () => {
  expect(hintOf(false)).toMatch(/arrow keys/);
  expect(hintOf(true)).toMatch(/^Swipe/);
});
