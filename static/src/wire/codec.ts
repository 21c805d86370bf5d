/**
 * Bytes to messages and back. A message is the envelope, a MessagePack map, followed directly by the title's payload,
 * a second value, where its type has one. This file knows the types of messages and nothing of what they lead to.
 */
import { Decoder, encode } from "@msgpack/msgpack";
import type { ClientMessage, ServerMessage } from "./generated";

/** The websocket subprotocol that speaks this encoding. */
export const SUBPROTOCOL = "turnwheel.v1.msgpack";

/** A server's message as read, with the title's payload where it came with one. */
export interface Inbound {
  message: ServerMessage;
  payload: unknown;
}

/** One for all messages: at sixty frames a second a new one for each would be most of the work. */
const decoder = new Decoder();

/** Every type there is; the compiler misses none. */
const SERVER_TYPES: Record<ServerMessage["type"], true> = {
  welcome: true,
  ok: true,
  error: true,
  table: true,
  table_closed: true,
  lobby: true,
  seated: true,
  seek_ended: true,
  update: true,
  frame: true,
  notice: true,
  pong: true,
};

/** Writes a client's message; `payload` follows it when it is given. */
export function encodeMessage(message: ClientMessage, payload?: unknown): Uint8Array<ArrayBuffer> {
  const envelope = encode(message, { ignoreUndefined: true });
  if (payload === undefined) {
    return envelope;
  }
  const body = encode(payload, { ignoreUndefined: true });
  const bytes = new Uint8Array(envelope.length + body.length);
  bytes.set(envelope);
  bytes.set(body, envelope.length);
  return bytes;
}

/**
 * Reads a server's message. `null` for one of a type this client doesn't know, which the protocol asks to ignore, and
 * for bytes that are no message at all, which a newer server may have its reasons to send.
 */
export function decodeMessage(bytes: Uint8Array): Inbound | null {
  let values: unknown[];
  try {
    values = [...decoder.decodeMulti(bytes)];
  } catch {
    return null;
  }
  const [message, payload] = values;
  return isServerMessage(message) ? { message, payload } : null;
}

function isServerMessage(value: unknown): value is ServerMessage {
  return (
    typeof value === "object" &&
    value !== null &&
    "type" in value &&
    typeof value.type === "string" &&
    Object.hasOwn(SERVER_TYPES, value.type)
  );
}
