// First fixes that are wrong, phones whose clocks are wrong, vague fixes; and what maps and GPS tools get of it.
'use strict';
const path = require('node:path');
const { spawnSync } = require('node:child_process');
const test = require('node:test');
const assert = require('node:assert/strict');
const people = require('./lib/people');
const { id, ask, token } = people;
const { until } = require('./lib/wait');
const { points } = require('./lib/database');
const { fast, start, iso, world, drive, send, lats, flagged, track } = require('./lib/positions');

test('a wrong first fix: the drive is shown, and only the drive is exported', async (t) => {
  const server = await world(t, { env: fast });
  const user = await people.follower(t, server, 0);
  const pilot = await people.pilot(t, server, 0);
  const live = (lat, lng) => until(async () => (await ask(pilot, 'pilot:location', { lat, lng })).ok, 'it is stored');
  await live(0, 0);
  for (let i = 0; i < 3; i++) await live(1, 1);
  const road = drive(6).map((p) => p.lat);
  for (const lat of road) await live(lat, start.lng);
  await until(() => lats(user).includes(road.at(-1)), 'the drive is shown');
  await until(() => flagged(server, 0).length === 4, 'the wrong ones are flagged');
  assert.deepEqual(flagged(server, 0), [0, 1, 1, 1]);
  const json = (await track(server, 'json')).json.data.filter((e) => e.lat !== null);
  assert.deepEqual(json.filter((e) => !e.isFlagged).map((e) => e.lat), road);
  assert.deepEqual(json.filter((e) => e.isFlagged).map((e) => e.lat), [0, 1, 1, 1]);
  const line = JSON.parse((await track(server, 'geojson')).text).features[0];
  assert.deepEqual(line.geometry.coordinates.map(([, lat]) => lat), road);
  const gpx = (await track(server, 'gpx')).text;
  assert.deepEqual([...gpx.matchAll(/lat="([^"]+)"/g)].map((m) => Number(m[1])), road);
});

test('after a restart in the middle of a delivery a spike is still a spike', async (t) => {
  const server = await world(t, { env: fast });
  const pilot = await people.pilot(t, server, 0);
  assert.equal((await ask(pilot, 'pilot:location', start)).ok, true);
  pilot.disconnect();
  await server.stop();
  await server.start();
  const user = await people.follower(t, server, 0);
  const back = await people.pilot(t, server, 0);
  for (const lat of [48.97, start.lat + 0.0001]) {
    await until(async () => (await ask(back, 'pilot:location', { lat, lng: start.lng })).ok, 'stored');
  }
  await until(() => lats(user).includes(start.lat + 0.0001), 'the road goes on');
  assert.ok(!lats(user).includes(48.97));
  assert.deepEqual(flagged(server, 0), [48.97]);
});

test('a batch of a phone five minutes ahead: every point, with its distances; sent again, all are known', async (t) => {
  const server = await world(t, { env: fast });
  const user = await people.follower(t, server, 0);
  const pilot = await people.pilot(t, server, 0);
  const road = drive(60, Date.now() + 300000);
  assert.deepEqual(await send(pilot, road), { ok: true, stored: 60, duplicates: 0, rejected: [] });
  const stored = points(server, id('booking', 0));
  assert.deepEqual(stored.map((p) => p.lat), road.map((p) => p.lat));
  const times = stored.map((p) => Date.parse(p.createdAt));
  for (let i = 1; i < times.length; i++) assert.equal(times[i] - times[i - 1], 1000);
  assert.ok(times.at(-1) <= Date.now());
  await until(() => lats(user).length > 0, 'it is shown');
  assert.deepEqual(lats(user), [road.at(-1).lat], 'the newest');
  assert.deepEqual(await send(pilot, road), { ok: true, stored: 0, duplicates: 60, rejected: [] });
  const json = (await track(server, 'json')).json.data.filter((e) => e.lat !== null);
  assert.deepEqual(json.map((e) => e.deviceTime), road.map((p) => p.recordedAt));
});

for (const [name, offset] of [['20 seconds slow', -20000], ['an hour slow', -3600000], ['that sends local time as UTC', 19800000]]) {
  test(`a phone ${name} is shown from its first position on, and its times are corrected`, async (t) => {
    const server = await world(t, { minutes: 0, env: { WAYCAST_POINT_INTERVAL: '500ms' } });
    const user = await people.follower(t, server, 0);
    const pilot = await people.pilot(t, server, 0);
    const road = drive(6).map((p) => p.lat);
    for (const lat of road) {
      const fix = () => ({ lat, lng: start.lng, recordedAt: iso(Date.now() + offset) });
      await until(async () => (await ask(pilot, 'pilot:location', fix())).ok, 'it is stored');
    }
    await until(() => lats(user).length === road.length, 'all are shown');
    assert.deepEqual(lats(user), road);
    const last = points(server, id('booking', 0)).find((p) => p.lat === road.at(-1));
    assert.ok(Math.abs(Date.now() - Date.parse(last.createdAt)) < 15000, last.createdAt);
    const metrics = await server.request('GET', '/metrics');
    assert.match(metrics.text, /^waycast_clocks_corrected_total 1$/m);
  });
}

test('sentAt dates the first position exactly, by socket and by REST', async (t) => {
  const server = await world(t, { env: fast });
  const pilot = await people.pilot(t, server, 0);
  const slow = (ms) => iso(Date.now() - 7200000 + ms);
  assert.equal((await ask(pilot, 'pilot:location', { ...start, recordedAt: slow(-30000), sentAt: slow(0) })).ok, true);
  const [first] = points(server, id('booking', 0));
  assert.ok(Math.abs(Date.now() - 30000 - Date.parse(first.createdAt)) < 10000, first.createdAt);
  const answer = await until(async () => {
    const got = await server.request('PATCH', '/api/v1/pilots/location',
      { token: token('pilot', id('pilot', 0)), body: { ...start, recordedAt: slow(-10000), sentAt: slow(0) } });
    return got.status !== 429 && got;
  }, 'REST takes it');
  assert.equal(answer.status, 200, answer.text);
  const second = points(server, id('booking', 0)).at(-1);
  assert.ok(Math.abs(Date.now() - 10000 - Date.parse(second.createdAt)) < 10000, second.createdAt);
});

test('a fix of 3 km accuracy, 2.5 km off, does not move the marker there and back', async (t) => {
  const server = await world(t, { env: fast });
  const user = await people.follower(t, server, 0);
  const pilot = await people.pilot(t, server, 0);
  const live = (lat, accuracy) => until(async () => (await ask(pilot, 'pilot:location', { lat, lng: start.lng, accuracy })).ok, 'stored');
  await live(12.97, 8);
  await live(12.9925, 3000);
  await live(12.9701, 8);
  await until(() => lats(user).includes(12.9701), 'the next good one');
  assert.deepEqual(lats(user), [12.97, 12.9701]);
  assert.deepEqual(flagged(server, 0), [12.9925]);
});

test('the GPX of a delivery is valid by its schema, and its way over +-180 degrees is cut in GeoJSON', async (t) => {
  const server = await world(t, { env: fast });
  const pilot = await people.pilot(t, server, 0);
  for (const [lat, lng] of [[-4.80000117e-5, 179.9999], [0, 180], [4.80000117e-5, -179.9999]]) {
    await until(async () => (await ask(pilot, 'pilot:location', { lat, lng })).ok, 'stored');
  }
  const gpx = (await track(server, 'gpx')).text;
  const schema = path.join(__dirname, 'lib', 'gpx-1.1.xsd');
  const valid = spawnSync('xmllint', ['--noout', '--schema', schema, '-'], { input: gpx, encoding: 'utf8' });
  assert.equal(valid.status, 0, valid.stderr);
  assert.equal([...gpx.matchAll(/<trkpt /g)].length, 3);
  const { geometry } = JSON.parse((await track(server, 'geojson')).text).features[0];
  assert.equal(geometry.type, 'MultiLineString');
  assert.deepEqual(geometry.coordinates.map((line) => line.map(([lng]) => lng)), [[179.9999, 180], [-180, -179.9999]]);
});
