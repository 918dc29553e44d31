// The process as its operator sees it: start, stop, refusals, two servers at once.
'use strict';
const test = require('node:test');
const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const vm = require('node:vm');
const { execFileSync, spawnSync } = require('node:child_process');
const { Server, startServer, stopAfter, temporaryFolder, environment, seed, binary, secret } = require('./lib/server');
const people = require('./lib/people');
const { id, ask, token } = people;
const { until } = require('./lib/wait');
const { points } = require('./lib/database');

// Runs to its end and returns { status, stdout, stderr }.
function finish(args, env = {}, base = environment('/nonexistent/never.db')) {
  return spawnSync(binary, args, { env: { ...base, ...env }, encoding: 'utf8', timeout: 60000 });
}

test('SIGTERM: what was sent is stored, clients are told, come back and go on', async (t) => {
  const server = await startServer(t, { shards: 3, env: { WAYCAST_POINT_INTERVAL: '1ms' } });
  const pilot = await people.onlinePilot(t, server, 0);
  const user = await people.follower(t, server, 0);
  let acknowledged = 0;
  for (let i = 0; i < 20; i++) {
    pilot.emit('pilot:location', { lat: 12 + i * 1e-4, lng: 77 }, (a) => { acknowledged += a.ok ? 1 : 0; });
    await until(() => user.all('location:update').length > i || acknowledged > i, 'it went through');
  }
  const reasons = [];
  pilot.on('disconnect', (reason) => reasons.push(reason));
  const started = Date.now();
  const { code } = await server.stop();
  assert.equal(code, 0, server.log);
  assert.ok(Date.now() - started < 10000, 'within ten seconds');
  assert.ok(!server.log.includes('"level":"error"'), server.log);
  assert.ok(points(server, id('booking', 0)).length >= acknowledged);
  await until(() => reasons.length === 1, 'the client noticed');
  assert.ok(pilot.active, `the client means to reconnect after "${reasons[0]}"`);
  await server.start();
  await people.connected(pilot);
  await people.connected(user);
  await people.goOnline(pilot, 0);
  await ask(pilot, 'pilot:location', { lat: 12.002, lng: 77 });
  await until(() => user.last('location:update').lat === 12.002, 'the customer watches on');
});

test('two servers never share a port or a database', async (t) => {
  const first = await startServer(t, { pilots: 1 });
  const other = path.join(temporaryFolder(), 'other.db');
  seed(other, 1);
  const samePort = finish(['serve', '--port', String(first.port)], environment(other));
  assert.notEqual(samePort.status, 0);
  assert.match(samePort.stderr, new RegExp(String(first.port)));
  const sameDatabase = finish(['serve', '--port', '0'], environment(first.database));
  assert.notEqual(sameDatabase.status, 0);
  assert.match(sameDatabase.stderr, /waycast\.db/);
  assert.equal((await first.get('/health')).status, 200);
});

test('a database is one file by whatever name: a link, a twin, a moved folder', async (t) => {
  const first = await startServer(t, { pilots: 1 });
  const folder = path.dirname(first.database);
  const elsewhere = temporaryFolder();
  fs.symlinkSync(first.database, path.join(elsewhere, 'link.db'));
  fs.linkSync(first.database, path.join(elsewhere, 'twin.db'));
  fs.symlinkSync(folder, path.join(elsewhere, 'folder'));
  const names = ['link.db', 'twin.db', 'folder/waycast.db'].map((name) => path.join(elsewhere, name));
  for (const name of [...names, path.relative(process.cwd(), first.database)]) {
    for (const args of [['serve', '--port', '0'], ['seed', '--pilots', '2'], ['migrate']]) {
      const { status, stderr } = finish(args, {}, environment(name));
      assert.notEqual(status, 0, `${args[0]} ${name}`);
      assert.match(stderr, /another Waycast is using/);
    }
  }
  fs.renameSync(folder, `${folder}-moved`);
  t.after(() => fs.rmSync(`${folder}-moved`, { recursive: true, force: true }));
  const moved = finish(['serve', '--port', '0'], {}, environment(path.join(`${folder}-moved`, 'waycast.db')));
  assert.match(moved.stderr, /another Waycast is using/);
  assert.equal((await first.get('/api/v1/vehicles/types')).status, 200);
});

