import './mobile.css';
import { mount } from 'svelte';
import { pageSession } from '../vote/session.svelte';
import App from './App.svelte';

const session = pageSession();
mount(App, { target: document.getElementById('app')!, props: { session } });
session.start();
