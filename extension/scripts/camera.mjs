// Takes pictures of the rig and of single views in it, at any size.
import { until } from '../tests/until.mjs';

// A view is put over everything else for the time of its picture.
const pin = ({ selector, width, height }) => {
  document.querySelector('.bar').style.visibility = 'hidden'; // it stays in front of everything
  const element = document.querySelector(selector);
  const kept = element.getAttribute('style') ?? '';
  const look = { position: 'fixed', inset: '0 auto auto 0', 'z-index': '99', margin: '0', 'border-radius': '0' };
  for (const [name, value] of Object.entries({ ...look, width: `${width}px`, height: `${height}px` })) {
    element.style.setProperty(name, value, 'important');
  }
  return kept;
};
const unpin = ({ selector, kept }) => {
  document.querySelector('.bar').style.visibility = '';
  document.querySelector(selector).setAttribute('style', kept);
};

export class Camera {
  taken = 0;
  #rigs = [];

  constructor(world, theme, fileOf) {
    this.world = world;
    this.theme = theme;
    this.fileOf = fileOf;
  }

  // The rig with this camera's theme.
  async rig(channel, settings = {}) {
    const rig = await this.world.openRig(channel, { width: 1920, height: 1200, ...settings });
    this.#rigs.push(rig);
    if (this.theme !== 'dark') await rig.stage('theme', this.theme);
    return rig;
  }

  async putAway() {
    for (const rig of this.#rigs.splice(0)) await rig.close();
  }

  async page(page, name) {
    await page.screenshot({ path: this.fileOf(name) });
    this.taken += 1;
  }

  // The player with the overlay over it.
  player(rig, name, { width = 1280, height = 720 } = {}) {
    return this.#pinned(rig, { selector: '#player', width, height }, name);
  }

  async view(rig, view, name, { width, height }) {
    const page = { mobile: 'mobile', liveConfig: 'live_config', config: 'config' }[view];
    await this.#pinned(rig, { selector: `#frame-${page}`, width, height }, name);
  }

  async #pinned(rig, place, name) {
    const kept = await rig.page.evaluate(pin, place);
    await settled(rig.page);
    const { width, height } = place;
    await rig.page.screenshot({ path: this.fileOf(name), clip: { x: 0, y: 0, width, height } });
    await rig.page.evaluate(unpin, { selector: place.selector, kept });
    this.taken += 1;
  }
}

// Fonts and pictures in sight have come; a picture that does not come is left out after a moment.
async function settled(page) {
  for (const frame of page.frames()) {
    const complete = () =>
      frame.evaluate(() => {
        const inSight = (image) => {
          const { top, bottom, width } = image.getBoundingClientRect();
          return width > 0 && bottom > 0 && top < window.innerHeight;
        };
        return (
          document.fonts.status === 'loaded' && [...document.images].filter(inSight).every((image) => image.complete)
        );
      });
    await until(complete, 'pictures have come', 3_000).catch(() => {});
  }
}
