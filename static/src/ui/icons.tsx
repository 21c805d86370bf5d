/** The few signs that stand beside words: drawn here, in the colour of the text, never the only thing that tells. */
const PATHS = {
  undo: "M8 5 4 9l4 4M4.5 9H12a4.5 4.5 0 0 1 0 9H8",
  draw: "M7 4v7M5 5.5 7 4M4 20 20 4M14 15.2c.4-1.4 4.4-1.6 4.4.5 0 1.6-4.4 2.6-4.4 4.3h4.6",
  time: "M12 5a7.5 7.5 0 1 0 7.4 6.3M12 8.5V13l2.6 1.6M19 2.5v6M16 5.5h6",
  pause: "M8.5 5.5v13M15.5 5.5v13",
  flag: "M6 21V4.5M6 5c4-2.5 7 2 12 0v8.5c-5 2-8-2.5-12 0",
  cross: "M6 6l12 12M18 6 6 18",
  low: "M7 3.5h10M7 20.5h10M8 3.5c0 5 8 5.5 8 8.5s-8 3.5-8 8.5M16 3.5c0 5-8 5.5-8 8.5s8 3.5 8 8.5",
  sliders:
    "M4 8h8M18 8h2M4 16h2M12 16h8M12.5 8a2.5 2.5 0 1 0 5 0 2.5 2.5 0 1 0-5 0M6.5 16a2.5 2.5 0 1 0 5 0 2.5 2.5 0 1 0-5 0",
  first: "M6 5v14M18 6l-8 6 8 6",
  previous: "M15 6l-7 6 7 6",
  play: "M8 5.5v13l10.5-6.5z",
  next: "M9 6l7 6-7 6",
  last: "M18 5v14M6 6l8 6-8 6",
  eye: "M2.5 12c4.5-8 14.5-8 19 0-4.5 8-14.5 8-19 0M12 9.2a2.8 2.8 0 1 0 .01 0",
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}
