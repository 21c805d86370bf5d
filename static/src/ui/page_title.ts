/** What the browser's tab says: the page's title, and by a number and a mark on the icon that a game waits for the player. */
import { useEffect } from "preact/hooks";
import calm from "../style/icon.svg";
import marked from "../style/icon_turn.svg";

/** `waiting`: how many games wait for who looks at the page. */
export function usePageTitle(title: string, waiting = 0): void {
  useEffect(() => {
    document.title = waiting > 0 ? `(${waiting}) ${title}` : title;
    const icon = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
    const href = waiting > 0 ? marked : calm;
    // A browser fetches an icon again whenever it is set.
    if (icon !== null && icon.getAttribute("href") !== href) {
      icon.href = href;
    }
  }, [title, waiting]);
}
