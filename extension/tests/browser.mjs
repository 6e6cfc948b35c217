// The browser that the views are tried in.
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

const BROWSERS = [process.env.SHIPVOTE_CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser'];

export async function openBrowser() {
  const executablePath = BROWSERS.find((path) => path && existsSync(path));
  if (!executablePath) throw new Error('no Chromium: install the package "chromium", or set SHIPVOTE_CHROMIUM');
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'] });
}
