/** The promise at the top of tokens.css: text keeps 4.5:1 on every ground, marks and borders of controls 3:1. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

const css = readFileSync(fileURLToPath(new URL("./tokens.css", import.meta.url)), "utf8");
const [light = "", dark = ""] = css.split("@media (prefers-color-scheme: dark)");

const TEXT: [string, string][] = [
  ["ink", "ground"],
  ["ink", "raised"],
  ["ink", "tint"],
  ["ink", "accent-tint"],
  ["ink-soft", "ground"],
  ["ink-soft", "raised"],
  ["ink-soft", "tint"],
  ["ink-soft", "accent-tint"],
  ["accent", "ground"],
  ["accent", "raised"],
  ["accent", "accent-tint"],
  ["on-accent", "accent"],
  ["on-accent", "accent-strong"],
  ["danger", "raised"],
  ["danger", "tint"],
  ["seat-0", "tint"],
  ["seat-1", "tint"],
  ["seat-2", "tint"],
  ["seat-3", "tint"],
  ["ground", "ink"],
];

const MARKS: [string, string][] = [
  ["control-line", "raised"],
  ["focus", "ground"],
  ["focus", "raised"],
  ["good", "ground"],
  ["good", "raised"],
  ["waiting", "ground"],
  ["seat-0", "ground"],
  ["seat-1", "ground"],
];

describe.each([
  ["light", light],
  ["dark", dark],
])("%s", (_, scheme) => {
  test.each(TEXT)("text: %s on %s", (ink, ground) => {
    expect(contrast(colour(scheme, ink), colour(scheme, ground))).toBeGreaterThanOrEqual(4.5);
  });

  test.each(MARKS)("mark: %s on %s", (mark, ground) => {
    expect(contrast(colour(scheme, mark), colour(scheme, ground))).toBeGreaterThanOrEqual(3);
  });
});

function colour(scheme: string, name: string): number[] {
  const hex = new RegExp(`--${name}: #([0-9a-f]{6});`).exec(scheme)?.[1];
  if (hex === undefined) {
    throw new Error(`no colour --${name}`);
  }
  return [0, 2, 4].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255);
}

/** As WCAG 2 defines it. */
function contrast(one: number[], other: number[]): number {
  const [dim = 0, bright = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (bright + 0.05) / (dim + 0.05);
}

function luminance(channels: number[]): number {
  const [red = 0, green = 0, blue = 0] = channels.map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
