/** The byte files under docs/protocol, which Rust's tests read too, are read and written here the same way. */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { decodeMulti, encode } from "@msgpack/msgpack";
import { describe, expect, test } from "vitest";
import { decodeMessage, encodeMessage } from "./codec";
import type { ClientMessage } from "./generated";

const ROOT = fileURLToPath(new URL("../../../docs/protocol/", import.meta.url));

interface Example {
  name: string;
  bytes: Uint8Array;
  envelope: Record<string, unknown>;
  payload: unknown;
}

function examples(side: "client" | "server"): Example[] {
  const names = readdirSync(`${ROOT}${side}`);
  return names
    .filter((file) => file.endsWith(".msgpack"))
    .map((file) => {
      const name = file.replace(".msgpack", "");
      const { payload, ...envelope } = JSON.parse(readFileSync(`${ROOT}${side}/${name}.json`, "utf8"));
      return { name, bytes: new Uint8Array(readFileSync(`${ROOT}${side}/${file}`)), envelope, payload };
    });
}

describe("what a client says", () => {
  test.each(examples("client"))("$name reads as its JSON does", ({ bytes, envelope, payload }) => {
    expect([...decodeMulti(bytes)]).toEqual(payload === undefined ? [envelope] : [envelope, payload]);
  });

  test.each(examples("client"))("$name is written byte for byte", ({ bytes }) => {
    // The example's own reading keeps the order of its fields, which JSON files sort.
    const [envelope, payload] = [...decodeMulti(bytes)];
    expect(encodeMessage(envelope as ClientMessage, payload)).toEqual(bytes);
  });

  test("a field that is not set is left out, not sent as null", () => {
    const hello = { type: "hello", client: "tab-5f3a9c01", have: undefined } as unknown as ClientMessage;
    expect([...decodeMulti(encodeMessage(hello))]).toEqual([{ type: "hello", client: "tab-5f3a9c01" }]);
  });
});

describe("what a server says", () => {
  test.each(examples("server"))("$name reads as its JSON does", ({ bytes, envelope, payload }) => {
    const read = decodeMessage(bytes);
    expect(read?.message).toEqual(envelope);
    expect(read?.payload).toEqual(payload);
  });

  test("a type this client doesn't know is ignored", () => {
    expect(decodeMessage(encode({ type: "weather", sky: "blue" }))).toBeNull();
  });

  test("a field this client doesn't know does no harm", () => {
    const read = decodeMessage(encode({ type: "pong", echo: 1, now_ms: 2, mood: "fine" }));
    expect(read?.message).toMatchObject({ type: "pong", echo: 1, now_ms: 2 });
  });

  test.each([
    ["nothing", new Uint8Array()],
    ["half a message", encode({ type: "pong", echo: 1 }).slice(0, 6)],
    ["a number", encode(7)],
    ["a map without a type", encode({ echo: 1 })],
  ])("%s is no message", (_, bytes) => {
    expect(decodeMessage(bytes)).toBeNull();
  });
});
