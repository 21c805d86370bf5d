/**
 * A list that holds still while somebody is about to press something in it: what is new comes at its end, what is gone
 * stays in its place and says so. Pure but for the hook at the end.
 */
import { useRef, useState } from "preact/hooks";
import type { TableState } from "../wire/generated";

export interface Row {
  table: TableState;
  /** It is no longer in the list. */
  gone: boolean;
}

/** The rows to show after the list has become `tables`; `held`: those before stay where they are. */
export function steadyRows(before: Row[], tables: TableState[], held: boolean): Row[] {
  const fresh = (table: TableState) => ({ table, gone: false });
  if (!held) {
    return tables.map(fresh);
  }
  const now = new Map(tables.map((table) => [table.table, table]));
  const shown = new Set(before.map(({ table }) => table.table));
  const stays = before.map(({ table }) => {
    const known = now.get(table.table);
    return known === undefined ? { table, gone: true } : fresh(known);
  });
  return [...stays, ...tables.filter(({ table }) => !shown.has(table)).map(fresh)];
}

/** Handlers for the list's element: a mouse over it, or the focus in it, holds it. */
interface Holding {
  onPointerEnter: (event: PointerEvent) => void;
  onPointerLeave: () => void;
  onFocusIn: () => void;
  onFocusOut: () => void;
}

export function useSteady(tables: TableState[]): { rows: Row[]; holding: Holding } {
  const kept = useRef<Row[]>([]);
  const [pointed, setPointed] = useState(false);
  const [focused, setFocused] = useState(false);
  kept.current = steadyRows(kept.current, tables, pointed || focused);
  return {
    rows: kept.current,
    holding: {
      // A finger doesn't hover: it enters and leaves with each touch.
      onPointerEnter: (event) => setPointed(event.pointerType === "mouse"),
      onPointerLeave: () => setPointed(false),
      onFocusIn: () => setFocused(true),
      onFocusOut: () => setFocused(false),
    },
  };
}
