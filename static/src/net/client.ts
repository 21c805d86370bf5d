/**
 * One player's session with the server: who we are, the commands we gave, the table we look at and its matches, the
 * lobby and the wait for a partner. It turns messages into signals that pages read, and survives the connection. It
 * knows no page and no title.
 */
import { batch, signal } from "@preact/signals-core";
import { REFUSALS_BEFORE_GUEST } from "../limits";
import { decodeMessage, encodeMessage } from "../wire/codec";
import type { ClientId, Command, PlayerId, ServerMessage } from "../wire/generated";
import { ServerClock } from "./clock";
import { type Commander, Commands, type Done } from "./commands";
import { LobbyWatch } from "./lobby";
import { Lines } from "./lines";
import { Looking } from "./looking";
import { matchNow, type MatchState, type Update } from "./matches";
import { Refusal } from "./refusal";
import { Seeking } from "./seeking";
import { Socket, type SocketState, type World } from "./socket";

/** Who we are to the server. */
export interface Me {
  player: PlayerId;
  name: string;
}

/** Something the server wants known. */
export interface Notice {
  code: string;
  reason: string;
}

/** What a client needs from outside. */
export interface ClientWorld extends World {
  /** Gets or renews the token that the websocket wants to see. */
  becomeGuest(): Promise<unknown>;
}

export class Client implements Commander {
  readonly connection = signal<SocketState>({ kind: "connecting" });
  readonly me = signal<Me | null>(null);
  readonly notice = signal<Notice | null>(null);
  /** How many commands wait for their answer. */
  readonly unanswered = signal(0);
  readonly looking = new Looking(this, () => this.lines.close());
  readonly lobby = new LobbyWatch(this);
  readonly lines: Lines;
  readonly seeking = new Seeking(this, () => this.now());

  private readonly socket: Socket;
  private readonly clock = new ServerClock();
  private readonly commands = new Commands();
  private isGuest = false;
  /** Between `welcome` and the end of its connection; only then commands may leave. */
  private welcomed = false;
  private helloAt = 0;

  constructor(
    private readonly world: ClientWorld,
    private readonly id: ClientId,
  ) {
    this.socket = new Socket(world, {
      prepare: (refused) => this.prepare(refused),
      opened: () => this.hello(),
      received: (bytes) => this.received(bytes),
      ping: () => this.ping(),
      changed: (state) => this.connectionChanged(state),
    });
    this.lines = new Lines({
      now: () => world.now(),
      send: (message, payload) => this.welcomed && this.socket.send(encodeMessage(message, payload), false),
      ping: () => this.welcomed && this.socket.send(this.ping()),
    });
  }

  /** Connects, and stays connected. */
  start(): void {
    this.socket.start();
  }

  /** The page is seen again, or the network came or went. */
  wake(): void {
    this.socket.wake();
  }

  /** The server's clock, in milliseconds. */
  now(): number {
    return this.clock.at(this.world.now());
  }

  /** The match's own time, in milliseconds. */
  matchNow(match: MatchState): number {
    return matchNow(match, this.now());
  }

  /**
   * Gives a command: it resolves when the server did it and rejects with a `Refusal` when it did not. It outlives the
   * connection: it is sent, or sent again, as soon as there is one, and done once.
   */
  command(command: Command, payload?: unknown): Promise<Done> {
    const answer = this.commands.add(command, payload);
    this.flush();
    return answer;
  }

  has(test: (command: Command) => boolean): boolean {
    return this.commands.has(test);
  }

  private ping(): Uint8Array<ArrayBuffer> {
    return encodeMessage({ type: "ping", echo: Math.round(this.world.now()) });
  }

  private async prepare(refused: number): Promise<void> {
    if (!this.isGuest || refused >= REFUSALS_BEFORE_GUEST) {
      await this.world.becomeGuest();
      this.isGuest = true;
    }
  }

  private connectionChanged(state: SocketState): void {
    this.welcomed = false;
    this.connection.value = state;
  }

  private hello(): void {
    this.helloAt = this.world.now();
    const have = this.looking.have();
    const last_seq = this.commands.last;
    this.socket.send(
      encodeMessage({ type: "hello", client: this.id, ...(have && { have }), ...(last_seq > 0 && { last_seq }) }),
    );
  }

  private received(bytes: Uint8Array): void {
    const inbound = decodeMessage(bytes);
    if (inbound === null) {
      return;
    }
    const { message, payload } = inbound;
    if (message.type === "frame") {
      // At sixty a second frames go the shortest way: no signal tells of them.
      this.lines.framed(message, payload);
    } else {
      batch(() => this.handle(message, payload));
    }
  }

  private handle(message: Exclude<ServerMessage, { type: "frame" }>, payload: unknown): void {
    switch (message.type) {
      case "welcome":
        this.clock.learn(this.helloAt, this.world.now(), message.now_ms);
        this.me.value = { player: message.player, name: message.name };
        this.notice.value = null;
        this.resume(message.last_seq);
        break;
      case "ok":
        this.commands.done(message.seq, {
          ...(message.table !== undefined && { table: message.table }),
          ...(message.rev !== undefined && { rev: message.rev }),
        });
        this.flush();
        break;
      case "error":
        this.refused(message.seq, new Refusal(message.code, message.reason));
        break;
      case "lobby":
        this.lobby.received(message);
        break;
      case "seated":
        this.seeking.seated(message.table);
        break;
      case "seek_ended":
        this.seeking.ended(new Refusal(message.code, message.reason));
        break;
      case "table":
      case "table_closed":
        this.looking.received(message, payload);
        break;
      case "update":
        this.updated(message, payload);
        break;
      case "notice":
        this.notice.value = { code: message.code, reason: message.reason };
        break;
      case "pong":
        this.clock.learn(message.echo, this.world.now(), message.now_ms);
        this.lines.ponged(message.echo);
        break;
    }
  }

  /** An update that brings nothing new is none for the line either. */
  private updated(message: Update, payload: unknown): void {
    const before = this.looking.matches.peek().get(message.match_id);
    this.looking.received(message, payload);
    const match = this.looking.matches.peek().get(message.match_id);
    if (match !== undefined && match !== before) {
      this.lines.updated(match);
    }
  }

  /** Takes the session up: what was not answered is sent again, and what the server forgot is asked for again. */
  private resume(last_seq: number | null): void {
    const forgotten = this.commands.forgotten(last_seq);
    this.welcomed = true;
    this.commands.welcomed(last_seq);
    this.lines.resumed();
    if (forgotten) {
      this.looking.forgotten();
      this.lobby.forgotten();
      this.seeking.forgotten();
    }
    this.flush();
  }

  private refused(seq: number | undefined, refusal: Refusal): void {
    if (seq === undefined && this.welcomed && this.looking.refused(refusal)) {
      return;
    }
    if (seq === undefined) {
      this.notice.value = { code: refusal.code, reason: refusal.reason };
      if (!this.welcomed) {
        this.socket.redial();
      }
    } else if (!this.commands.refused(seq, refusal)) {
      this.socket.redial();
    } else if (refusal.code !== "seq_gap") {
      this.flush();
    }
  }

  /** Sends what may leave now. */
  private flush(): void {
    if (this.welcomed) {
      for (const entry of this.commands.ready()) {
        const { seq, command, payload } = entry;
        if (!this.socket.send(encodeMessage({ type: "command", seq, command }, payload))) {
          break;
        }
        this.commands.left(entry);
      }
    }
    this.unanswered.value = this.commands.count;
  }
}
