// The config page: where a streamer sets up the channel.
import { mount } from 'svelte';
import '../parts/more_icons';
import '../streamer/page.css';
import { pageSession } from '../streamer/session.svelte';
import App from './App.svelte';

const target = document.getElementById('app');
if (target) mount(App, { target, props: { session: pageSession() } });
