// What start-up does with a database, settings or a command line that are not as they should be.
'use strict';
const test = require('node:test');
const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { spawn, spawnSync, execFileSync } = require('node:child_process');
const { Server, startServer, stopAfter, temporaryFolder, environment, seed, binary } = require('./lib/server');
const { until, within } = require('./lib/wait');

const inFolder = (name) => path.join(temporaryFolder(), name);

function finish(args, env = {}, database = '/nonexistent/never.db') {
  return spawnSync(binary, args, { env: environment(database, env), encoding: 'utf8', timeout: 60000 });
}

function seeded(pilots = 2) {
  const database = inFolder('waycast.db');
  seed(database, pilots);
  return database;
}

// Overwrites the first page of a table.
function damage(database, table) {
  const page = execFileSync('sqlite3', [database,
    `PRAGMA wal_checkpoint(TRUNCATE); SELECT rootpage FROM sqlite_master WHERE name = '${table}';`], { encoding: 'utf8' });
  const file = fs.openSync(database, 'r+');
  fs.writeSync(file, Buffer.alloc(4096, 0x5a), 0, 4096, (Number(page.trim().split('\n').at(-1)) - 1) * 4096);
  fs.closeSync(file);
}

// Another process that has the database for itself until `release()`.
async function lock(t, database) {
  const script = 'import sqlite3, sys\nc = sqlite3.connect(sys.argv[1])\nc.execute("BEGIN EXCLUSIVE")\n'
    + 'print("locked", flush=True)\nsys.stdin.readline()\n';
  const child = spawn('python3', ['-c', script, database], { stdio: ['pipe', 'pipe', 'inherit'] });
  t.after(() => child.kill('SIGKILL'));
  let out = '';
  child.stdout.on('data', (chunk) => { out += chunk; });
  await until(() => out.includes('locked'), 'the other process has the lock');
  return { release: () => child.stdin.write('\n') };
}

// A server that need not come to listen.
function launch(t, database, env) {
  const server = new Server({ database, env });
  stopAfter(t, server);
  server.spawn();
  return server;
}

const says = (server, text) => until(() => server.log.includes(text) || !server.isRunning, `the log says "${text}"`);

for (const table of ['pilots', 'bookings', 'waycast_booking_addresses', 'waycast_position_state']) {
  test(`a damaged page of ${table} ends start-up with one line, and check says more`, () => {
    const database = seeded();
    damage(database, table);
    const { status, stderr } = finish(['serve', '--port', '0'], {}, database);
    assert.equal(stderr, `waycast: database ${database}: database disk image is malformed (\`waycast check\` says more)\n`);
    assert.equal(status, 1);
    const checked = finish(['check'], {}, database);
    assert.equal(checked.status, 1, checked.stdout);
    assert.match(checked.stdout, /^problem: /m);
    assert.match(checked.stdout, /^ +\d+ vehicle_types$/m, 'what can be counted is');
  });
}

test('check: what is in a sound database, also while it is served', async (t) => {
  const server = await startServer(t, { pilots: 3 });
  const { status, stdout, stderr } = finish(['check', '--full'], {}, server.database);
  assert.equal(status, 0, stderr);
  assert.match(stdout, /^file mode 0\d{3}, \d+ bytes, write-ahead log \d+ bytes; in use by another Waycast$/m);
  assert.match(stdout, /^schema version (\d+) of \1$/m);
  assert.match(stdout, /^ +3 pilots$/m);
  assert.match(stdout, /^integrity: ok$/m);
  const missing = finish(['check'], {}, '/nonexistent/never.db');
  assert.equal(missing.status, 1);
  assert.equal(missing.stderr, 'waycast: database /nonexistent/never.db: No such file or directory\n');
});

test('a locked database is waited for, and the log says so', async (t) => {
  const database = seeded();
  const other = await lock(t, database);
  const server = launch(t, database);
  await says(server, 'database is locked by another process: waiting for it, 30s at most');
  assert.ok(server.isRunning, server.log);
  other.release();
  await until(() => server.listeningPort(), 'it listens');
});

test('not for ever', async (t) => {
  const database = seeded();
  await lock(t, database);
  const { status, stderr } = finish(['serve', '--port', '0'], { WAYCAST_LOCK_WAIT: '300ms', WAYCAST_LOG_LEVEL: 'error' }, database);
  assert.equal(stderr, `waycast: database ${database}: database is locked by another process, still after 300ms\n`);
  assert.equal(status, 1);
});

