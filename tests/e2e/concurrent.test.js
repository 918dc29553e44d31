// Row 12: a thousand connections at once; nothing lost, doubled or out of order.
'use strict';
const test = require('node:test');
const assert = require('node:assert/strict');
const { startServer } = require('./lib/server');
const people = require('./lib/people');
const { id, ask } = people;
const { until, inParallel, scaled } = require('./lib/wait');
const { query } = require('./lib/database');

const pairs = scaled(500);  // 500 pilots and 500 customers
const updates = 10;

for (const shards of [1, 3]) {
  test(`row 12: ${2 * pairs} concurrent connections, ${shards} shard(s)`, async (t) => {
    const server = await startServer(t, { shards, pilots: pairs, env: { WAYCAST_POINT_INTERVAL: '50ms' } });
    const everyone = Array.from({ length: pairs }, (_, i) => i);
    const pilots = [];
    const customers = [];
    await inParallel(everyone, 50, async (i) => {
      // A tenth of them starts on long-polling.
      const options = i % 10 === 0 ? { transports: people.transports['polling then upgrade'] } : {};
      [pilots[i], customers[i]] = await Promise.all([
        people.onlinePilot(t, server, i, options), people.follower(t, server, i, options)]);
    });
    assert.equal([...pilots, ...customers].filter((s) => s.connected).length, 2 * pairs);

    // Every pilot sends all its updates, the next when the last one is stored and the throttle lets it.
    await Promise.all(everyone.map(async (i) => {
      for (let step = 0; step < updates; step++) {
        const position = { lat: 10 + step * 0.001, lng: 70 + i * 0.001 };
        await until(async () => {
          const answer = await ask(pilots[i], 'pilot:location', position);
          assert.ok(answer.ok || answer.error.code === 'ERR_1003', JSON.stringify(answer));
          return answer.ok;
        }, 'the point is accepted');
      }
    }));
    const total = () => customers.reduce((sum, c) => sum + c.all('location:update').length, 0);
    await until(() => total() >= pairs * updates, 'every update has arrived');

    for (const i of everyone) {
      const seen = customers[i].all('location:update');
      assert.ok(seen.every((u) => u.bookingId === id('booking', i)), 'only one\'s own booking');
      assert.deepEqual(seen.map((u) => u.lat), Array.from({ length: updates }, (_, k) => 10 + k * 0.001));
      assert.deepEqual(seen.map((u) => u.seq), seen.map((_, k) => seen[0].seq + k));
    }
    assert.equal([...pilots, ...customers].filter((s) => s.connected).length, 2 * pairs, 'nobody was dropped');
    const stored = query(server, 'select count(*) as n from tracking_history where lat is not null')[0].n;
    assert.equal(stored, pairs * updates);
  });
}