test('the database is readable by its owner only, whatever the umask', async (t) => {
  const database = path.join(temporaryFolder(), 'waycast.db');
  const wrapper = ['sh', '-c', 'umask 0; exec "$@"', 'sh'];
  const server = await startServer(t, { database, wrapper });
  const answer = await server.request('POST', '/api/v1/auth/user/send-otp', { body: { phone: '+919800000001' } });
  assert.equal(answer.status, 200);
  for (const suffix of ['', '-wal', '-shm', '.lock']) {
    assert.equal((fs.statSync(database + suffix).mode & 0o777).toString(8), '600', suffix);
  }
});

test('a wrong setting ends start-up with one clear line', async (t) => {
  const database = path.join(temporaryFolder(), 'x.db');
  const cases = [
    [{ PORT: 'eighty' }, /PORT/], [{ WAYCAST_SHARDS: '-1' }, /WAYCAST_SHARDS/], [{ JWT_EXPIRES_IN: 'soon' }, /JWT_EXPIRES_IN/],
    [{ JWT_SECRET: '' }, /JWT_SECRET/], [{ JWT_SECRET: 'short' }, /JWT_SECRET/],
    [{ JWT_SECRET: 'waycast-demo-secret-known-to-everybody' }, /JWT_SECRET/],
    [{ WAYCAST_TIME_ZONE: 'Mars/Olympus' }, /WAYCAST_TIME_ZONE.*Mars/],
    [{ DATABASE_URL: 'mysql://localhost/x' }, /DATABASE_URL/], [{ WAYCAST_CONFIG: '/nonexistent.toml' }, /nonexistent/],
  ];
  for (const [env, pattern] of cases) {
    const { status, stderr, stdout } = finish(['serve', '--port', '0'], env, environment(database));
    assert.notEqual(status, 0, JSON.stringify(env));
    assert.match(stderr, pattern);
    assert.equal(stderr.trim().split('\n').length, 1, stderr);
    assert.equal(stdout, '');
  }
});

test('flags over environment over file', async (t) => {
  const file = path.join(temporaryFolder(), 'waycast.toml');
  fs.writeFileSync(file, 'port = 1\nshards = 2\nlog_level = "warn"\n');
  const { stdout, status } = finish(['config', '--config', file, '--port', '3'], { PORT: '2', WAYCAST_SHARDS: '4' });
  assert.equal(status, 0);
  assert.match(stdout, /^port = 3 .*--port/m);
  assert.match(stdout, /^shards = 4 .*WAYCAST_SHARDS/m);
  assert.match(stdout, /^log_level = "warn" .*waycast\.toml/m);
  assert.ok(!stdout.includes(secret), 'the secret is masked');
});

