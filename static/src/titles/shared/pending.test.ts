/** A move on its way: until when it is shown. */
import { expect, test, vi } from "vitest";
import { Pending } from "./pending";

/** A host whose answers the test gives. */
function server() {
  const answers: { take: () => void; refuse: () => void }[] = [];
  const act = () =>
    new Promise<void>((resolve, reject) => {
      answers.push({ take: resolve, refuse: () => reject(new Error("no")) });
    });
  return { host: { act, now: () => 0 }, answers };
}

test("a move is on its way until the position is another", () => {
  const pending = new Pending<string>(server().host, () => {});
  pending.send("a", 3, "before");
  expect(pending.action).toBe("a");
  pending.see(4, "before", false);
  expect(pending.action).toBe("a");
  pending.see(5, "after", false);
  expect(pending.action).toBeNull();
});

test("a refused move is taken back at once", async () => {
  const { host, answers } = server();
  const refused = vi.fn();
  const pending = new Pending<string>(host, refused);
  pending.send("a", 3, "before");
  answers[0]?.refuse();
  await vi.waitFor(() => expect(refused).toHaveBeenCalledOnce());
  expect(pending.action).toBeNull();
});

test("a late refusal does not take the next move back", async () => {
  const { host, answers } = server();
  const refused = vi.fn();
  const pending = new Pending<string>(host, refused);
  pending.send("a", 3, "before");
  pending.see(5, "after", false);
  pending.send("b", 5, "after");
  answers[0]?.refuse();
  await Promise.resolve();
  expect(pending.action).toBe("b");
  expect(refused).not.toHaveBeenCalled();
});

test("a move that was taken and undone while we were away is not on its way", async () => {
  const { host, answers } = server();
  const pending = new Pending<string>(host, () => {});
  pending.send("a", 3, "before");
  answers[0]?.take();
  await Promise.resolve();
  pending.see(3, "before", false);
  expect(pending.action).toBe("a");
  pending.see(9, "before", false);
  expect(pending.action).toBeNull();
});

test("nothing is on its way when the match is over", () => {
  const pending = new Pending<string>(server().host, () => {});
  pending.send("a", 3, "before");
  pending.see(4, "before", true);
  expect(pending.action).toBeNull();
});
