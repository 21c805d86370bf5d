/** Stories of one session: what the player gave is done once, in order, whatever happens to the line. */
import { describe, expect, test } from "vitest";
import { UNANSWERED_MAX } from "../limits";
import type { Command, ServerMessage, TableState } from "../wire/generated";
import { Client } from "./client";
import { FakeWorld, settle } from "./fake_world";
import { lobbyOf, MATCH, TABLE, tableOf, updateOf } from "./fixtures";

const ACT: Command = { type: "act", match_id: MATCH };
const SIT: Command = { type: "sit", table: TABLE };

function table(fields: Partial<TableState> = {}): ServerMessage {
  return { type: "table", table: tableOf(fields) };
}

function update(rev: number, fields: { epoch?: number; cause?: "action" | "snapshot" } = {}): ServerMessage {
  const { epoch = 1, cause = "action" } = fields;
  return updateOf({ rev, epoch, happened: { cause, seat: 0 } });
}

function welcome(last_seq: number | null, now_ms = 0): ServerMessage {
  return { type: "welcome", player: "p-8d2f6a1be0c4", name: "Quiet Otter", last_seq, now_ms };
}

async function setUp() {
  const world = new FakeWorld();
  const client = new Client(world, "tab-5f3a9c01");
  client.start();
  await settle();
  world.line.open();
  return { world, client };
}

async function welcomed() {
  const { world, client } = await setUp();
  world.line.say(welcome(null));
  return { world, client };
}

/** The line breaks and the next one opens, up to its `hello`. */
async function lineBreaks(world: FakeWorld) {
  world.line.breaks();
  await world.passToTimer();
  world.line.open();
  return world.line.heard[0]!.message;
}

/** Remembers how each promise was settled, in order. */
function log() {
  const lines: string[] = [];
  return {
    lines,
    keep(name: string, promise: Promise<unknown>) {
      promise.then(
        () => lines.push(`${name} done`),
        (refusal) => lines.push(`${name} ${refusal.code}`),
      );
    },
  };
}

describe("saying hello", () => {
  test("comes first, and commands wait for the welcome", async () => {
    const { world, client } = await setUp();
    client.command(SIT);
    expect(world.line.heard.map(({ message }) => message)).toEqual([{ type: "hello", client: "tab-5f3a9c01" }]);
    world.line.say(welcome(null));
    expect(world.line.seqs()).toEqual([1]);
    expect(client.me.value).toEqual({ player: "p-8d2f6a1be0c4", name: "Quiet Otter" });
  });

  test("asks for a guest once, and again when sockets are refused in a row", async () => {
    const { world } = await setUp();
    expect(world.guests).toBe(1);
    world.line.breaks();
    await world.passToTimer();
    world.line.breaks();
    await world.passToTimer();
    expect(world.guests).toBe(1);
    world.line.breaks();
    await world.passToTimer();
    expect(world.guests).toBe(2);
  });

  test("that is refused is tried again later", async () => {
    const { world, client } = await setUp();
    world.line.say({ type: "error", code: "too_many_sessions", reason: "Try again later." });
    expect(client.notice.value?.code).toBe("too_many_sessions");
    expect(client.connection.value.kind).toBe("waiting");
  });
});

