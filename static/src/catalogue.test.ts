/** The order in which a visitor is shown the titles. */
import { expect, test } from "vitest";
import { bestFirst } from "./catalogue";
import type { Title } from "./net/http";

function title(name: string, view: boolean, presets: string[]): Title {
  return {
    name,
    label: name,
    summary: "",
    rules_version: 1,
    seats: 2,
    real_time: false,
    bot: null,
    courtesies: [],
    sides: [],
    presets: presets.map((label) => ({ label, options: {} })),
    view,
    options: {},
    defaults: {},
  };
}

test("what can be played at once in most ways comes first, what has no board of its own last", () => {
  const [duel, line] = [title("duel", false, ["a", "b", "c", "d"]), title("line", true, [""])];
  const titles = [duel, line, title("chess", true, ["a", "b"])];
  expect(bestFirst(titles).map(({ name }) => name)).toEqual(["chess", "line", "duel"]);
});

test("else the server's order stays", () => {
  const titles = [title("b", true, [""]), title("a", true, [""]), title("c", true, [""])];
  expect(bestFirst(titles).map(({ name }) => name)).toEqual(["b", "a", "c"]);
});
