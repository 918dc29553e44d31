// /metrics: well formed, documented, and true to what happened.
'use strict';
const test = require('node:test');
const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { startServer } = require('./lib/server');
const people = require('./lib/people');
const { id, ask, token } = people;
const { until } = require('./lib/wait');

// { 'name{labels}': value }, after checking the form of the page.
function parse(text) {
  const samples = new Map();
  const types = new Map();
  for (const line of text.trimEnd().split('\n')) {
    const type = /^# TYPE (\S+) (counter|gauge|histogram)$/.exec(line);
    if (type) {
      assert.ok(!types.has(type[1]), `${type[1]} comes twice`);
      types.set(type[1], type[2]);
      continue;
    }
    if (line.startsWith('# HELP ')) continue;
    const [, name, labels = '', value] = /^([a-z_]+)(\{[^}]*\})? (\S+)$/.exec(line) || assert.fail(line);
    const family = types.has(name) ? name : name.replace(/_(bucket|sum|count)$/, '');
    assert.ok(types.has(family), `${name} has no type`);
    if (types.get(family) === 'counter') assert.match(name, /_total$/);
    assert.ok(Number.isFinite(Number(value)), line);
    assert.ok(!samples.has(name + labels), `${name}${labels} comes twice`);
    samples.set(name + labels, Number(value));
  }
  return { samples, families: [...types.keys()] };
}

const metrics = async (server) => parse((await server.get('/metrics')).text);

test('the page is well formed, and docs/operations.md explains every name', async (t) => {
  const server = await startServer(t, { pilots: 1, shards: 3 });
  const { families } = await metrics(server);
  const text = fs.readFileSync(path.resolve(__dirname, '../../docs/operations.md'), 'utf8');
  const cells = [...text.matchAll(/^\| (`\w+`(?:, `\w+`)*) \|/gm)].map(([, cell]) => cell);
  const documented = new Set(cells.join().match(/\w+/g));
  assert.deepEqual(families.filter((name) => !documented.has(name)), []);
});

test('positions, offers, bookings and requests are counted', async (t) => {
  const server = await startServer(t, { pilots: 2, shards: 3 });
  const pilot = await people.onlinePilot(t, server, 0);
  const user = await people.follower(t, server, 0);
  const here = { lat: 23.03, lng: 72.58 };
  assert.equal((await ask(pilot, 'pilot:location', here)).ok, true);
  assert.equal((await ask(pilot, 'pilot:location', here)).error.code, 'ERR_1003');
  assert.equal((await ask(pilot, 'pilot:location', { lat: 99, lng: 0 })).error.code, 'ERR_1001');
  const buffered = Array.from({ length: 5 }, (_, i) => ({ ...here, recordedAt: new Date(Date.now() - 5000 + i * 100).toISOString() }));
  assert.equal((await ask(pilot, 'pilot:locations', buffered)).ok, true);
  await until(() => user.last('location:update'), 'the update');

  const asPilot = (method, target, body) => server.request(method, `/api/v1${target}`, { token: token('pilot', id('pilot', 0)), body });
  for (const status of ['ARRIVED_DROP', 'DELIVERED']) await asPilot('PATCH', `/bookings/${id('booking', 0)}/status`, { status });
  const asUser = token('user', id('user', 0));
  const [vehicle] = (await asPilot('GET', '/vehicles')).json.data;
  const order = { vehicleTypeId: vehicle.vehicleTypeId, pickupAddressId: id('pickup', 0), dropAddressId: id('drop', 0) };
  const place = (await server.request('GET', `/api/v1/addresses/${id('pickup', 0)}`, { token: asUser })).json.data;
  await until(async () => (await ask(pilot, 'pilot:location', { lat: place.lat, lng: place.lng })).ok, 'the throttle lets it through');
  assert.equal((await server.request('POST', '/api/v1/bookings', { token: asUser, body: order })).status, 201);
  const offer = await until(() => pilot.last('booking:offer'), 'the offer');
  assert.equal((await ask(pilot, 'offer:decline', { offerId: offer.offerId })).ok, true);
  assert.equal((await server.get('/api/v1/nothing')).status, 404);

  const { samples } = await metrics(server);
  const value = (name) => samples.get(name) ?? assert.fail(`${name} is missing`);
  assert.equal(value('waycast_locations_accepted_total{sent="batch"}'), 5);
  assert.equal(value('waycast_locations_accepted_total{sent="live"}'), 2);
  assert.ok(value('waycast_locations_refused_total{code="ERR_1003"}') >= 1);
  assert.equal(value('waycast_locations_refused_total{code="ERR_1001"}'), 1);
  assert.ok(value('waycast_locations_broadcast_total') >= 1);
  assert.equal(value('waycast_bookings_created_total'), 1);
  assert.equal(value('waycast_booking_changes_total{status="DELIVERED"}'), 1);
  assert.equal(value('waycast_offers_made_total'), 1);
  assert.equal(value('waycast_offers_ended_total{state="DECLINED"}'), 1);
  assert.equal(value('waycast_pilots_online'), 1);
  assert.equal(value('waycast_bookings{state="pending"}'), 1);
  assert.equal(value('waycast_bookings{state="active"}'), 1);
  assert.ok(value('waycast_rest_requests_total{status="2xx"}') >= 5);
  assert.equal(value('waycast_rest_requests_total{status="4xx"}'), 1);
  assert.ok(value('waycast_store_commit_duration_seconds_count') >= 1);
  assert.ok(value('waycast_store_commit_rows_sum') >= 6);
  assert.equal(value('waycast_store_commit_rows_bucket{le="+Inf"}'), value('waycast_store_commit_rows_count'));
});

test('limits of histograms are the numbers that were meant', async (t) => {
  const server = await startServer(t, { pilots: 1 });
  const { samples } = await metrics(server);
  const limits = [...samples.keys()].map((key) => /_bucket\{le="(.+)"\}$/.exec(key)?.[1]).filter(Boolean);
  assert.ok(limits.includes('0.05'), limits.join());
  assert.deepEqual(limits.filter((limit) => limit.length > 8), []);
});

test('the start of the process is told', async (t) => {
  const before = Date.now() / 1000;
  const server = await startServer(t, { pilots: 1 });
  const first = (await metrics(server)).samples;
  const started = first.get('process_start_time_seconds');
  assert.ok(started > before - 2 && started < Date.now() / 1000 + 2, `${started}`);
});

test('why sessions ended is counted', async (t) => {
  const server = await startServer(t, { pilots: 1 });
  const user = await people.customer(t, server, 0);
  user.io.engine.transport.ws.terminate?.();
  await until(async () => {
    const { samples } = await metrics(server);
    return samples.get('waycast_sessions_closed_total{reason="transport close"}') === 1
      || samples.get('waycast_sessions_closed_total{reason="transport error"}') === 1;
  }, 'the loss is counted');
});