for (const signal of ['SIGTERM', 'SIGINT', 'SIGQUIT']) {
  test(`${signal} ends a start-up that waits`, async (t) => {
    const database = seeded();
    await lock(t, database);
    const server = launch(t, database, { WAYCAST_LOCK_WAIT: '10m' });
    await says(server, 'waiting for it');
    const { code } = await within(server.stop(signal), 'it ends');
    assert.equal(code, 0, server.log);
    assert.match(server.log, /before start-up was complete/);
  });
}

test('SIGHUP does not end one', async (t) => {
  const database = seeded();
  const other = await lock(t, database);
  const server = launch(t, database);
  await says(server, 'waiting for it');
  server.child.kill('SIGHUP');
  other.release();
  await until(() => server.listeningPort(), 'it listens');
  await says(server, 'reload:');
});

test('wrong settings and wrong usage are 2, with one line that names what is wrong', () => {
  const folder = temporaryFolder();
  const certificate = path.join(folder, 'bad.pem');
  fs.writeFileSync(certificate, 'nonsense');
  const serve = (...flags) => ['serve', '--port', '0', ...flags];
  const cases = [
    [['bogus'], {}, /unknown command 'bogus'/], [['srve'], {}, /unknown command 'srve': did you mean serve\?/],
    [['admin', 'crate'], {}, /unknown command 'crate': did you mean create\?/], [[], {}, /subcommand/],
    [serve('--shard', '1'), {}, /unknown flag --shard: did you mean --shards\?/],
    [serve('--shards=-1'), {}, /--shards: "-1"/], [serve('--first-radius', '20'), {}, /first_radius.*last_radius/],
    [serve('--demo', '--database', 'sqlite:x.db'), {}, /--demo and --database/], [serve('--demo-pilots', '3'), {}, /--demo/],
    [serve('--demo', '--demo-pilots', '-3'), {}, /--demo-pilots/], [serve('--address', 'localhost'), {}, /--address: "localhost"/],
    [serve(), { DATABASE_URL: 'sqlite::memory:' }, /DATABASE_URL: "sqlite::memory:"/],
    [serve(), { CLIENT_URL: 'https://app.example.com/app' }, /CLIENT_URL.*without a path/],
    [serve(), { CLIENT_URL: 'app.example.com' }, /CLIENT_URL/], [serve(), { WAYCAST_TLS_CERTIFICATE: certificate }, /tls_certificate and tls_key/],
    [serve(), { WAYCAST_TLS_CERTIFICATE: certificate, WAYCAST_TLS_KEY: certificate }, /bad\.pem/],
    [serve(), { WAYCAST_REQUIRE_OTP: 'maybe' }, /WAYCAST_REQUIRE_OTP/], [['seed', '--pilots', '-1'], {}, /--pilots/],
    [['simulate', '--demo', '--pilots', '-1'], {}, /--pilots/], [['token', '--type', 'user', '--id', 'x', '--ttl', '60'], {}, /--ttl/],
  ];
  for (const [args, env, pattern] of cases) {
    const { status, stderr, stdout } = finish(args, env, path.join(folder, 'x.db'));
    assert.match(stderr, pattern);
    assert.equal(status, 2, `${args.join(' ')} ${JSON.stringify(env)}: ${stderr}`);
    assert.equal(stderr.trim().split('\n').length, 1, stderr);
    assert.equal(stdout, '');
  }
});

test('a port or a database that cannot be had is 1', async (t) => {
  const server = await startServer(t, { pilots: 1 });
  for (const [args, database] of [[['--port', String(server.port)], seeded()], [['--port', '0'], server.database],
    [['--port', '0'], '/nonexistent/never.db']]) {
    const { status, stderr } = finish(['serve', ...args], {}, database);
    assert.equal(status, 1, stderr);
    assert.equal(stderr.trim().split('\n').length, 1, stderr);
  }
});

test('the first lines tell what was started, and what is doubtful', async (t) => {
  const server = await startServer(t, { pilots: 1, shards: 2, env: { WAYCAST_SHARD: '2', WAYCAST_ADDRESS: '127.0.0.1' } });
  await says(server, 'one-time passwords go to this log');
  const [doubt, start, otp] = server.messages();
  assert.equal(doubt.message, 'WAYCAST_SHARD is no setting: did you mean WAYCAST_SHARDS?');
  assert.equal(doubt.level, 'warning');
  const version = finish(['--version']).stdout.trim();
  assert.equal(start.message, `listening on port ${server.port}, address 127.0.0.1: ${version}, database ${server.database}, TLS off, 2 shard(s)`);
  assert.equal(otp.level, 'warning');
  const quiet = await startServer(t, { pilots: 1, env: { WAYCAST_OTP_WEBHOOK_URL: 'http://127.0.0.1:9/', WAYCAST_WEBHOOK_SECRET: 'x' } });
  assert.equal(quiet.messages().filter(({ level }) => level === 'warning').length, 0, quiet.log);
});
