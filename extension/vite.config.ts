// Builds what Twitch is given: files that people can read, flat, with relative paths, and no script in the page itself.
// "obs" builds the page for streaming programs, which shipvote-web serves.
import { svelte } from '@sveltejs/vite-plugin-svelte';
import tailwindcss from '@tailwindcss/vite';
import { defineConfig } from 'vitest/config';

const views = ['video_overlay', 'mobile', 'config', 'live_config'];

// Texts are called by their area and language: texts_viewer_de.js.
function chunkName({ facadeModuleId, name }: { facadeModuleId: string | null; name: string }): string {
  const texts = /\/texts\/(\w+)\/([\w-]+)\.json$/.exec(facadeModuleId ?? '');
  return texts ? `texts_${texts[1]}_${texts[2]}.js` : `${name}.js`;
}

// The library in a file of its own; and in one file what every view needs, instead of in a handful of small ones.
const SHARED = [
  'storage|timing|live/[a-z_]+|ships/[a-z.]+|twitch/(extension|helper|query|token)|vote/(clock|standing)',
  'texts/(languages|texts)|api/(answer|backend|client|reading|vote)',
  'parts/(Bar|ClassMark|Countdown|Icon|ShipName|ShipPicture)',
].join('|');
const isShared = new RegExp(`/src/(${SHARED})(\\.svelte)?(\\.ts)?(\\?|$)`);

function chunkOf(id: string): string | undefined {
  if (/node_modules.(svelte|esm-env|clsx)./.test(id)) return 'svelte';
  return isShared.test(id) ? 'shared' : undefined;
}

export default defineConfig(({ mode }) => {
  const pages = mode === 'obs' ? ['obs'] : views;
  return {
    base: mode === 'obs' ? '/obs/' : './', // shipvote-web serves the page at /obs/<channel>/<key>
    publicDir: mode === 'obs' ? false : 'public',
    plugins: [svelte(), tailwindcss()],
    // Libraries too come without their comments, which are half as much again as their code.
    esbuild: { include: /\.[jt]s$/, exclude: [], legalComments: 'none' },
    build: {
      target: 'es2022',
      outDir: mode === 'obs' ? '../build/extension/obs' : '../build/extension/views',
      emptyOutDir: true,
      minify: false,
      cssMinify: false,
      modulePreload: false,
      rollupOptions: {
        input: Object.fromEntries(pages.map((page) => [page, `${page}.html`])),
        output: {
          entryFileNames: '[name].js',
          chunkFileNames: chunkName,
          manualChunks: chunkOf,
          assetFileNames: '[name][extname]',
        },
      },
    },
    resolve: process.env.VITEST ? { conditions: ['browser'] } : {},
    test: { environment: 'jsdom', include: ['src/**/*.test.ts'] },
  };
});
