// The browser that the views are tried in.
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

const BROWSERS = [process.env.SHIPVOTE_CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser'];

// What costs as much as the views themselves for every page that is opened: the list below the address bar, a page of the
// browser's own, and a process kept ready for the next page.
const DEAR = ['WebUIOmniboxPopup', 'WebUIOmniboxAimPopup', 'WebUIOmniboxFullPopup', 'SpareRendererForSitePerProcess'];
// What Playwright leaves out by itself: of two such switches only the last one counts.
const LEFT_OUT_ANYWAY =
  'AutoDeElevate,AvoidUnnecessaryBeforeUnloadCheckSync,BoundaryEventDispatchTracksNodeRemoval,' +
  'DestroyProfileOnBrowserClose,DialMediaRouteProvider,GlobalMediaControls,HttpsUpgrades,LensOverlay,MediaRouter,' +
  'OptimizationHints,PaintHolding,RenderDocument,ThirdPartyStoragePartitioning,Translate';
const ARGUMENTS = ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'];

export async function openBrowser() {
  const executablePath = BROWSERS.find((path) => path && existsSync(path));
  if (!executablePath) throw new Error('no Chromium: install the package "chromium", or set SHIPVOTE_CHROMIUM');
  const args = [...ARGUMENTS, `--disable-features=${LEFT_OUT_ANYWAY},${DEAR.join()}`];
  return chromium.launch({ executablePath, args });
}
