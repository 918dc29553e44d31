// Position quality: points that come late, twice, out of order or wrong. History keeps them, the marker is not fooled.
'use strict';
const test = require('node:test');
const assert = require('node:assert/strict');
const people = require('./lib/people');
const { id, ask, token } = people;
const { until } = require('./lib/wait');
const { points } = require('./lib/database');
const { fast, start, iso, world, drive, send, lats, flagged } = require('./lib/positions');

for (const shards of [1, 3]) {
  test(`300 points after an outage, doubled and shuffled: all in order, the newest shown (${shards} shard(s))`, async (t) => {
    const server = await world(t, { shards, env: { WAYCAST_POINT_INTERVAL: '1ms' } });
    const user = await people.follower(t, server, 0);
    const pilot = await people.pilot(t, server, 0);
    const road = drive(300);
    const swapped = road.map((_, i) => road[i % 2 === 0 && i + 1 < road.length ? i + 1 : i % 2 === 1 ? i - 1 : i]);
    const answer = await ask(pilot, 'pilot:locations', [...swapped, ...road.slice(100, 120)]);
    assert.deepEqual(answer, { ok: true, stored: 300, duplicates: 20, rejected: [] });
    assert.deepEqual(points(server, id('booking', 0)).map((p) => p.lat), road.map((p) => p.lat));
    await until(() => user.last('location:update'), 'the newest is shown');
    assert.deepEqual(lats(user), [road.at(-1).lat]);
    assert.equal((await ask(pilot, 'pilot:locations', road)).error.code, 'ERR_1003', 'a second batch at once');
    const again = await send(pilot, road);
    assert.deepEqual(again, { ok: true, stored: 0, duplicates: 300, rejected: [] });
    assert.equal(points(server, id('booking', 0)).length, 300);
    const live = { lat: road.at(-1).lat + 0.0001, lng: start.lng };
    assert.equal((await ask(pilot, 'pilot:location', live)).ok, true);
    await until(() => lats(user).includes(live.lat), 'the live position follows');
    assert.deepEqual(lats(user), [road.at(-1).lat, live.lat], 'never back');
  });
}

test('points of an earlier booking are stored under it; nobody sees them any more', async (t) => {
  const server = await world(t, { env: fast });
  const pilot = await people.pilot(t, server, 0);
  for (const status of ['ARRIVED_DROP', 'DELIVERED']) {
    const answer = await server.request('PATCH', `/api/v1/bookings/${id('booking', 0)}/status`,
      { token: token('pilot', id('pilot', 0)), body: { status } });
    assert.equal(answer.status, 200, answer.text);
  }
  const road = drive(20, Date.now() - 60000);
  assert.deepEqual(await send(pilot, road), { ok: true, stored: 20, duplicates: 0, rejected: [] });
  assert.deepEqual(points(server, id('booking', 0)).map((p) => p.lat), road.map((p) => p.lat));
  assert.equal(pilot.last('location:update'), undefined);
  assert.equal((await send(pilot, [{ ...start, recordedAt: iso(Date.now() + 1000) }])).error.code, 'ERR_1402', 'after its end');
});

test('a time in the future becomes the server\'s; invalid points are named; 501 are too many', async (t) => {
  const server = await world(t, { env: fast });
  const user = await people.follower(t, server, 0);
  const pilot = await people.pilot(t, server, 0);
  const answer = await send(pilot, [{ ...start, recordedAt: iso(Date.now() + 3600000) }, { lat: 91, lng: 0, recordedAt: iso(Date.now()) }]);
  assert.deepEqual(answer, { ok: true, stored: 1, duplicates: 0, rejected: [{ index: 1, code: 'ERR_1001' }] });
  const shown = await until(() => user.last('location:update'), 'it is shown');
  assert.ok(Date.parse(shown.timestamp) <= Date.now());
  assert.ok(Date.parse(points(server, id('booking', 0))[0].createdAt) <= Date.now());
  assert.equal((await ask(pilot, 'pilot:locations', drive(501))).error.code, 'ERR_1001');
  assert.equal((await ask(pilot, 'pilot:locations', { lat: 1 })).error.code, 'ERR_1001');
});

