'use strict';

// Viewers, tokens, faults and delivery: what a tester turns. Uses the small helpers of instruments.js.

// ---- viewers

for (const slider of document.querySelectorAll('input[type=range]')) {
  const show = () => {
    slider.parentElement.querySelector('output').textContent = `${slider.value} ${slider.dataset.unit || '%'}`;
  };
  slider.addEventListener('input', show);
  show();
}

function drawCrowd(result) {
  const rows = [];
  const answers = { 200: 'accepted', 'no answer': 'no answer' };
  for (const [name, count] of Object.entries(result.answers).sort((one, other) => other[1] - one[1])) {
    rows.push([answers[name] || name, count.toLocaleString('en')]);
  }
  if (!result.running && result.sent) {
    rows.push(['ballots a second', Math.round(result.sent / Math.max(result.seconds, 0.001)).toLocaleString('en')]);
    rows.push(['p50 · p99', `${result.p50_ms.toFixed(1)} ms · ${result.p99_ms.toFixed(1)} ms`]);
  }
  const table = byId('crowd-table');
  table.hidden = rows.length === 0;
  table.tBodies[0].replaceChildren(
    ...rows.map(([name, value]) => {
      const row = document.createElement('tr');
      for (const text of [name, value]) row.insertCell().textContent = text;
      return row;
    }),
  );
  const so_far = `${result.viewers.toLocaleString('en')} viewers, ${result.sent.toLocaleString('en')} ballots in ${result.seconds.toFixed(1)} s`;
  note(
    'crowd-note',
    result.problem || (result.running ? `Voting: ${so_far}` : `Done: ${so_far}.`),
    result.problem ? 'bad' : '',
  );
}

async function watchCrowd() {
  for (;;) {
    const result = await call('/control/crowd');
    drawCrowd(result);
    if (!result.running) return;
    await new Promise((done) => {
      setTimeout(done, 400);
    });
  }
}

byId('crowd-form').addEventListener('submit', async (event) => {
  event.preventDefault();
  const form = new FormData(event.target);
  const body = { channel_id: state.channel, vote_id: state.vote.id, ships: state.vote.ships };
  for (const name of ['viewers', 'per_second', 'connections']) body[name] = Number(form.get(name));
  for (const name of ['duplicates', 'wrong_ships', 'bad_tokens', 'anonymous'])
    body[name] = Number(form.get(name)) / 100;
  body.first_viewer = 1 + Math.floor(Math.random() * 1e6) * 1000;
  try {
    await call('/control/crowd', { method: 'POST', body });
    await watchCrowd();
    setTimeout(showVote, 1500);
  } catch (error) {
    note('crowd-note', error.message, 'bad');
  }
});

// ---- tokens

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
