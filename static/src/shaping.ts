/** The worse network of `?net`, by the browser's own clock and chance: loaded only where it is asked for. */
import { Shaping } from "./net/shaping";

export const shaping = new Shaping({
  now: () => performance.now(),
  random: () => Math.random(),
  after: (ms, run) => setTimeout(run, ms),
});