test('a spike of 4,000 km is kept with a flag and not shown; three points that agree are believed', async (t) => {
  const server = await world(t, { env: fast });
  const user = await people.follower(t, server, 0);
  const pilot = await people.pilot(t, server, 0);
  const live = async (lat, lng = start.lng) => {
    await until(async () => (await ask(pilot, 'pilot:location', { lat, lng })).ok, 'it is stored');
  };
  await live(12.97);
  await live(48.97);
  await live(12.971);
  await until(() => lats(user).length === 2, 'the two good ones are shown');
  assert.deepEqual(lats(user), [12.97, 12.971]);
  assert.deepEqual(flagged(server, 0), [48.97]);
  for (const lat of [48.97, 48.9701, 48.9702]) await live(lat);
  await until(() => lats(user).includes(48.9702), 'the third is believed');
  assert.deepEqual(lats(user), [12.97, 12.971, 48.9702]);
  await until(() => flagged(server, 0).length === 3, 'what was believed and what was not change places');
  assert.deepEqual(flagged(server, 0), [12.97, 48.97, 12.971]);
  await live(48.9703);
  await until(() => lats(user).includes(48.9703), 'and what follows');
});

test('a tunnel: the points of the other end are shown, what was buffered inside fills the history', async (t) => {
  const server = await world(t, { env: fast });
  const user = await people.follower(t, server, 0);
  const pilot = await people.pilot(t, server, 0);
  const road = drive(120, Date.now() - 1000);
  await send(pilot, road.slice(0, 1));
  await send(pilot, [road[119]]);
  await send(pilot, road.slice(1, 119));
  assert.deepEqual(points(server, id('booking', 0)).map((p) => p.lat), road.map((p) => p.lat));
  await until(() => lats(user).includes(road[119].lat), 'the other end');
  assert.equal(lats(user).at(-1), road[119].lat, 'the marker does not return into the tunnel');
  assert.deepEqual(flagged(server, 0), []);
});

test('a parked pilot: the drift of the receiver stays within metres and nothing is flagged', async (t) => {
  const server = await world(t, { env: fast });
  const user = await people.follower(t, server, 0);
  const pilot = await people.pilot(t, server, 0);
  const drift = [0, 3, -4, 12, 7, -9, 2, 25, -14, 1].map((metres) => start.lat + metres / 111320);
  for (const lat of drift) {
    await until(async () => (await ask(pilot, 'pilot:location', { lat, lng: start.lng, accuracy: 30, speed: 0, heading: -1 })).ok, 'stored');
  }
  await until(() => lats(user).length === drift.length, 'all are shown');
  assert.deepEqual(lats(user), drift);
  assert.deepEqual([...new Set(user.all('location:update').map((u) => u.heading))], [null]);
  assert.deepEqual(flagged(server, 0), []);
});

test('two devices of one pilot, one left at home: the marker does not commute', async (t) => {
  const server = await world(t, { shards: 3, env: fast });
  const user = await people.follower(t, server, 0);
  const [phone, tablet] = [await people.pilot(t, server, 0), await people.pilot(t, server, 0)];
  const home = { lat: 13.5, lng: 77.59 };
  const road = drive(10).map((p) => p.lat);
  for (const lat of road) {
    await until(async () => (await ask(phone, 'pilot:location', { lat, lng: start.lng })).ok, 'the phone');
    await until(async () => (await ask(tablet, 'pilot:location', home)).ok, 'the tablet');
  }
  await until(() => lats(user).includes(road.at(-1)), 'the road to its end');
  assert.deepEqual(lats(user), road);
  assert.equal(points(server, id('booking', 0)).length, 20, 'history has both');
});

test('a position that its sender calls older than the limit is stored and not shown', async (t) => {
  const server = await world(t, { env: { ...fast, WAYCAST_MAX_POSITION_AGE: '30s' } });
  const user = await people.follower(t, server, 0);
  const pilot = await people.pilot(t, server, 0);
  const old = { ...start, recordedAt: iso(Date.now() - 40000), sentAt: iso(Date.now()) };
  assert.equal((await ask(pilot, 'pilot:location', old)).ok, true);
  const fresh = { lat: start.lat + 0.001, lng: start.lng };
  await until(async () => (await ask(pilot, 'pilot:location', fresh)).ok, 'the next');
  await until(() => lats(user).includes(fresh.lat), 'is shown');
  assert.deepEqual(lats(user), [fresh.lat]);
  assert.deepEqual(points(server, id('booking', 0)).map((p) => p.lat), [old.lat, fresh.lat]);
});
