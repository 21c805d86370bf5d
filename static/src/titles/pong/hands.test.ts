/** What keys, mouse and fingers make of the paddle. */
import { describe, expect, test } from "vitest";
import { Held, wayOf } from "./hands";

describe("keys", () => {
  test("lie where the fingers are, whatever is printed on them", () => {
    expect(wayOf("KeyW", false)).toBe("back");
    expect(wayOf("ArrowDown", false)).toBe("forth");
    expect(wayOf("Space", false)).toBeNull();
  });

  test("go from side to side only where the paddle does", () => {
    expect(wayOf("ArrowLeft", false)).toBeNull();
    expect(wayOf("ArrowLeft", true)).toBe("back");
    expect(wayOf("KeyD", true)).toBe("forth");
  });

  test("count in the order they were pressed", () => {
    const held = new Held();
    expect(held.wish).toBe("rest");
    held.press("KeyW", "back");
    held.press("KeyS", "forth");
    expect(held.wish).toBe("forth");
    held.release("KeyS");
    expect(held.wish).toBe("back");
    held.release("KeyW");
    expect(held.wish).toBe("rest");
    expect(held.release("KeyW")).toBe(false);
  });

  test("are all let go when the window is left", () => {
    const held = new Held();
    held.press("KeyW", "back");
    held.releaseAll();
    expect(held.wish).toBe("rest");
  });
});