describe("commands", () => {
  test("are answered by number", async () => {
    const { world, client } = await welcomed();
    const { lines, keep } = log();
    keep("sit", client.command(SIT));
    keep("act", client.command(ACT, { cell: 4 }));
    expect(client.unanswered.value).toBe(2);
    const message = { type: "command", seq: 2, command: ACT };
    expect(world.line.heard.at(-1)).toEqual({ message, payload: { cell: 4 } });
    world.line.say({ type: "error", seq: 2, code: "not_your_turn", reason: "Wait for your turn." });
    world.line.say({ type: "ok", seq: 1 });
    await settle();
    expect(lines).toEqual(["act not_your_turn", "sit done"]);
    expect(client.unanswered.value).toBe(0);
  });

  test("beyond the sixteenth are kept back until one is answered", async () => {
    const { world, client } = await welcomed();
    for (let count = 0; count < UNANSWERED_MAX + 2; count += 1) {
      client.command(SIT).catch(() => {});
    }
    expect(world.line.seqs()).toHaveLength(UNANSWERED_MAX);
    world.line.say({ type: "error", seq: 1, code: "busy", reason: "Try again in a moment." });
    expect(world.line.seqs()).toHaveLength(UNANSWERED_MAX + 1);
  });

  test("given while away leave in order on return", async () => {
    const { world, client } = await welcomed();
    world.line.breaks();
    client.command(SIT);
    client.command(ACT, { cell: 0 });
    expect(client.unanswered.value).toBe(2);
    await world.passToTimer();
    world.line.open();
    expect(world.line.seqs()).toEqual([]);
    world.line.say(welcome(null));
    expect(world.line.seqs()).toEqual([1, 2]);
    expect(world.line.commands()).toEqual(["sit", "act"]);
  });

  test("whose answer was lost are sent again and settle once", async () => {
    const { world, client } = await welcomed();
    const { lines, keep } = log();
    keep("sit", client.command(SIT));
    keep("act", client.command(ACT, { cell: 4 }));
    world.line.say({ type: "ok", seq: 1 });
    await lineBreaks(world); // the act arrived, its answer did not
    client.command(ACT, { cell: 5 }).catch(() => {});
    world.line.say(welcome(2));
    expect(world.line.seqs()).toEqual([2, 3]);
    expect(world.line.heard[1]!.payload).toEqual({ cell: 4 });
    world.line.say({ type: "ok", seq: 2, rev: 5 });
    world.line.say({ type: "ok", seq: 2, rev: 5 });
    await settle();
    expect(lines).toEqual(["sit done", "act done"]);
  });

  test("keep their numbers over several breaks before any welcome", async () => {
    const { world, client } = await welcomed();
    client.command(SIT);
    client.command(ACT, { cell: 4 });
    await lineBreaks(world);
    await lineBreaks(world);
    world.line.say(welcome(0));
    expect(world.line.seqs()).toEqual([1, 2]);
  });

  test("answered by an older line are heard once, by whichever line speaks", async () => {
    const { world, client } = await welcomed();
    const { lines, keep } = log();
    const old = world.line;
    keep("sit", client.command(SIT));
    const { onmessage } = old;
    await lineBreaks(world);
    world.line.say(welcome(1));
    onmessage?.({ data: new ArrayBuffer(0) });
    world.line.say({ type: "error", seq: 1, code: "seat_taken", reason: "Somebody sits there." });
    await settle();
    expect(lines).toEqual(["sit seat_taken"]);
  });

  test("refused for a gap with none before them make the client say hello again", async () => {
    const { world, client } = await welcomed();
    const { lines, keep } = log();
    keep("sit", client.command(SIT));
    world.line.say({ type: "error", seq: 1, code: "seq_gap", reason: "Send the missing ones first." });
    expect(client.connection.value.kind).toBe("waiting");
    await world.passToTimer();
    world.line.open();
    world.line.say(welcome(7));
    world.line.say({ type: "error", seq: 1, code: "stale_seq", reason: "Too old." });
    await settle();
    expect(lines).toEqual(["sit stale_seq"]);
    client.command(SIT).catch(() => {});
    expect(world.line.seqs()).toEqual([1, 8]);
  });
});

