/** Walking over a grid of cells with the keyboard, where one cell alone is a stop of the Tab key. */

/**
 * The cell that a key leads to from this one, cells being numbered row by row; the same at the edge, null for a key
 * that leads nowhere. In a single row, the keys that lead up and down are left to the page.
 */
export function cellAfter(cell: number, key: string, columns: number, rows: number): number | null {
  const row = Math.floor(cell / columns);
  const column = cell % columns;
  switch (key) {
    case "ArrowUp":
      return rows === 1 ? null : Math.max(0, row - 1) * columns + column;
    case "ArrowDown":
      return rows === 1 ? null : Math.min(rows - 1, row + 1) * columns + column;
    case "ArrowLeft":
      return row * columns + Math.max(0, column - 1);
    case "ArrowRight":
      return row * columns + Math.min(columns - 1, column + 1);
    case "Home":
      return row * columns;
    case "End":
      return row * columns + columns - 1;
    default:
      return null;
  }
}

/** Whether a key is pressed on its own; with others it is the browser's. */
export function isPlain(event: KeyboardEvent): boolean {
  return !event.ctrlKey && !event.metaKey && !event.altKey;
}

/** Makes one of the elements the only stop of the Tab key. */
export function rove(elements: readonly HTMLElement[], to: number): void {
  elements.forEach((element, index) => {
    element.tabIndex = index === to ? 0 : -1;
  });
}
