// Customers who subscribe while their pilot comes back after a restart: tracking goes on for all.
'use strict';
const test = require('node:test');
const assert = require('node:assert/strict');
const { startServer } = require('./lib/server');
const people = require('./lib/people');
const { id, ask, token } = people;
const { until } = require('./lib/wait');

const pilots = 12;
const at = (step) => ({ lat: 12.97 + step * 0.0001, lng: 77.59 });

async function locate(pilot, step) {
  await until(async () => (await ask(pilot, 'pilot:location', at(step))).ok, 'the throttle lets it through');
}

const numbers = Array.from({ length: pilots }, (_, i) => i);
const all = (task) => Promise.all(numbers.map(task));

test('live updates reach everybody who subscribed during a return, in two shards', async (t) => {
  const server = await startServer(t, {
    shards: 2, pilots, env: { WAYCAST_POINT_INTERVAL: '1ms', WAYCAST_COMMIT_INTERVAL: '100ms' },
  });
  const before = await all((i) => people.onlinePilot(t, server, i));
  await all((i) => locate(before[i], 1));
  before.forEach((pilot) => pilot.disconnect());
  await server.stop();
  await server.start();

  // Two customers each, while the pilot's state is read, and two while pilot:online is committed.
  const drives = await all(async (i) => {
    const [pilot, ...customers] = await Promise.all([
      people.pilot(t, server, i), people.follower(t, server, i), people.follower(t, server, i)]);
    for (const customer of customers) assert.equal(customer.last('location:update')?.lat, at(1).lat, 'the snapshot');
    await locate(pilot, 2);
    return { pilot, customers };
  });
  const booked = await server.get(`/api/v1/bookings/${id('booking', 0)}`, token('user', id('user', 0)));
  assert.ok([at(1).lat, at(2).lat].includes(booked.json.data.currentLat), 'what REST knows');
  await all(async (i) => {
    const { pilot, customers } = drives[i];
    const late = await Promise.all([people.customer(t, server, i), people.customer(t, server, i)]);
    const [online, ...joined] = await Promise.all(
      [people.goOnline(pilot, i), ...late.map((customer) => people.follow(customer, i))]);
    assert.ok(online.ok && joined.every((answer) => answer.ok), JSON.stringify([online, joined]));
    for (const customer of late) assert.equal(customer.last('location:update').lat, at(2).lat, 'the snapshot');
    customers.push(...late);
  });

  await all((i) => locate(drives[i].pilot, 3));
  await all((i) => locate(drives[i].pilot, 4));
  const has = (customer) => customer.last('location:update').lat === at(4).lat;
  const everybody = drives.flatMap(({ customers }) => customers);
  await until(() => everybody.every(has), 'the last position reaches all')
    .catch(() => assert.fail(`it reached ${everybody.filter(has).length} of ${everybody.length}`));
  for (const customer of everybody) {
    const seqs = customer.all('location:update').map((update) => update.seq);
    assert.deepEqual(seqs, [...seqs].sort((a, b) => a - b));
    assert.equal(new Set(seqs).size, seqs.length);
  }
});
