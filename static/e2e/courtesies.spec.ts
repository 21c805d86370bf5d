/** What two people at a board expect of each other: draws, taking back, pauses, time, and leaving in style or without. */
import { plays, twoAtChess } from "./chess_people";
import { expect, test, twoAtATable } from "./people";

/** A story in which somebody waits for the grace of one who is gone, half a minute. */
const PATIENT_MS = 90_000;

test("a draw is offered, declined, offered again after a move, and agreed", async ({ people }) => {
  const [white, black] = await twoAtChess(people);
  await plays([white, black], "e4 e5");
  await white.tab.press("Offer draw");
  await expect(white.page.getByRole("button", { name: "Withdraw draw" })).toBeVisible();
  await black.tab.press("Decline draw");
  await expect(white.page.getByRole("button", { name: "Withdraw draw" })).toHaveCount(0);
  await expect(white.page.getByRole("button", { name: "Offer draw" })).toHaveAttribute("aria-disabled", "true");
  await plays([white, black], "Nf3 Nc6", 2);
  await white.tab.press("Offer draw");
  await black.tab.press("Accept draw");
  await white.tab.says("Draw");
  await black.tab.says("Draw");
  await expect(black.tab.detail).toHaveText(/agree/i);
});

test("a move is taken back by consent, and not without", async ({ people }) => {
  const [white, black] = await twoAtChess(people);
  await plays([white, black], "e4 e5 Nf3");
  await white.tab.press("Take back");
  await black.tab.press("Decline take-back");
  await white.stands("f3", "white knight");
  await expect(white.page.getByRole("button", { name: "Take back", exact: true })).toHaveAttribute("aria-disabled", "true");
  await plays([white, black], "Nc6 Bc4", 3);
  await white.tab.press("Take back");
  await black.tab.press("Accept take-back");
  await white.tab.says("Your turn");
  await white.stands("f1", "white bishop");
  await black.stands("f1", "white bishop");
  await plays([white, black], "Bb5", 4);
});

test("a game that has hardly begun can be aborted", async ({ people }) => {
  const [white, black] = await twoAtChess(people);
  await white.types("e4");
  await black.stands("e4", "white pawn");
  await black.tab.press("Abort");
  for (const { tab } of [white, black]) {
    await expect(tab.headline).toHaveText(/abort|called off|no result/i);
  }
});

test("to resign takes a second word", async ({ people }) => {
  const [white, black] = await twoAtChess(people);
  await plays([white, black], "e4 e5");
  await white.tab.press("Resign");
  await white.tab.press("Play on");
  await white.tab.press("Resign");
  await white.tab.press("Yes, resign");
  await white.tab.says("You lost");
  await black.tab.says("You won");
  await expect(black.tab.detail).toHaveText(/resign/i);
});

test("who lets the time run out loses on time", async ({ people }) => {
  const [white, black] = await twoAtChess(people, { kind: "sudden_death", base_s: 3 });
  await plays([white, black], "e4 e5");
  await expect(white.clock("below")).toContainText(/^(little time: )?0:0[0-2]\.\d/);
  await white.tab.says("You lost");
  await black.tab.says("You won");
  await expect(black.tab.detail).toHaveText(/time/i);
  await expect(black.clock("above")).toContainText("0:00.0");
});

test("a pause stops the clocks for both, and time can be given", async ({ people }) => {
  const [white, black] = await twoAtChess(people, { kind: "sudden_death", base_s: 600 });
  await plays([white, black], "e4 e5");
  await black.tab.press("Give 15 seconds");
  await expect(white.clock("below")).toContainText(/^10:1/);
  await white.tab.press("Pause");
  await black.tab.press("Accept pause");
  await expect(white.page.getByText("The clocks stand still.")).toBeVisible();
  await expect(white.clock("below")).toHaveAttribute("data-running", "false");
  await white.tab.press("Resume");
  await expect(black.page.getByText("The clocks stand still.")).toHaveCount(0);
  await white.clockRuns("below");
});

test("the win can be claimed of one who closed the laptop", async ({ people }) => {
  test.setTimeout(PATIENT_MS);
  const [white, black] = await twoAtChess(people, { kind: "sudden_death", base_s: 600 });
  await plays([white, black], "e4 e5 Nf3");
  const name = await black.tab.name();
  await black.page.close();
  await expect(white.page.getByText(`${name} left. You can claim the win in`)).toBeVisible();
  await white.page.getByRole("button", { name: "Claim the win" }).click({ timeout: PATIENT_MS });
  await white.tab.says("You won");
  await expect(white.tab.detail).toHaveText(/left/i);
});

test("a board game without a clock knows the courtesies that make sense in it", async ({ people }) => {
  const [ann, bob] = await twoAtATable(people);
  await ann.play(4);
  await bob.play(0);
  await ann.play(8);
  await expect(ann.page.getByRole("button", { name: "Give 15 seconds" })).toHaveCount(0);
  await ann.press("Take back");
  await bob.press("Accept take-back");
  await bob.sees(8, /empty$/);
  await ann.says("Your turn");
});
