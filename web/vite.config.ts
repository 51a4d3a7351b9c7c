import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vitest/config";

// One file an island, under a fixed name: the pages add a hash of the contents to its address.
export default defineConfig({
  plugins: [svelte()],
  base: "/static/build/",
  build: {
    outDir: "../graphsvc/_static",
    emptyOutDir: true,
    target: "es2022",
    modulePreload: false,
    rolldownOptions: {
      input: { network: "src/network/main.ts", workbench: "src/workbench/main.ts" },
      output: {
        entryFileNames: "[name].js",
        chunkFileNames: "[name]-[hash].js",
        assetFileNames: "[name]-island[extname]",
      },
    },
  },
  test: { include: ["src/**/*.test.ts"] },
});
