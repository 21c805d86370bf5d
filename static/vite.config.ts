/**
 * How the client is built: the page, and each title's view module under its own stable name, which the page fetches at
 * run time as it would fetch a foreign one. Nothing is inlined, so that the strictest content policy holds.
 */
import { existsSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

/** Where `npm run dev` finds a running server. */
const SERVER = "http://127.0.0.1:8080";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Every folder of src/titles with a view module, as an entry named `titles/NAME/view`. */
function titleViews(): Record<string, string> {
  const entries = readdirSync(here("src/titles"))
    .map((name) => [`titles/${name}/view`, here(`src/titles/${name}/view.ts`)] as const)
    .filter(([, path]) => existsSync(path));
  return Object.fromEntries(entries);
}

export default defineConfig({
  server: {
    proxy: {
      "/api": SERVER,
      "/titles": SERVER,
      "/ws": { target: SERVER, ws: true },
    },
  },
  build: {
    target: "es2022",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: { index: here("index.html"), ...titleViews() },
      preserveEntrySignatures: "exports-only",
      output: {
        entryFileNames: (chunk) => (chunk.name.startsWith("titles/") ? "[name].js" : "assets/[name]-[hash].js"),
      },
    },
  },
  test: {
    include: ["src/**/*.test.ts"],
  },
});
