import { defineConfig } from "vite";

/** Everything that a page loads comes from the server that it came from, in hashed files. */
export default defineConfig({
  root: import.meta.dirname,
  base: "/",
  logLevel: "warn",
  build: {
    emptyOutDir: true,
    sourcemap: false,
    // A data: URL for a script or a style would be refused by the content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      onLog(level, log, warn) {
        // "use client" means nothing where everything is
        if (log.code !== "MODULE_LEVEL_DIRECTIVE") warn(level, log);
      },
    },
  },
});
