// Starts the real binary with a database of its own, seeded, on a free port; stops it after the test.
'use strict';
const assert = require('node:assert/strict');
const { spawn, execFileSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { until, within } = require('./wait');

const binary = process.env.WAYCAST_BINARY
  || path.resolve(__dirname, '../../../build/release/waycast');
const secret = 'end-to-end-secret-end-to-end-secret';

const clean = { PATH: process.env.PATH, HOME: process.env.HOME, LANG: 'C.UTF-8' };
for (const name of ['ASAN_OPTIONS', 'TSAN_OPTIONS', 'UBSAN_OPTIONS']) {
  if (process.env[name]) clean[name] = process.env[name];
}

// Removed when the process ends: hooks run in the order of their making, so that one here would run
// before the one that stops the server.
function temporaryFolder() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'waycast-e2e-'));
  process.once('exit', () => fs.rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}

function environment(database, extra = {}) {
  return { ...clean, DATABASE_URL: `sqlite:${database}`, JWT_SECRET: secret, ...extra };
}

function run(args, env) {
  return execFileSync(binary, args, { env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

function seed(database, pilots) {
  run(['seed', '--pilots', String(pilots)], environment(database));
}

class Server {
  constructor(options) {
    Object.assign(this, { port: 0, shards: 1, env: {}, wrapper: [], ...options });
    this.lines = [];
    this.faults = [];  // of every run: what a sanitizer reported, an end that nobody asked for
  }

  get url() { return `http://127.0.0.1:${this.port}`; }
  get log() { return this.lines.join('\n'); }
  get pid() { return this.child.pid; }
  get isRunning() { return this.child && this.child.exitCode === null && this.child.signalCode === null; }

  // Resolves when it listens; a second start() after stop() or kill() uses the same port again.
  async start() {
    this.spawn();
    await until(() => this.listeningPort() || !this.isRunning, 'the server listens');
    if (!this.isRunning) throw new Error(`the server ended with ${this.child.exitCode}:\n${this.log}`);
    this.port = this.listeningPort();
    return this;
  }

  spawn() {
    const lines = [];
    this.lines = lines;
    const args = ['serve', '--port', String(this.port), '--shards', String(this.shards)];
    if (this.demo) args.push('--demo');
    const command = [...this.wrapper, 'setpriv', '--pdeathsig', 'KILL', binary, ...args];
    this.child = spawn(command[0], command.slice(1), {
      env: environment(this.database, { WAYCAST_LOG_FORMAT: 'json', ...this.env }),
      stdio: ['ignore', 'inherit', 'pipe'],
    });
    this.exited = new Promise((resolve) => this.child.once('close', (code, signal) => {
      this.judge(code, signal, lines);
      resolve({ code, signal });
    }));
    let rest = '';
    this.child.stderr.setEncoding('utf8').on('data', (chunk) => {
      const parts = (rest + chunk).split('\n');
      rest = parts.pop();
      lines.push(...parts);
    });
  }

  judge(code, signal, lines) {
    const report = lines.findIndex((line) => /Sanitizer|runtime error:/.test(line));
    const isAsked = code === 0 || signal === 'SIGKILL' || this.wrapper.length > 0;
    if (report >= 0) this.faults.push(lines.slice(report).join('\n'));
    else if (!isAsked) this.faults.push(`ended with ${code ?? signal}:\n${lines.slice(-20).join('\n')}`);
  }

  messages() {
    return this.lines.flatMap((line) => {
      try { return [JSON.parse(line)]; } catch { return []; }
    });
  }

  listeningPort() {
    for (const { message } of this.messages()) {
      const match = /^listening on port (\d+)/.exec(message || '');
      if (match) return Number(match[1]);
    }
    return 0;
  }

  async stop(signal = 'SIGTERM') {
    if (this.isRunning) this.child.kill(signal);
    return this.exited;
  }

  kill() { return this.stop('SIGKILL'); }

  async get(target, token) {
    return this.request('GET', target, { token });
  }

  async request(method, target, { token, body, headers = {} } = {}) {
    const response = await fetch(this.url + target, {
      method,
      headers: {
        ...(token ? { authorization: `Bearer ${token}` } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: AbortSignal.timeout(30000),
    });
    const text = await response.text();
    let json;
    try { json = JSON.parse(text); } catch { json = undefined; }
    return { status: response.status, headers: response.headers, text, json };
  }
}

// Stops it after the test, which fails if the server left anything to complain of.
function stopAfter(t, server) {
  t.after(async () => {
    try {
      await within(server.stop(), 'the server stops');
    } finally {
      await server.kill();
    }
    assert.deepEqual(server.faults, []);
  });
}

// `options`: shards, env (WAYCAST_*), pilots (seeded), port, wrapper (a command in front of the binary).
async function startServer(t, options = {}) {
  const database = options.database || path.join(temporaryFolder(), 'waycast.db');
  if (!options.database) seed(database, options.pilots || 10);
  const server = new Server({ ...options, database });
  stopAfter(t, server);
  await server.start();
  return server;
}

module.exports = { Server, startServer, stopAfter, temporaryFolder, environment, seed, run, binary, secret };
