import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

/** Where the program's API listens during development: `npm run dev` beside `portolan demo`. */
const api = process.env["PORTOLAN_URL"] ?? "http://127.0.0.1:8080";

export default defineConfig({
  plugins: [react()],
  build: {
    target: "es2023",
    // The page is served under a policy that allows neither inline scripts nor data: scripts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 800,
    rolldownOptions: {
      // The console, and the map of the buyer's page, which is drawn by the server and names its script.
      input: { index: "index.html", "buyer-map": "src/buyer-map/main.ts" },
      output: {
        entryFileNames: ({ name }) =>
          name === "buyer-map" ? "track/map.js" : "assets/[name]-[hash].js",
      },
    },
  },
  server: { proxy: { "/v1": api, "/openapi.json": api } },
  test: { include: ["src/**/*.test.{ts,tsx}", "tests/*.test.ts"], environment: "node" },
});
