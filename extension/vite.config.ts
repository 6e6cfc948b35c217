// Builds what Twitch is given: files that people can read, flat, with relative paths, and no script in the page itself.
// "obs" builds the page for streaming programs, which shipvote-web serves.
import { readFileSync, readdirSync } from 'node:fs';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';
import type { Plugin } from 'vite';

const views = ['video_overlay', 'mobile', 'config', 'live_config'];

// Texts are called by their area and language: texts_viewer_de.js.
function chunkName({ facadeModuleId, name }: { facadeModuleId: string | null; name: string }): string {
  const texts = /\/texts\/(\w+)\/([\w-]+)\.json$/.exec(facadeModuleId ?? '');
  return texts ? `texts_${texts[1]}_${texts[2]}.js` : `${name}.js`;
}

// The libraries in a file of their own; and in one file what every view needs, instead of in a handful of small ones.
const SHARED = [
  'storage|timing|live/[a-z_]+|ships/[a-z.]+|twitch/(extension|helper|query|token)|vote/(clock|standing)',
  'texts/(languages|texts)|api/(answer|backend|client|reading|vote)',
  'parts/(lost_focus|icons|Bar|Button|ClassMark|Countdown|Icon|ShipName|ShipPicture)',
].join('|');
const isShared = new RegExp(`/src/(${SHARED})(\\.svelte)?(\\.ts)?(\\?|$)`);

function chunkOf(id: string): string | undefined {
  if (/node_modules.(svelte|esm-env|clsx)./.test(id) || id.endsWith('vite/preload-helper.js')) return 'svelte';
  return isShared.test(id) ? 'shared' : undefined;
}

// The page for streaming programs has its list of ships from the server, and beside itself only their names.
const shipNames: Plugin = {
  name: 'ship-names',
  generateBundle() {
    for (const fileName of readdirSync('public').filter((name) => name.startsWith('names_'))) {
      this.emitFile({ type: 'asset', fileName, source: readFileSync(`public/${fileName}`) });
    }
  },
};

// What explains the sources to their readers need not be sent to every viewer. Licences stay.
const withoutComments: Plugin = {
  name: 'without-comments',
  renderChunk: (code) => ({ code: code.replace(/^\s*\/\/.*\n/gm, ''), map: null }),
  generateBundle(_, bundle) {
    for (const file of Object.values(bundle)) {
      if (file.type !== 'asset' || !file.fileName.endsWith('.css')) continue;
      file.source = String(file.source).replace(/\s*\/\*[^!][^]*?\*\//g, '');
    }
  },
};

// A page links the styles of what it fetches later, too: where the network failed, a script is asked for again, a style is
// not.
const stylesOfLater: Plugin = {
  name: 'styles-of-later',
  transformIndexHtml: {
    order: 'post',
    handler(page, { bundle = {}, chunk }) {
      const names = new Set(chunk?.dynamicImports);
      const styles = new Set<string>();
      for (const name of names) {
        const file = bundle[name];
        if (file?.type !== 'chunk') continue;
        file.imports.forEach((other) => names.add(other));
        file.viteMetadata?.importedCss.forEach((style) => styles.add(style));
      }
      return [...styles]
        .map((style) => `./${style}`)
        .filter((href) => !page.includes(`"${href}"`))
        .map((href) => ({ tag: 'link', attrs: { rel: 'stylesheet', crossorigin: true, href }, injectTo: 'head' }));
    },
  },
};

export default defineConfig(({ mode }) => {
  const pages = mode === 'obs' ? ['obs'] : views;
  return {
    base: mode === 'obs' ? '/obs/' : './', // shipvote-web serves the page at /obs/<channel>/<key>
    publicDir: mode === 'obs' ? false : 'public',
    plugins: [svelte(), withoutComments, stylesOfLater, ...(mode === 'obs' ? [shipNames] : [])],
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
  };
});
