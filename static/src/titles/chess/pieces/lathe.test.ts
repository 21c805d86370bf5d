/** Turned outlines are symmetrical and closed. */
import { expect, test } from "vitest";
import { shadedHalf, turned } from "./lathe";

test("a profile is turned round its axis", () => {
  expect(turned("M0 10 L20 30 L0 90")).toBe("M50 10L70 30L50 90L30 30L50 10Z");
  expect(shadedHalf("M0 10 L20 30 L0 90")).toBe("M50 10L70 30L50 90Z");
});

test("curves come back with their controls in turn", () => {
  expect(turned("M0 0 C1 2 3 4 5 6 L0 6")).toBe("M50 0C51 2 53 4 55 6L50 6L45 6C47 4 49 2 50 0Z");
});
