// An acknowledged point is committed: kill -9, a locked database, a full disk.
'use strict';
const test = require('node:test');
const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { execFileSync, spawn } = require('node:child_process');
const { startServer, temporaryFolder, seed } = require('./lib/server');
const people = require('./lib/people');
const { id, ask } = people;
const { until, scaled } = require('./lib/wait');
const { query, points } = require('./lib/database');

const kills = scaled(20);
const pilots = 10;

test(`kill -9 in the middle of load, ${kills} times: every acknowledged point is in the table`, async (t) => {
  const server = await startServer(t, { shards: 2, pilots, env: { WAYCAST_POINT_INTERVAL: '1ms' } });
  const sockets = await Promise.all(Array.from({ length: pilots }, (_, i) => people.pilot(t, server, i)));
  const acknowledged = new Map();  // recordedAt -> { pilot, lat }
  // From the acceptance of the bookings on: an earlier point belongs to no booking's history.
  let clock = Date.parse(query(server, 'select max(acceptedAt) as latest from bookings')[0].latest) + 1;

  for (let round = 0; round < kills; round++) {
    if (round > 0) await server.start();
    await Promise.all(sockets.map(people.connected));
    let sending = true;
    const before = acknowledged.size;
    const loads = sockets.map(async (socket, i) => {
      await Promise.race([people.goOnline(socket, i), server.exited]);
      while (sending) {
        const point = { lat: 12 + Math.random() * 0.001, lng: 77, recordedAt: new Date(clock++).toISOString() };
        const answer = await Promise.race([ask(socket, 'pilot:location', point), server.exited]);
        if (answer?.ok) acknowledged.set(point.recordedAt, { pilot: i, lat: point.lat });
      }
    });
    await until(() => acknowledged.size >= before + 50, 'the load is under way');
    await server.kill();
    sending = false;
    await Promise.all(loads);
  }

  await server.start();
  const stored = new Map();
  for (const row of query(server, 'select bookingId, lat, createdAt from tracking_history where lat is not null')) {
    stored.set(`${row.bookingId} ${new Date(row.createdAt).toISOString()}`, row.lat);
  }
  assert.ok(acknowledged.size >= kills * 50);
  for (const [recordedAt, { pilot, lat }] of acknowledged) {
    assert.equal(stored.get(`${id('booking', pilot)} ${recordedAt}`), lat, `${id('pilot', pilot)} at ${recordedAt}`);
  }
});

test('the sync comes before the acknowledgement (strace)', async (t) => {
  const folder = temporaryFolder();
  const trace = path.join(folder, 'trace');
  const server = await startServer(t, {
    pilots: 1,
    env: { ASAN_OPTIONS: 'detect_leaks=0' },  // looking for leaks does not go together with strace
    wrapper: ['strace', '-D', '-f', '-qq', '-o', trace, '-s', '300', '-e', 'trace=fdatasync,fsync,write,writev,sendmsg,sendto'],
  });
  const pilot = await people.onlinePilot(t, server, 0);
  const mark = `mark-${Date.now()}`;
  fs.appendFileSync(path.join(folder, 'note'), mark);
  const before = fs.readFileSync(trace, 'utf8').split('\n').length;
  // An acknowledgement with an id of its own: Socket.IO packet 43<id>[...]
  for (let i = 0; i < 40; i++) await ask(pilot, 'booking:unsubscribe', { bookingId: 'none' });
  const start = fs.readFileSync(trace, 'utf8').split('\n').length;
  assert.ok(start >= before);
  assert.equal((await ask(pilot, 'pilot:location', { lat: 12.5, lng: 77.5 })).ok, true);
  const ack = pilot.ids - 1;
  await until(() => fs.readFileSync(trace, 'utf8').includes(`43${ack}[{\\"ok\\":true`), 'strace saw the acknowledgement');
  const lines = fs.readFileSync(trace, 'utf8').split('\n').slice(start - 1);
  const sent = lines.findIndex((line) => line.includes(`43${ack}[{\\"ok\\":true`));
  const synced = lines.findIndex((line) => /f(data)?sync/.test(line) && !/unfinished/.test(line) && /= 0$/.test(line));
  assert.ok(synced >= 0, 'there was a sync');
  assert.ok(synced < sent, `sync at ${synced}, acknowledgement at ${sent}`);
});

test('a locked database: ERR_1500 to the sender, a log line, then service resumes', async (t) => {
  const server = await startServer(t, { pilots: 1, env: { WAYCAST_POINT_INTERVAL: '1ms', WAYCAST_BUSY_TIMEOUT: '200ms' } });
  const user = await people.follower(t, server, 0);
  const pilot = await people.onlinePilot(t, server, 0);
  const lock = spawn('sqlite3', [server.database], { stdio: ['pipe', 'pipe', 'inherit'] });
  t.after(() => lock.kill('SIGKILL'));
  lock.stdin.write('.timeout 10000\nbegin immediate;\nselect \'locked\';\n');
  await new Promise((resolve) => { lock.stdout.once('data', resolve); });
  const answer = await ask(pilot, 'pilot:location', { lat: 12.5, lng: 77.5 });
  assert.equal(answer.ok, false);
  assert.equal(answer.error.code, 'ERR_1500');
  await until(() => user.last('location:update'), 'the broadcast does not wait for the store');
  await until(() => server.messages().some((m) => /error|warn/.test(m.level) && /database|store/i.test(m.message)), 'a log line');
  lock.stdin.end('rollback;\n');
  await new Promise((resolve) => { lock.once('close', resolve); });
  await until(async () => (await ask(pilot, 'pilot:location', { lat: 12.6, lng: 77.5 })).ok, 'service resumes');
  assert.ok(points(server, id('booking', 0)).some((p) => p.lat === 12.6));
  await until(async () => (await server.get('/ready')).status === 200, 'the store is found writable again');
});

const canMount = (() => {
  try {
    const folder = fs.mkdtempSync('/tmp/waycast-mount-');
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder], { stdio: 'ignore' });
    execFileSync('umount', [folder]);
    fs.rmdirSync(folder);
    return true;
  } catch { return false; }
})();

// Without the right to mount, a file-size limit plays the full disk.
test('a full disk: ERR_1500 to the sender, a log line, then service resumes', { skip: !canMount && 'needs mount' }, async (t) => {
  const folder = temporaryFolder();
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=16m', 'tmpfs', folder]);
  t.after(() => execFileSync('umount', ['-l', folder]));
  const database = path.join(folder, 'waycast.db');
  seed(database, 2);
  const server = await startServer(t, { database, env: { WAYCAST_POINT_INTERVAL: '1ms' } });
  const pilot = await people.onlinePilot(t, server, 0);
  const filler = path.join(folder, 'filler');
  const file = fs.openSync(filler, 'w');
  assert.throws(() => { for (;;) fs.writeSync(file, Buffer.alloc(4096, 1)); }, /ENOSPC/);
  fs.closeSync(file);
  let step = 0;
  const send = () => ask(pilot, 'pilot:location', { lat: 12 + step++ * 1e-6, lng: 77 });
  const refusal = await until(async () => { const a = await send(); return !a.ok && a.error.code !== 'ERR_1003' && a; }, 'the disk is full');
  assert.equal(refusal.error.code, 'ERR_1500');
  await until(() => server.messages().some((m) => /error|warn/.test(m.level)), 'a log line');
  assert.ok(server.isRunning);
  fs.rmSync(filler);
  await until(async () => (await send()).ok, 'service resumes');
});
