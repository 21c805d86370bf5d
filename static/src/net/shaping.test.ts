/** Stories of the shaped line: what waits, in which order, and how it breaks. */
import { describe, expect, test } from "vitest";
import { Shaping } from "./shaping";
import type { Line } from "./socket";

/** A line that notes what it sends, in a made-up time. */
function setUp() {
  const world = { now_ms: 0, timers: [] as { at_ms: number; run: () => void }[] };
  const shaping = new Shaping({
    now: () => world.now_ms,
    random: () => 0.5,
    after: (ms, run) => world.timers.push({ at_ms: world.now_ms + ms, run }),
  });
  const sent: string[] = [];
  const under: Line = {
    binaryType: "blob",
    bufferedAmount: 0,
    onopen: null,
    onmessage: null,
    onclose: null,
    send: (bytes) => sent.push(new TextDecoder().decode(bytes)),
    close: () => sent.push("closed"),
  };
  const line = shaping.through(under);
  const heard: unknown[] = [];
  line.onmessage = ({ data }) => heard.push(data);
  line.onclose = ({ code }) => heard.push(code);
  const pass = (ms: number) => {
    const until = world.now_ms + ms;
    for (;;) {
      world.timers.sort((a, b) => a.at_ms - b.at_ms);
      const due = world.timers[0];
      if (due === undefined || due.at_ms > until) {
        break;
      }
      world.timers.shift();
      world.now_ms = due.at_ms;
      due.run();
    }
    world.now_ms = until;
  };
  const say = (word: string) => line.send(new TextEncoder().encode(word) as Uint8Array<ArrayBuffer>);
  return { shaping, under, line, sent, heard, pass, say };
}

describe("the shaped line", () => {
  test("hands everything through while nothing is set", () => {
    const { under, line, sent, heard, say } = setUp();
    line.binaryType = "arraybuffer";
    say("a");
    under.onmessage?.({ data: 1 });
    under.onclose?.({ code: 1012 });
    expect([sent, heard, under.binaryType]).toEqual([["a"], [1, 1012], "arraybuffer"]);
  });

  test("delays each way, and lets nothing overtake", () => {
    const { shaping, under, sent, heard, pass, say } = setUp();
    shaping.weather = { delay_ms: 100, jitter_ms: 40 };
    say("a");
    under.onmessage?.({ data: 1 });
    shaping.weather = { delay_ms: 0, jitter_ms: 0 };
    say("b");
    under.onmessage?.({ data: 2 });
    pass(119);
    expect([sent, heard]).toEqual([[], []]);
    pass(1);
    expect([sent, heard]).toEqual([["a", "b"], [1, 2]]);
  });

  test("stalls for two round trips, with all that comes behind", () => {
    const { shaping, sent, pass, say } = setUp();
    shaping.weather = { delay_ms: 100, jitter_ms: 0 };
    shaping.stall();
    say("a");
    pass(300);
    say("b");
    pass(199);
    expect(sent).toEqual([]);
    pass(1);
    expect(sent).toEqual(["a", "b"]);
  });

  test("breaks without a word", () => {
    const { shaping, sent, heard } = setUp();
    shaping.cut();
    expect([sent, heard]).toEqual([["closed"], [1006]]);
  });
});
