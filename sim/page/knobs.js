'use strict';

// Tokens, faults and delivery: what a tester turns. Uses the small helpers of page.js.

byId('token-form').addEventListener('submit', async (event) => {
  event.preventDefault();
  const form = new FormData(event.target);
  try {
    const { token } = await call('/mint', {
      method: 'POST',
      body: {
        channel_id: state.channel,
        role: form.get('role'),
        opaque_user_id: form.get('opaque'),
        expires_in: Number(form.get('expires')),
      },
    });
    byId('token').textContent = token;
  } catch (error) {
    byId('token').textContent = error.message;
  }
  byId('token-box').hidden = false;
});

byId('token-copy').addEventListener('click', async (event) => {
  await navigator.clipboard.writeText(byId('token').textContent);
  event.target.textContent = 'Copied';
  setTimeout(() => {
    event.target.textContent = 'Copy';
  }, 1200);
});

function drawFaults(sides) {
  const parts = [];
  for (const [side, rules] of Object.entries(sides)) {
    for (const [name, rule] of Object.entries(rules)) {
      if (!rule.next && !rule.fraction && !rule.given) continue;
      const ordered = [
        rule.next ? `next ${rule.next}` : '',
        rule.fraction ? `${Math.round(rule.fraction * 100)} %` : '',
      ].filter(Boolean);
      parts.push(`${side} ${name.replaceAll('_', ' ')}: ${ordered.join(', ') || 'none'} (given ${rule.given})`);
    }
  }
  note('fault-note', parts.join(' · ') || 'No faults ordered.');
}

byId('fault-form').addEventListener('submit', async (event) => {
  event.preventDefault();
  const form = new FormData(event.target);
  try {
    drawFaults(
      await call('/control/faults', {
        method: 'POST',
        body: {
          side: form.get('side'),
          fault: form.get('fault'),
          next: Number(form.get('next')),
          fraction: Number(form.get('percent')) / 100,
        },
      }),
    );
  } catch (error) {
    note('fault-note', error.message, 'bad');
  }
});

byId('fault-clear').addEventListener('click', async () => {
  let sides = {};
  for (const side of ['helix', 'wargaming'])
    sides = await call('/control/faults', { method: 'POST', body: { side, fault: '', clear: true } });
  drawFaults(sides);
});

function drawDelivery(figures) {
  note(
    'delivery-note',
    `${figures.listeners} listening · ${figures.delivered} delivered · ${figures.lost} lost · ${figures.duplicated} doubled`,
  );
}

byId('delivery-form').addEventListener('change', async (event) => {
  const form = new FormData(event.currentTarget);
  const share = (name) => Number(form.get(name)) / 100;
  drawDelivery(
    await call('/control/delivery', {
      method: 'POST',
      body: {
        loss: share('loss'),
        duplicate: share('duplicate'),
        reorder: share('reorder'),
        delay_most_ms: Number(form.get('delay')),
      },
    }),
  );
});
