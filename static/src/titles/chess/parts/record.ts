/** The finished game to take along: as a file, or on the clipboard. */
import { element } from "../../shared/dom";
import { wordButton } from "./icons";

/** How long a button says that it has copied. */
const COPIED_MS = 2_500;

/** A file's text and name. */
export interface File {
  name: string;
  text: string;
}

export class RecordButtons {
  readonly element: HTMLElement;
  private readonly copier: HTMLButtonElement;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly document: Document,
    private readonly file: () => File | null,
    private readonly say: (text: string) => void,
  ) {
    this.copier = wordButton(document, "Copy PGN", () => void this.copy());
    const downloader = wordButton(document, "Download PGN", () => this.download());
    this.element = element(document, "div", "chess-record", downloader, this.copier);
  }

  stop(): void {
    clearTimeout(this.timer);
  }

  private download(): void {
    const file = this.file();
    if (file === null) {
      return;
    }
    const { name, text } = file;
    const address = URL.createObjectURL(new Blob([text], { type: "application/x-chess-pgn" }));
    const link = element(this.document, "a", "");
    link.href = address;
    link.download = name;
    link.click();
    // The browser has taken it when the press is over.
    setTimeout(() => URL.revokeObjectURL(address), 0);
  }

  private async copy(): Promise<void> {
    const text = this.file()?.text ?? "";
    const done = (await withPermission(this.document, text)) || this.theOldWay(text);
    this.copier.textContent = done ? "Copied" : "Can't copy: download it";
    this.say(done ? "The game was copied." : "The browser doesn't allow copying.");
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.copier.textContent = "Copy PGN";
    }, COPIED_MS);
  }

  /** Where the clipboard isn't allowed, as on a page without encryption. */
  private theOldWay(text: string): boolean {
    const area = element(this.document, "textarea", "chess-unseen");
    area.value = text;
    this.element.append(area);
    area.select();
    const done = this.document.execCommand("copy");
    area.remove();
    this.copier.focus();
    return done;
  }
}

async function withPermission(document: Document, text: string): Promise<boolean> {
  try {
    await document.defaultView?.navigator.clipboard.writeText(text);
    return document.defaultView !== null;
  } catch {
    return false;
  }
}