test('what config prints is typed TOML that serve loads', async (t) => {
  const file = path.join(temporaryFolder(), 'waycast.toml');
  const webhook = 'http://127.0.0.1:9/hook?events=a,b';
  const listed = path.join(temporaryFolder(), 'listed.toml');
  fs.writeFileSync(listed, `webhook_urls = [${JSON.stringify(webhook)}]\n`);
  const printed = finish(['config', '--config', listed, '--max-speed', '40.5', '--grace', '90 seconds'],
    { CLIENT_URL: 'https://app.example.com/', WAYCAST_REQUIRE_OTP: 'YES', WAYCAST_WEBHOOK_SECRET: 'hush-hush' });
  assert.equal(printed.status, 0, printed.stderr);
  assert.ok(!printed.stdout.includes('hush-hush') && !printed.stdout.includes(secret), 'secrets stay out');
  assert.match(printed.stdout, /^# webhook_secret = .*WAYCAST_WEBHOOK_SECRET/m);
  fs.writeFileSync(file, printed.stdout);
  const read = 'import json, sys, tomllib; print(json.dumps(tomllib.load(open(sys.argv[1], "rb"))))';
  const values = JSON.parse(execFileSync('python3', ['-c', read, file], { encoding: 'utf8' }));
  assert.equal(values.port, 5000);
  assert.equal(values.max_speed, 40.5);
  assert.equal(values.require_otp, true);
  assert.equal(values.grace, '90s');
  assert.deepEqual(values.client_url, ['https://app.example.com']);
  assert.deepEqual(values.webhook_urls, [webhook], 'a comma in an item stays there');
  assert.ok(!('webhook_secret' in values) && !('jwt_secret' in values));
  const again = finish(['config', '--config', file], { DATABASE_URL: '' }).stdout;
  const withoutOrigins = (text) => text.replace(/ {2}# .*/g, '').replace(/^# webhook_secret.*/m, '');
  assert.equal(withoutOrigins(again), withoutOrigins(printed.stdout), 'loads as what it was');
  const server = await startServer(t, { pilots: 1, env: { WAYCAST_CONFIG: file } });
  assert.equal((await server.get('/ready')).status, 200);
});

test('help teaches', () => {
  const { stdout, status } = finish(['--help']);
  assert.equal(status, 0);
  for (const command of ['serve', 'migrate', 'check', 'seed', 'token', 'admin', 'simulate', 'config']) {
    assert.match(stdout, new RegExp(`\\b${command}\\b`));
    const help = finish([command, '--help']);
    assert.equal(help.status, 0);
    assert.match(help.stdout, new RegExp(`waycast ${command}`), `an example of ${command}`);
    const isServers = ['serve', 'config'].includes(command);
    assert.equal(help.stdout.includes('--ping-interval'), isServers, `${command} offers the settings that it obeys`);
  }
  assert.match(finish(['--version']).stdout, /^waycast \d+\.\d+\.\d+\n$/);
  const unknown = finish(['fly']);
  assert.equal(unknown.status, 2);
  assert.equal(unknown.stderr.trim().split('\n').length, 1);
});

test('migrate, seed and token make a server that works', async (t) => {
  const database = path.join(temporaryFolder(), 'fresh.db');
  const env = environment(database);
  const migrated = () => /: schema version (\d+), (\d+) migrations? applied\n$/.exec(finish(['migrate'], {}, env).stdout);
  const [, version, applied] = migrated();
  assert.ok(Number(version) > 0);
  assert.equal(applied, version, 'from nothing');
  assert.deepEqual([...migrated()].slice(1), [version, '0'], 'again: nothing to do');
  assert.equal(finish(['seed', '--pilots', '3'], {}, env).status, 0);
  const made = finish(['token', '--type', 'pilot', '--id', id('pilot', 2), '--ttl', '1h'], {}, env).stdout.trim();
  const server = await startServer(t, { database });
  const socket = people.open(server, { token: made });
  t.after(() => socket.disconnect());
  await people.connected(socket);
  assert.deepEqual(await people.goOnline(socket, 2), { ok: true, bookings: [id('booking', 2)] });
});

test('health, readiness and metrics, also under /_waycast/', async (t) => {
  const server = await startServer(t, { env: { WAYCAST_POINT_INTERVAL: '1ms' } });
  const pilot = await people.onlinePilot(t, server, 0);
  await ask(pilot, 'pilot:location', { lat: 12, lng: 77 });
  await ask(pilot, 'pilot:location', { lat: 99, lng: 77 });
  for (const prefix of ['', '/_waycast']) {
    assert.equal((await server.get(`${prefix}/health`)).status, 200);
    assert.equal((await server.get(`${prefix}/ready`)).status, 200);
  }
  const { text, headers } = await server.get('/metrics');
  assert.match(headers.get('content-type'), /^text\/plain/);
  const value = (name) => Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1]);
  assert.equal(value('waycast_sockets_connected'), 1, text);
  assert.equal(value('waycast_store_points_total\\{result="stored"\\}'), 1, text);
  assert.ok(value('waycast_store_commits_total') >= 1, text);
});

