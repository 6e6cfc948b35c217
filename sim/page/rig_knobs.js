// What a tester turns: the stream, the views, the delivery of messages, and outages.
import { call } from './rig_calls.js';

const byId = (id) => document.getElementById(id);
const NEEDS_RELOAD = new Set(['language']);

export function connectKnobs(rig, { sea, changeStage, listen }) {
  const form = byId('knobs');
  form.addEventListener('submit', (event) => event.preventDefault());

  const reloadViews = () => {
    for (const view of rig.views.values()) view.load();
  };

  for (const knob of form.querySelectorAll('[data-stage]')) {
    knob.addEventListener('change', () => {
      const name = knob.dataset.stage;
      changeStage({ [name]: knob.value });
      if (NEEDS_RELOAD.has(name)) reloadViews();
    });
  }

  byId('scene').addEventListener('change', (event) => sea.paintAs(event.target.value));
  byId('token-life').addEventListener('change', (event) => {
    rig.tokenLife = Number(event.target.value);
    for (const view of rig.views.values()) view.renewToken();
  });
  byId('helper').value = rig.helperSilent ? 'silent' : 'answers';
  byId('helper').addEventListener('change', (event) => {
    rig.helperSilent = event.target.value === 'silent';
    reloadViews();
  });
  byId('connection').addEventListener('change', (event) => {
    rig.connected = event.target.value === 'on';
    listen();
  });

  // One order after the other, so that the last one stands.
  let orders = Promise.resolve();
  const inTurn = (order) => {
    orders = orders.then(order).catch((error) => console.error(`An order of the knobs failed: ${error.message}`));
  };

  // ---- delivery

  const sliders = [...form.querySelectorAll('[data-delivery]')];
  const showSlider = (slider) => {
    const unit = slider.dataset.unit ?? '%';
    slider.closest('label').querySelector('output').textContent = `${slider.value} ${unit}`;
  };
  const orderDelivery = () => {
    const body = {};
    for (const slider of sliders) {
      body[slider.dataset.delivery] = slider.dataset.unit ? Number(slider.value) : Number(slider.value) / 100;
    }
    inTurn(() => call('/control/delivery', { method: 'POST', body }));
  };
  for (const slider of sliders) {
    showSlider(slider);
    slider.addEventListener('input', () => showSlider(slider));
    slider.addEventListener('change', orderDelivery);
  }
  call('/control/delivery').then((now) => {
    for (const slider of sliders) {
      const value = now[slider.dataset.delivery];
      slider.value = String(slider.dataset.unit ? value : Math.round(value * 100));
      showSlider(slider);
    }
  });

  // ---- outages

  const orderFault = (side, fault) =>
    inTurn(async () => {
      await call('/control/faults', { method: 'POST', body: { side, fault: '', clear: true } });
      if (fault) await call('/control/faults', { method: 'POST', body: { side, fault, fraction: 1 } });
    });
  const faults = [...form.querySelectorAll('[data-fault]')];
  for (const knob of faults) {
    knob.addEventListener('change', () => orderFault(knob.dataset.fault, knob.value));
  }
  call('/control/faults').then((now) => {
    for (const knob of faults) {
      const standing = Object.entries(now[knob.dataset.fault]).find(([, rule]) => rule.fraction > 0);
      if (standing && [...knob.options].some((option) => option.value === standing[0])) knob.value = standing[0];
    }
  });

  byId('knobs-reset').addEventListener('click', () => {
    form.reset();
    for (const knob of form.querySelectorAll('select')) knob.dispatchEvent(new Event('change'));
    for (const slider of sliders) showSlider(slider);
    orderDelivery();
  });
}
