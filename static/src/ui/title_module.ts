/** Fetches a title's view module at run time, and falls back on the generic view for titles without one. */
import { useEffect, useState } from "preact/hooks";
import mountGeneric from "../generic/view";
import type { Title } from "../net/http";
import type { TitleModule } from "../view";

const GENERIC: TitleModule = { default: mountGeneric };

/** The modules asked for so far, by title; a page sees few titles in its life. */
const modules = new Map<string, Promise<TitleModule>>();

/**
 * A title's view module; null while it is on its way. `title` is what the server says of it, undefined while that is
 * not known yet, null if it is not listed, in which case its module is tried.
 */
export function useTitleModule(name: string, title: Title | null | undefined): TitleModule | null {
  const [loaded, setLoaded] = useState<{ name: string; module: TitleModule } | null>(null);
  const known = title !== undefined;
  const hasView = title?.view ?? true;
  useEffect(() => {
    if (!known) {
      return;
    }
    let current = true;
    void load(name, hasView).then((module) => {
      if (current) {
        setLoaded({ name, module });
      }
    });
    return () => {
      current = false;
    };
  }, [name, known, hasView]);
  return loaded?.name === name ? loaded.module : null;
}

function load(name: string, hasView: boolean): Promise<TitleModule> {
  const asked = modules.get(name);
  if (asked !== undefined) {
    return asked;
  }
  const module = hasView ? importView(name) : Promise.resolve(GENERIC);
  modules.set(name, module);
  return module;
}

async function importView(name: string): Promise<TitleModule> {
  try {
    const path = `/titles/${encodeURIComponent(name)}/view.js`;
    const module = (await import(/* @vite-ignore */ path)) as Partial<TitleModule>;
    return typeof module.default === "function" ? (module as TitleModule) : GENERIC;
  } catch {
    // No module, or one that doesn't load: the title stays playable, and the browser has logged why.
    return GENERIC;
  }
}