test('logs: JSON lines, without tokens and phone numbers', async (t) => {
  const server = await startServer(t, { env: { WAYCAST_LOG_LEVEL: 'debug' } });
  const pilot = await people.onlinePilot(t, server, 0);
  const bad = people.open(server, { token: `${token('user', 'x')}broken` }, { reconnection: false });
  await people.refused(bad);
  await ask(pilot, 'pilot:location', { lat: 12, lng: 77 });
  await server.stop();
  assert.ok(server.lines.length > 0);
  for (const line of server.lines) {
    const entry = JSON.parse(line);
    assert.ok(entry.time && entry.level && entry.message, line);
    assert.ok(!/eyJ[\w-]+\./.test(line) && !/\+?\d{10,15}\b(?!-)/.test(line.replace(/"time":"[^"]*"/, '')), line);
  }
});

test('a demo needs nothing', async (t) => {
  const server = new Server({ database: path.join(temporaryFolder(), 'unused.db'), demo: true, env: { JWT_SECRET: '' } });
  stopAfter(t, server);
  await server.start();
  assert.equal((await server.get('/ready')).status, 200);
  const home = await server.get('/');
  assert.equal(home.status, 200);
  assert.match(home.headers.get('content-type'), /^text\/html/);
  const links = [...home.text.matchAll(/href="([^"]+)"/g)].map(([, link]) => link);
  assert.ok(links.includes('/api-docs'), home.text);
  for (const link of links) assert.equal((await server.get(link)).status, 200, link);
});

test('only a demo has a home page', async (t) => {
  const server = await startServer(t, { pilots: 1 });
  assert.equal((await server.get('/')).status, 404);
});

test('browsers get the Socket.IO client', async (t) => {
  const server = await startServer(t, { pilots: 1 });
  const script = await server.get('/socket.io/socket.io.js');
  assert.equal(script.status, 200, script.text);
  assert.match(script.headers.get('content-type'), /^application\/javascript/);
  const page = vm.createContext({ setTimeout, clearTimeout });
  vm.runInContext(script.text, page);
  assert.equal(vm.runInContext('typeof io', page), 'function');
  const again = await server.request('GET', '/socket.io/socket.io.js',
    { headers: { 'if-none-match': script.headers.get('etag') } });
  assert.equal(again.status, 304);
  const own = path.join(temporaryFolder(), 'own.js');
  fs.writeFileSync(own, 'globalThis.io = 42;');
  const other = await startServer(t, { pilots: 1, env: { WAYCAST_CLIENT_SCRIPT: own } });
  assert.equal((await other.get('/socket.io/socket.io.js')).text, 'globalThis.io = 42;');
});

test('a file that is no database is named', () => {
  const database = path.join(temporaryFolder(), 'broken.db');
  fs.writeFileSync(database, 'x'.repeat(8192));
  const { status, stderr } = finish(['serve', '--port', '0'], {}, environment(database));
  assert.equal(status, 1);
  assert.match(stderr.trim().split('\n').at(-1), new RegExp(`${database}: file is not a database`));
});

test('simulate against no server: one clear line and a failure', () => {
  const { status, stderr, stdout } = finish(['simulate', '--demo', '--server', 'http://127.0.0.1:1']);
  assert.equal(status, 1);
  assert.equal(stderr.trim(), 'waycast: no server answers at http://127.0.0.1:1');
  assert.equal(stdout, '');
  const bad = finish(['simulate', '--demo', '--server', 'localhost']);
  assert.equal(bad.status, 2);
  assert.match(bad.stderr, /--server must begin with http:\/\//);
});

// What `waycast config` prints of each setting: a comment of several lines, then a line of TOML.
function printedSettings(text) {
  const lines = /((?:^# .*\n)+)^(?:# )?(\w+) = (.*) {2}# (?:default|not set: \w+)$/gm;
  return [...text.matchAll(lines)].map(([, comment, name, value]) => {
    const meaning = comment.split('\n').map((line) => line.slice(2)).join(' ').trim();
    const plain = value.replace(/^"(.*)"$|^\[\]$/, '$1');
    return [name, `${plain === '' ? '-' : `\`${plain}\``} | ${meaning}`];
  });
}

test('docs/configuration.md has every setting with its default and its meaning', () => {
  const text = fs.readFileSync(path.resolve(__dirname, '../../docs/configuration.md'), 'utf8');
  const rows = [...text.matchAll(/^\| `(\w+)` \| `\w+` \| (.+) \|$/gm)].map(([, name, rest]) => [name, rest]);
  const { stdout } = finish(['config'], {}, { PATH: process.env.PATH });
  const printed = printedSettings(stdout);
  assert.ok(printed.length > 40, stdout);
  assert.deepEqual(rows, printed);
});
