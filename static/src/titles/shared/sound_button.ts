/** The button that switches a title's sounds on and off. Its looks are in sound_button.css. */
import { drawn, element } from "./dom";
import type { Sound } from "./sound";

const SPEAKER = "M4 9.5v5h3.5L12 18.5v-13L7.5 9.5z";
const WAVES = "M15.5 9a4.5 4.5 0 0 1 0 6 M18 6.5a8 8 0 0 1 0 11";
const CROSS = "M16 9.5l5 5 M21 9.5l-5 5";

export function soundButton(document: Document, sound: Sound<string>): HTMLButtonElement {
  const path = drawn(document, "path", {});
  const icon = drawn(document, "svg", { viewBox: "0 0 24 24", "aria-hidden": "true" }, path);
  const button = element(document, "button", "sound-button", icon);
  button.type = "button";
  button.title = "Sound";
  button.setAttribute("aria-label", "Sound");
  const show = () => {
    path.setAttribute("d", `${SPEAKER} ${sound.on ? WAVES : CROSS}`);
    button.setAttribute("aria-pressed", String(sound.on));
  };
  button.addEventListener("click", () => {
    sound.toggle();
    show();
  });
  show();
  return button;
}
