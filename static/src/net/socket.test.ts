/** The socket's promises: one line at a time, always a next try, dead lines found, nothing heard from old ones. */
import { encode } from "@msgpack/msgpack";
import { describe, expect, test } from "vitest";
import {
  BACKOFF_FIRST_MS,
  BACKOFF_MAX_MS,
  BUFFERED_BYTES_MAX,
  CONNECT_MS,
  PING_EVERY_MS,
  PROBE_MS,
  RESTART_MS,
  SILENCE_MS,
  STEADY_MS,
} from "../limits";
import { FakeWorld, settle } from "./fake_world";
import { Socket, type SocketState } from "./socket";

const PING = encode({ type: "ping", echo: 0 });
const PONG = { type: "pong", echo: 0, now_ms: 0 } as const;

function setUp() {
  const world = new FakeWorld();
  const states: SocketState[] = [];
  let opened = 0;
  let received = 0;
  let prepare = (_refused: number) => Promise.resolve();
  const refusals: number[] = [];
  const socket = new Socket(world, {
    prepare: (refused) => {
      refusals.push(refused);
      return prepare(refused);
    },
    opened: () => (opened += 1),
    received: () => (received += 1),
    ping: () => PING,
    changed: (state) => states.push(state),
  });
  return {
    world,
    socket,
    states,
    refusals,
    failPreparing: () => (prepare = () => Promise.reject(new Error("no"))),
    state: () => states.at(-1)!,
    opened: () => opened,
    received: () => received,
    async connect() {
      socket.start();
      await settle();
      world.line.open();
    },
  };
}

describe("a line that breaks", () => {
  test("is dialled again after pauses that double up to the cap", async () => {
    const { world, socket, state } = setUp();
    socket.start();
    await settle();
    const pauses: number[] = [];
    for (let failure = 0; failure < 8; failure += 1) {
      world.line.breaks();
      const waiting = state();
      expect(waiting.kind).toBe("waiting");
      const pause = waiting.kind === "waiting" ? waiting.retry_at - world.now() : 0;
      pauses.push(Math.round(pause));
      await world.pass(pause);
    }
    expect(pauses).toEqual([500, 1000, 2000, 4000, 8000, 15000, 15000, 15000]);
    expect(pauses[0]).toBe(BACKOFF_FIRST_MS);
    expect(pauses.at(-1)).toBe(BACKOFF_MAX_MS);
  });

  test("is dialled at once when chance says so: the jitter is full", async () => {
    const { world, socket } = setUp();
    world.chance = 0;
    socket.start();
    await settle();
    world.line.breaks();
    await world.pass(0);
    expect(world.lines).toHaveLength(2);
  });

  test("starts from the first pause again if it had been steady", async () => {
    const { world, state, connect } = setUp();
    await connect();
    for (let time = 0; time <= STEADY_MS; time += 1000) {
      await world.pass(1000);
      world.line.say(PONG);
    }
    world.line.breaks();
    expect(state()).toMatchObject({ kind: "waiting", why: "lost" });
    await world.pass(BACKOFF_FIRST_MS);
    expect(world.lines).toHaveLength(2);
  });

  test("doesn't start from the first pause if it broke at once, so a server that hangs up isn't stormed", async () => {
    const { world, state, connect } = setUp();
    await connect();
    for (let turn = 0; turn < 6; turn += 1) {
      world.line.breaks(1008);
      await world.passToTimer();
      world.line.open();
    }
    world.line.breaks(1008);
    const waiting = state();
    expect(waiting.kind === "waiting" && Math.round(waiting.retry_at - world.now())).toBe(BACKOFF_MAX_MS);
  });

  test("says no more once it is given up", async () => {
    const { world, connect, opened, received } = setUp();
    await connect();
    const old = world.line;
    const { onmessage, onclose } = old;
    old.breaks();
    await world.passToTimer();
    world.line.open();
    onmessage?.({ data: new ArrayBuffer(1) });
    onclose?.({ code: 4000 });
    expect(received()).toBe(0);
    expect(opened()).toBe(2);
    expect(world.live).toBe(1);
  });
});

