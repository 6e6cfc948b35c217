// shipvote-web and shipvote-sim as programs, on free ports and a data folder of their own.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { until } from './until.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const BUILDS = ['release', 'asan', 'debug'];
const STARTS_WITHIN_MS = 60_000;
const ENDS_WITHIN_MS = 20_000;

export function programFolder() {
  const named = process.env.SHIPVOTE_PROGRAMS;
  const folders = named ? [named] : BUILDS.map((build) => join(ROOT, 'build', build, 'bin'));
  const found = folders.find((folder) => existsSync(join(folder, 'shipvote-web')));
  if (!found) throw new Error(`no shipvote-web in ${folders.join(', ')}: build it first, or set SHIPVOTE_PROGRAMS`);
  return found;
}

export const bundleFolder = () => process.env.SHIPVOTE_EXTENSION ?? join(ROOT, 'build', 'extension', 'views');

// A port that nobody listens on now. Only for shipvote-web, whose address the simulator is told before it starts.
function freePort() {
  return new Promise((done, failed) => {
    const server = createServer();
    server.once('error', failed);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });
}

class Program {
  #log;

  constructor(name, { args = [], env = {}, folder }) {
    this.name = name;
    this.#log = '';
    const own = Object.fromEntries(Object.entries(process.env).filter(([key]) => !key.startsWith('SHIPVOTE_')));
    this.child = spawn(join(programFolder(), name), args, {
      env: { ...own, ...env },
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const output of [this.child.stdout, this.child.stderr]) {
      output.setEncoding('utf8');
      output.on('data', (text) => {
        this.#log = (this.#log + text).slice(-200_000);
      });
    }
    this.ended = new Promise((done) => {
      this.child.once('exit', (code, signal) => {
        this.running = false;
        this.ending = code ?? signal;
        done(this.ending);
      });
    });
    this.running = true;
  }

  get log() {
    return this.#log;
  }

  async announced(file) {
    await until(
      () => {
        if (!this.running) throw new Error(`${this.name} ended by itself (${this.ending}):\n${this.#log.slice(-3000)}`);
        return existsSync(file);
      },
      `${this.name} has started`,
      STARTS_WITHIN_MS,
    );
    return readFileSync(file, 'utf8');
  }

  async stop() {
    if (!this.running) return;
    this.child.kill('SIGTERM');
    await until(() => !this.running, `${this.name} has ended`, ENDS_WITHIN_MS);
  }
}

export class Programs {
  // `settings`: further variables of shipvote-web, such as { SHIPVOTE_LISTEN_…: "…" }.
  // `bundle`: a folder of views instead of the built ones.
  static async start(settings = {}, bundle = bundleFolder()) {
    const programs = new Programs();
    programs.bundle = bundle;
    try {
      await programs.#start(settings);
    } catch (error) {
      await programs.stop();
      throw error;
    }
    return programs;
  }

  constructor() {
    this.folder = mkdtempSync(join(tmpdir(), 'shipvote-views-'));
  }

  async #start(settings) {
    const webPort = await freePort();
    this.webUrl = `http://127.0.0.1:${webPort}`;
    await this.#startSimulator();
    this.#webSettings = await this.#settingsOfWeb(webPort, settings);
    await this.startWeb();
  }

  #webSettings = {};

  async #startSimulator() {
    const announcement = join(this.folder, 'sim.port');
    const args = ['--listen', '127.0.0.1:0', '--announce-file', announcement, '--web-url', this.webUrl];
    args.push('--extension', this.bundle, '--page-folder', join(ROOT, 'sim', 'page'));
    this.sim = new Program('shipvote-sim', { args, folder: this.folder });
    this.simUrl = `http://127.0.0.1:${(await this.sim.announced(announcement)).trim()}`;
  }

  async #settingsOfWeb(webPort, settings) {
    const state = await this.control('/control/state');
    const { secrets } = await this.control('/control/secrets');
    const secretsFile = join(this.folder, 'extension-secrets');
    writeFileSync(secretsFile, secrets.map((secret) => `${secret.content}\n`).join(''), { mode: 0o600 });
    return {
      SHIPVOTE_LISTEN_PORT: String(webPort),
      SHIPVOTE_OPERATOR_PORT: '0',
      SHIPVOTE_DATA_FOLDER: join(this.folder, 'data'),
      SHIPVOTE_LISTEN_ALLOWED_ORIGINS: this.simUrl,
      SHIPVOTE_TWITCH_CLIENT_ID: state.client_id,
      SHIPVOTE_TWITCH_OWNER_USER_ID: state.owner_user_id,
      SHIPVOTE_TWITCH_SECRETS_FILE: secretsFile,
      SHIPVOTE_TWITCH_API_URL: `${this.simUrl}/helix`,
      SHIPVOTE_WARGAMING_APPLICATION_ID: 'simulator',
      SHIPVOTE_WARGAMING_API_URL: `${this.simUrl}/wargaming`,
      ...settings,
    };
  }

  async startWeb() {
    const announcement = join(this.folder, 'web.ports');
    rmSync(announcement, { force: true });
    const env = { ...this.#webSettings, SHIPVOTE_ANNOUNCE_FILE: announcement };
    this.web = new Program('shipvote-web', { env, folder: this.folder });
    await this.web.announced(announcement);
    await until(
      async () => (await (await fetch(`${this.webUrl}/api/warships`)).json()).data.length > 0,
      'the server knows the ships',
      STARTS_WITHIN_MS,
    );
  }

  // The simulator's control routes.
  async control(path, body) {
    const answer = await fetch(`${this.simUrl}${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      ...(body !== undefined && { body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } }),
    });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  }

  async stop() {
    await this.web?.stop();
    await this.sim?.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
