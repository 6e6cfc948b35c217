// Viewers' views by themselves: what browsers and networks make of them.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ORIGIN, ViewsAlone, answer } from './view_alone.mjs';
import { words } from './words.mjs';

describe('a view by itself', () => {
  const views = new ViewsAlone();

  // ---- where a part does not come

  const LATER = '**/{panels,OwnResult,ResultPanel}.{js,css}';

  it('whose ballot does not load says so, and shows it as it should be with another try', async () => {
    const view = await views.open('video_overlay');
    const { page } = view;
    let asked = 0;
    await page.route(LATER, (route) => {
      asked += 1;
      return route.abort();
    });
    const vote = view.vote();
    await view.say(vote);
    await view.button('vote.open_ballot').click();
    await page.getByText(words('vote.not_loaded')).waitFor();
    const before = asked;
    for (let ballots = 1; ballots <= 5; ballots += 1) await view.say({ ...vote, counts: [ballots, 0, 0], ballots });
    await page.getByText('100%').waitFor();
    assert.equal(asked, before, 'a message a second is no reason to ask again');
    await view.button('ballot.retry').click();
    await page.getByText(words('vote.not_loaded')).waitFor();
    await page.unroute(LATER);
    await view.button('ballot.retry').click();
    await page.getByRole('radio').first().waitFor({ state: 'attached' });
    const styled = await page.evaluate(() => getComputedStyle(document.querySelector('label')).display);
    assert.equal(styled, 'grid');
  });

  it('shows no open vote in the place of a result that it could not load', async () => {
    const view = await views.open('video_overlay');
    const { page } = view;
    await page.route(LATER, (route) => route.abort());
    const vote = view.vote({ counts: [2, 1] });
    await view.say(vote);
    await view.button('vote.open_ballot').waitFor();
    await view.say(view.closed(vote));
    await page.getByText(/has won the vote/).waitFor({ state: 'attached' });
    assert.equal(await page.getByRole('button').count(), 0);
    assert.equal(await page.getByRole('region').count(), 0);
  });

  // ---- what is painted

  // The colour that a page shows at its middle.
  async function middle(page) {
    const picture = (await page.screenshot()).toString('base64');
    return page.evaluate(async (bytes) => {
      const image = new Image();
      image.src = `data:image/png;base64,${bytes}`;
      await image.decode();
      const canvas = document.createElement('canvas').getContext('2d');
      canvas.drawImage(image, -image.width / 2, -image.height / 2);
      return [...canvas.getImageData(0, 0, 1, 1).data].join();
    }, picture);
  }

  for (const path of ['video_overlay.html', 'obs/obs.html']) {
    it(`lets the picture through before its scripts run: ${path}`, async () => {
      const context = await views.browser.newContext({ viewport: { width: 400, height: 300 } });
      try {
        await context.route('**/*', (route) => answer(route));
        await context.route('**/*.js', (route) => route.abort());
        const page = await context.newPage();
        await page.goto(`${ORIGIN}/warships.json`); // a page of the same origin
        const frame = `<iframe src="${ORIGIN}/${path}" style="position: fixed; inset: 0; border: 0" width="400" height="300">`;
        await page.setContent(`<body style="background: rgb(255, 0, 0)">${frame}</body>`, { waitUntil: 'load' });
        const styled = page.frames()[1].evaluate(() => document.styleSheets.length > 0);
        assert.equal(await styled, true);
        assert.equal(await middle(page), '255,0,0,255');
      } finally {
        await context.close();
      }
    });
  }

  it('tells the chosen ship from the others where colours are the system’s', async () => {
    const view = await views.open('video_overlay', { forcedColors: 'active' });
    const { page } = view;
    await view.say(view.vote());
    await view.button('vote.open_ballot').click();
    await page.getByRole('radio').nth(1).check();
    const outlines = await page.evaluate(() =>
      [...document.querySelectorAll('label')].map((label) => getComputedStyle(label).outlineStyle),
    );
    assert.deepEqual(outlines.sort(), ['none', 'none', 'solid']);
  });

  // How bright a colour "rgb(1, 2, 3)" is, as WCAG has it.
  function luminance(colour) {
    const [red, green, blue] = colour.match(/\d+/g).map((part) => {
      const share = Number(part) / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  }

  for (const theme of ['dark', 'light']) {
    it(`has a ring around the small card that stands out from any video, ${theme}`, async () => {
      const view = await views.open('video_overlay', { theme });
      const { page } = view;
      await view.say(view.vote());
      await view.button('vote.minimise').press('Enter');
      await view.button('vote.bring_back').waitFor();
      const look = await page.evaluate(() => {
        const { outlineColor, outlineStyle, boxShadow } = getComputedStyle(document.activeElement);
        return { outlineColor, outlineStyle, boxShadow };
      });
      assert.equal(look.outlineStyle, 'solid');
      const [, shadow] = /^(rgb\([^)]*\)) 0px 0px 0px [3-9]px/.exec(look.boxShadow) ?? [];
      assert.ok(shadow, look.boxShadow);
      const [dark, bright] = [luminance(look.outlineColor), luminance(shadow)].sort((one, other) => one - other);
      // The video that is least like either lies between the two: 3 to 1 from each.
      assert.ok((bright + 0.05) / (dark + 0.05) >= 9);
    });
  }
});