describe("looking at a table", () => {
  async function atTable() {
    const { world, client } = await welcomed();
    client.looking.open(TABLE);
    world.line.say({ type: "ok", seq: 1 });
    world.line.say(table());
    world.line.say(update(4), { view: 4, notes: [], legal: [] });
    return { world, client, view: () => client.looking.matches.value.get(MATCH)?.view };
  }

  test("brings its state and its match", async () => {
    const { client, view } = await atTable();
    expect(client.looking.look.value).toMatchObject({ kind: "open", table: TABLE });
    expect(view()).toBe(4);
  });

  test("ignores what comes twice, late, or from an older owner", async () => {
    const { world, view } = await atTable();
    world.line.say(update(6), { view: 6 });
    world.line.say(update(5), { view: 5 });
    world.line.say(update(6), { view: "again" });
    world.line.say(update(9, { epoch: 0 }), { view: "older epoch" });
    expect(view()).toBe(6);
    world.line.say(update(6, { cause: "snapshot" }), { view: "snapshot" });
    expect(view()).toBe("snapshot");
  });

  test("is taken up again after a break, from the last update seen", async () => {
    const { world, view } = await atTable();
    const hello = await lineBreaks(world);
    expect(hello).toEqual({
      type: "hello",
      client: "tab-5f3a9c01",
      have: { match_id: MATCH, epoch: 1, rev: 4 },
      last_seq: 1,
    });
    world.line.say(welcome(1));
    expect(world.line.commands()).toEqual([]);
    world.line.say(update(5), { view: 5 });
    world.line.say(update(6), { view: 6 });
    expect(view()).toBe(6);
  });

  test("is asked for again when the server forgot the session", async () => {
    const { world, client } = await atTable();
    client.command(ACT, { cell: 8 });
    await lineBreaks(world);
    world.line.say(welcome(null));
    expect(world.line.commands()).toEqual(["act", "open_table"]);
    expect(world.line.seqs()).toEqual([2, 3]);
    expect(client.looking.look.value.kind).toBe("open");
  });

  test("that doesn't exist is said so", async () => {
    const { world, client } = await welcomed();
    client.looking.open("nowhere1");
    world.line.say({ type: "error", seq: 1, code: "unknown_table", reason: "There is no such table." });
    await settle();
    expect(client.looking.look.value).toMatchObject({ kind: "refused", refusal: { code: "unknown_table" } });
  });

  test("that closes is said so", async () => {
    const { world, client } = await atTable();
    world.line.say({ type: "table_closed", table: TABLE, reason: "Everybody left this table." });
    expect(client.looking.look.value).toEqual({ kind: "closed", table: TABLE, reason: "Everybody left this table." });
  });

  test("is not disturbed by news of another", async () => {
    const { world, client } = await atTable();
    client.looking.close();
    world.line.say(table());
    world.line.say(update(7), { view: 7 });
    expect(client.looking.look.value.kind).toBe("nowhere");
    expect(client.looking.matches.value.size).toBe(0);
  });
});

describe("the lobby", () => {
  const OPEN = tableOf({ table: "open0001", phase: "gathering" });

  test("is seen while it is watched, and not after", async () => {
    const { world, client } = await welcomed();
    client.lobby.watch();
    world.line.say(lobbyOf({ whole: true, tables: [OPEN] }));
    expect(client.lobby.state.value?.tables).toEqual([OPEN]);
    client.lobby.unwatch();
    world.line.say(lobbyOf({ whole: true, tables: [OPEN] }));
    expect(client.lobby.state.value).toBeNull();
    expect(world.line.commands()).toEqual(["watch_lobby", "unwatch_lobby"]);
  });

  test("is asked for again when the server forgot the session, and only then", async () => {
    const { world, client } = await welcomed();
    client.lobby.watch();
    world.line.say({ type: "ok", seq: 1 });
    await lineBreaks(world);
    world.line.say(welcome(1));
    expect(world.line.commands()).toEqual([]);
    await lineBreaks(world);
    world.line.say(welcome(null));
    expect(world.line.commands()).toEqual(["watch_lobby"]);
  });

  test("is asked for once, when the wish had not left yet", async () => {
    const { world, client } = await setUp();
    client.lobby.watch();
    world.line.say(welcome(null));
    expect(world.line.commands()).toEqual(["watch_lobby"]);
  });
});

