import { mount } from 'svelte';
import App from './App.svelte';
import { readObsAddress } from './address';
import './obs.css';
import { ObsSession } from './obs_session.svelte';

const session = new ObsSession({ address: readObsAddress(window.location) });
session.start();
mount(App, { target: document.getElementById('app')!, props: { session } });