describe("a dead line", () => {
  test("is found by a ping that nobody answers", async () => {
    const { world, state, connect } = setUp();
    await connect();
    await world.pass(PING_EVERY_MS);
    expect(world.line.heard).toHaveLength(1);
    await world.pass(SILENCE_MS - 1);
    expect(state().kind).toBe("open");
    await world.pass(1);
    expect(state().kind).toBe("waiting");
    expect(world.lines[0]!.hungUp).toBe(true);
  });

  test("is found sooner when something was sent", async () => {
    const { world, socket, state, connect } = setUp();
    await connect();
    expect(socket.send(PING)).toBe(true);
    await world.pass(SILENCE_MS);
    expect(state().kind).toBe("waiting");
  });

  test("is not suspected while anything arrives", async () => {
    const { world, state, connect } = setUp();
    await connect();
    for (let turn = 0; turn < 20; turn += 1) {
      await world.pass(SILENCE_MS - 1);
      world.line.say(PONG);
    }
    expect(state().kind).toBe("open");
  });

  test("is found by its buffer when it has stalled", async () => {
    const { world, socket, state, connect } = setUp();
    await connect();
    world.line.bufferedAmount = BUFFERED_BYTES_MAX;
    expect(socket.send(PING)).toBe(true);
    world.line.bufferedAmount = BUFFERED_BYTES_MAX + 1;
    expect(socket.send(PING)).toBe(false);
    expect(state().kind).toBe("waiting");
  });

  test("that never opens is given up", async () => {
    const { world, socket, state } = setUp();
    socket.start();
    await world.pass(CONNECT_MS);
    expect(state().kind).toBe("waiting");
    expect(world.live).toBe(0);
  });
});

describe("what wakes it", () => {
  test("a waiting socket dials at once", async () => {
    const { world, socket, connect } = setUp();
    await connect();
    world.line.breaks();
    socket.wake();
    await settle();
    expect(world.lines).toHaveLength(2);
    await world.pass(BACKOFF_FIRST_MS);
    expect(world.lines).toHaveLength(2);
  });

  test("an open socket makes sure that it is", async () => {
    const { world, socket, connect } = setUp();
    await connect();
    socket.wake();
    expect(world.line.heard).toHaveLength(1);
    await world.pass(PROBE_MS);
    expect(world.lines[0]!.hungUp).toBe(true);
  });

  test("a stopped socket stays so", async () => {
    const { world, socket, connect, state } = setUp();
    await connect();
    world.line.breaks(4000);
    socket.wake();
    await settle();
    expect(state()).toEqual({ kind: "stopped", why: "replaced" });
    expect(world.lines).toHaveLength(1);
    expect(world.timersArmed).toBe(0);
  });

  test("until somebody starts it again", async () => {
    const { world, socket, connect } = setUp();
    await connect();
    world.line.breaks(4000);
    socket.start();
    await settle();
    expect(world.lines).toHaveLength(2);
  });
});

describe("a restart of the server", () => {
  test("brings the first try soon, and not everybody's at once", async () => {
    for (const [chance, pause] of [
      [0, RESTART_MS],
      [0.5, RESTART_MS * 1.5],
    ] as const) {
      const { world, connect, state } = setUp();
      await connect();
      world.chance = chance;
      world.line.breaks(1012);
      expect(state()).toEqual({ kind: "waiting", why: "restart", retry_at: world.now() + pause });
      await world.pass(pause);
      expect(world.lines).toHaveLength(2);
    }
  });
});

describe("preparing", () => {
  test("that fails counts as a failed try", async () => {
    const { world, socket, state, failPreparing, refusals } = setUp();
    failPreparing();
    socket.start();
    await settle();
    expect(state().kind).toBe("waiting");
    expect(world.lines).toHaveLength(0);
    await world.pass(BACKOFF_FIRST_MS);
    expect(refusals).toEqual([0, 1]);
  });

  test("is told how many sockets were refused in a row", async () => {
    const { world, socket, refusals } = setUp();
    socket.start();
    await settle();
    world.line.breaks();
    await world.passToTimer();
    world.line.breaks();
    await world.passToTimer();
    world.line.open();
    world.line.breaks();
    await world.passToTimer();
    expect(refusals).toEqual([0, 1, 2, 0]);
  });
});

test("nothing is kept that is sent while away", async () => {
  const { world, socket } = setUp();
  expect(socket.send(PING)).toBe(false);
  socket.start();
  await settle();
  expect(socket.send(PING)).toBe(false);
  world.line.open();
  expect(world.line.heard).toHaveLength(0);
});

test("a stopped socket leaves no line and no timer", async () => {
  const { world, socket, connect, state } = setUp();
  await connect();
  socket.stop();
  expect(state()).toEqual({ kind: "stopped", why: "closed" });
  expect(world.live).toBe(0);
  expect(world.timersArmed).toBe(0);
});
