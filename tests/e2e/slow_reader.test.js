// A reader that stops reading: it neither slows the others nor grows the server, and has the newest position at once
// when it reads again. What may not be replaced is bounded too: such a reader is closed, and counted.
'use strict';
const test = require('node:test');
const assert = require('node:assert/strict');
const fs = require('node:fs');
const { startServer } = require('./lib/server');
const people = require('./lib/people');
const { id, ask } = people;
const { setTimeout: nextTick } = require('node:timers/promises');
const { until } = require('./lib/wait');

const pilots = 20;
const burst = 200; // updates of one pilot between two looks at the server

const at = (step) => ({ lat: 12.97 + step * 1e-6, lng: 77.59 });
const wire = (socket) => socket.io.engine.transport.ws._socket;
const residentKiB = (server) => Number(/VmRSS:\s+(\d+)/.exec(fs.readFileSync(`/proc/${server.pid}/status`, 'utf8'))[1]);

async function metric(server, name) {
  const line = (await server.get('/metrics')).text.split('\n').find((l) => l.startsWith(`${name} `));
  return Number(line.split(' ')[1]);
}

async function followAll(admin) {
  for (let i = 0; i < pilots; i += 1) assert.equal((await people.follow(admin, i)).ok, true);
}

const updatesOf = (socket, index) => socket.all('location:update').filter((u) => u.bookingId === id('booking', index));

// One burst of every pilot, as fast as the throttle lets them; resolves when the last point of each is committed.
async function drive(drivers, round) {
  for (let i = 1; i < burst; i += 1) {
    for (const pilot of drivers) pilot.emit('pilot:location', at(round * burst + i));
    await nextTick(2);
  }
  await Promise.all(drivers.map((pilot) => until(
    async () => (await ask(pilot, 'pilot:location', at((round + 1) * burst))).ok, 'the throttle lets it through')));
}

test('a reader that stops reading costs nobody anything and gets the newest position when it reads again', async (t) => {
  const server = await startServer(t, { pilots, env: { WAYCAST_POINT_INTERVAL: '1ms', WAYCAST_MAX_SPEED: '10000' } });
  const drivers = [];
  for (let i = 0; i < pilots; i += 1) drivers.push(await people.onlinePilot(t, server, i));
  const quick = await people.admin(t, server);
  const slow = await people.admin(t, server);
  await followAll(quick);
  await followAll(slow);
  await drive(drivers, 0);
  const before = residentKiB(server);

  wire(slow).pause();
  let round = 1;
  for (; await metric(server, 'waycast_packets_total{result="replaced"}') < 1000; round += 1) {
    assert.ok(round < 200, 'the kernel took everything');
    await drive(drivers, round);
  }
  for (let i = 0; i < pilots; i += 1) {
    await until(() => updatesOf(quick, i).at(-1).lat === at(round * burst).lat, 'the quick reader has the newest');
  }
  assert.ok(residentKiB(server) - before < 32 * 1024, `grew from ${before} to ${residentKiB(server)} KiB`);

  wire(slow).resume();
  for (let i = 0; i < pilots; i += 1) {
    await until(() => updatesOf(slow, i).at(-1).lat === at(round * burst).lat, 'the slow reader has the newest');
    const numbers = updatesOf(slow, i).map((u) => u.seq);
    assert.ok(numbers.every((n, k) => k === 0 || n > numbers[k - 1]), 'never back');
  }
  const missed = quick.all('location:update').length - slow.all('location:update').length;
  assert.ok(missed > 500, `older positions were replaced while it did not read: ${missed}`);
  assert.ok(slow.connected);
});

test('a reader that lets answers pile up is closed and counted; others go on', async (t) => {
  const server = await startServer(t, { pilots: 2, env: { WAYCAST_MAX_QUEUED: '65536' } });
  const quick = await people.admin(t, server);
  const slow = await people.admin(t, server, { reconnection: false });
  wire(slow).pause();
  await until(async () => {
    for (let i = 0; i < 500; i += 1) slow.emit('booking:subscribe', { bookingId: id('booking', 0) }, () => {});
    assert.equal((await people.follow(quick, 1)).ok, true, 'others are answered');
    return await metric(server, 'waycast_slow_consumers_total') + await metric(server, 'waycast_queue_overflows_total') > 0;
  }, 'the server gives up on it');
  wire(slow).resume();
  await until(() => !slow.connected, 'it is closed');
});