describe("waiting for a partner", () => {
  const BLITZ = { title: "chess", options: { chess960: false }, label: "Chess 5+3" };

  async function waiting() {
    const { world, client } = await welcomed();
    client.seeking.seek(BLITZ);
    world.line.say({ type: "ok", seq: 1 });
    await settle();
    return { world, client, kind: () => client.seeking.state.value.kind };
  }

  test("ends at the table where one was found", async () => {
    const { world, client } = await waiting();
    expect(world.line.heard.at(-1)?.message).toMatchObject({
      command: { type: "seek", title: "chess", options: { chess960: false } },
    });
    world.line.say({ type: "seated", table: TABLE });
    expect(client.seeking.state.value).toEqual({ kind: "seated", table: TABLE });
  });

  test("ends when the server says so, with its reason", async () => {
    const { world, client } = await waiting();
    world.line.say({ type: "seek_ended", code: "seek_replaced", reason: "You are waiting in another tab." });
    expect(client.seeking.state.value).toMatchObject({ kind: "ended", refusal: { code: "seek_replaced" } });
  });

  test("ends when it is refused", async () => {
    const { world, client } = await welcomed();
    client.seeking.seek(BLITZ);
    world.line.say({ type: "error", seq: 1, code: "already_playing", reason: "You are in the middle of a match." });
    await settle();
    expect(client.seeking.state.value).toMatchObject({ kind: "ended", refusal: { code: "already_playing" } });
  });

  test("ends by a change of mind; a table found meanwhile still counts", async () => {
    const { world, client, kind } = await waiting();
    client.seeking.cancel();
    expect(kind()).toBe("idle");
    expect(world.line.commands()).toEqual(["seek", "cancel_seek"]);
    world.line.say({ type: "seated", table: TABLE });
    expect(kind()).toBe("seated");
  });

  test("for something else is not ended by the end of the first", async () => {
    const { world, client, kind } = await waiting();
    client.seeking.seek({ ...BLITZ, label: "Chess 10+5" });
    world.line.say({ type: "seek_ended", code: "seek_left", reason: "You left the queue." });
    expect(kind()).toBe("seeking");
    expect(world.line.commands()).toEqual(["seek", "cancel_seek", "seek"]);
    world.line.say({ type: "ok", seq: 2 });
    world.line.say({ type: "ok", seq: 3 });
    await settle();
    world.line.say({ type: "seek_ended", code: "seek_left", reason: "You left the queue." });
    expect(kind()).toBe("ended");
  });

  test("goes on when the server forgot the session", async () => {
    const { world, kind } = await waiting();
    await lineBreaks(world);
    world.line.say(welcome(null));
    expect(world.line.commands()).toEqual(["seek"]);
    expect(kind()).toBe("seeking");
  });
});

test("the server's clock is known from welcome and pong", async () => {
  const { world, client } = await setUp();
  await world.pass(100);
  world.line.say(welcome(null, 5_050)); // asked at 0, answered at 100
  expect(client.now()).toBe(5_100);
  client.wake();
  const ping = world.line.heard.at(-1)!.message;
  await world.pass(10);
  world.line.say({ type: "pong", echo: ping.type === "ping" ? ping.echo : -1, now_ms: 5_113 });
  expect(client.now()).toBe(5_118);
});

test("a notice is shown until the next welcome", async () => {
  const { world, client } = await welcomed();
  world.line.say({ type: "notice", code: "stopping", reason: "The server is about to stop." });
  expect(client.notice.value?.code).toBe("stopping");
  world.line.breaks(1012);
  await world.passToTimer();
  world.line.open();
  world.line.say(welcome(null));
  expect(client.notice.value).toBeNull();
});

test("a match that the server can't show is told as such until it is shown, and leaves the session alone", async () => {
  const { world, client } = await welcomed();
  client.looking.open(TABLE);
  world.line.say({ type: "ok", seq: 1 });
  world.line.say(table());
  world.line.say({ type: "error", code: "storage_unavailable", reason: "The server can't store moves just now." });
  expect(client.looking.unseen.value?.code).toBe("storage_unavailable");
  expect(client.notice.value).toBeNull();
  world.line.say(update(3));
  expect(client.looking.unseen.value).toBeNull();
});
