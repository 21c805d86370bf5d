/** The numbering: no holes, sixteen at a time, the rest kept back and bounded, the same numbers after a break. */
import { describe, expect, test, vi } from "vitest";
import { KEPT_BACK_MAX, UNANSWERED_MAX } from "../limits";
import { Commands } from "./commands";
import { Refusal } from "./refusal";

const STAND = { type: "stand", table: "w7k2m9qd" } as const;
const no = (code: string) => new Refusal(code, "No.");

/** Sends what is ready and tells the numbers. */
function send(commands: Commands): number[] {
  return commands.ready().map((entry) => {
    commands.left(entry);
    return entry.seq;
  });
}

function give(commands: Commands, count: number): Promise<unknown>[] {
  return Array.from({ length: count }, () => {
    const answer = commands.add(STAND, undefined);
    answer.catch(() => {});
    return answer;
  });
}

test("numbers start at one, without holes", () => {
  const commands = new Commands();
  give(commands, 3);
  expect(send(commands)).toEqual([1, 2, 3]);
  expect(send(commands)).toEqual([]);
});

test("the sixteenth leaves, the seventeenth waits until one is answered", () => {
  const commands = new Commands();
  give(commands, UNANSWERED_MAX + 1);
  expect(send(commands)).toHaveLength(UNANSWERED_MAX);
  expect(send(commands)).toEqual([]);
  commands.done(3, {});
  expect(send(commands)).toEqual([UNANSWERED_MAX + 1]);
});

test("the last one that fits is kept back, the next one is refused", async () => {
  const commands = new Commands();
  give(commands, UNANSWERED_MAX + KEPT_BACK_MAX);
  await expect(commands.add(STAND, undefined)).rejects.toMatchObject({ code: "kept_back_full" });
  expect(commands.count).toBe(UNANSWERED_MAX + KEPT_BACK_MAX);
});

test("an answer settles its own command, and a repeated answer nothing", async () => {
  const commands = new Commands();
  const [first, second] = give(commands, 2);
  send(commands);
  commands.refused(2, no("seat_taken"));
  commands.done(1, { table: "w7k2m9qd" });
  commands.done(1, {});
  commands.refused(1, no("busy"));
  await expect(first).resolves.toEqual({ table: "w7k2m9qd" });
  await expect(second).rejects.toMatchObject({ code: "seat_taken" });
});

describe("after a break", () => {
  test("what was not answered leaves again under its number, in order, before what is new", () => {
    const commands = new Commands();
    give(commands, 3);
    send(commands);
    commands.done(2, {});
    give(commands, 1);
    commands.welcomed(3);
    expect(send(commands)).toEqual([1, 3, 4]);
  });

  test("a server that knows nothing of us gets the same numbers", () => {
    const commands = new Commands();
    give(commands, 4);
    send(commands);
    commands.done(1, {});
    commands.done(2, {});
    expect(commands.forgotten(null)).toBe(true);
    commands.welcomed(null);
    expect(send(commands)).toEqual([3, 4]);
  });

  test("what was answered is never sent again, even where an answer overtook another", () => {
    const commands = new Commands();
    const [, second] = give(commands, 3);
    send(commands);
    commands.done(2, {});
    commands.welcomed(null);
    expect(commands.count).toBe(2);
    expect(commands.last).toBe(3);
    expect(send(commands)).toEqual([1, 3]);
    return expect(second).resolves.toEqual({});
  });

  test("numbers go on from our own last, whatever the server has forgotten", () => {
    const commands = new Commands();
    give(commands, 6);
    send(commands);
    for (const seq of [1, 2, 3, 4]) {
      commands.done(seq, {});
    }
    give(commands, 1);
    expect(commands.forgotten(2)).toBe(true);
    commands.welcomed(2);
    expect(send(commands)).toEqual([5, 6, 7]);
  });

  test("a server that knows all we gave has forgotten nothing", () => {
    const commands = new Commands();
    give(commands, 2);
    send(commands);
    commands.done(1, {});
    expect(commands.forgotten(1)).toBe(false);
    expect(commands.forgotten(2)).toBe(false);
    commands.done(2, {});
    expect(commands.forgotten(2)).toBe(false);
    expect(commands.forgotten(1)).toBe(true);
  });
});

describe("a gap", () => {
  test("doesn't spend the number: it leaves again with those after it", async () => {
    const commands = new Commands();
    give(commands, 3);
    send(commands);
    expect(commands.refused(2, no("seq_gap"))).toBe(true);
    expect(send(commands)).toEqual([2, 3]);
  });

  test("with nothing before it asks for a fresh welcome", () => {
    const commands = new Commands();
    const settled = vi.fn();
    for (const answer of give(commands, 1)) {
      answer.then(settled, settled);
    }
    send(commands);
    expect(commands.refused(1, no("seq_gap"))).toBe(false);
    expect(settled).not.toHaveBeenCalled();
    expect(commands.count).toBe(1);
  });
});
