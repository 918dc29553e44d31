// Exactly one pilot wins a booking, whatever races, and however often the server is killed: real pilots and
// customers, three ways of accepting, expiries, declines and cancellations; judged from the database afterwards.
'use strict';
const test = require('node:test');
const assert = require('node:assert/strict');
const { execFileSync } = require('node:child_process');
const { startServer } = require('../e2e/lib/server');
const { query, row } = require('../e2e/lib/database');
const { token, id } = require('../e2e/lib/people');
const { until, inParallel, scaled } = require('../e2e/lib/wait');
const { Market, Pilot, Customer, pause } = require('./lib/market');

const isFull = process.env.WAYCAST_CHAOS === 'full';
const size = isFull
  ? { pilots: 200, bookings: 1000, kills: 10, bookers: 20 }
  : { pilots: 40, bookings: Math.max(60, scaled(150)), kills: 3, bookers: 8 };
const seed = Number(process.env.WAYCAST_CHAOS_SEED || Date.now() % 1e6);

const settings = {
  WAYCAST_OFFER_TIME: '3s',
  WAYCAST_OFFER_FANOUT: '2',
  WAYCAST_REQUESTS_PER_ADDRESS: '0',
  WAYCAST_REQUESTS_PER_IDENTITY: '0',
  WAYCAST_MAX_SPEED: '10000',
};

// The seeded pilots are all on the road; here they begin free.
function clearTheRoad(server) {
  execFileSync('sqlite3', [server.database, 'delete from waycast_assignments; delete from tracking_history; delete from bookings;']);
}

async function killNowAndThen(server, times) {
  for (let i = 0; i < times; i += 1) {
    await pause(2500);
    await server.kill();
    await server.start();
  }
}

async function bookEverything(market) {
  const numbers = Array.from({ length: size.bookings }, (_, i) => i);
  await inParallel(numbers, size.bookers, async (number) => {
    await pause(market.random() * 1000); // so that there is something to book until the last kill
    await new Customer(market, number % size.pilots).bookAndMaybeCancel('vehicle-type-bike');
  });
}

// Ends what is left, so that every offer has an end.
async function closeTheMarket(server, market) {
  const admin = token('admin', id('admin', 0));
  await until(() => row(server, "select count(*) as n from bookings where status = 'PENDING'").n < size.bookings / 10, 'most bookings are taken', 60000);
  market.isOpen = false;
  await pause(500);
  for (const { id: booking } of query(server, "select id from bookings where status in ('PENDING', 'ACCEPTED', 'ARRIVED_PICKUP')")) {
    await server.request('POST', `/api/v1/admin/bookings/${booking}/cancel`, { token: admin, body: { reason: 'the end' } });
  }
  await until(() => row(server, "select count(*) as n from waycast_offers where state = 'PENDING'").n === 0, 'no offer is pending');
}

function expectOneWinnerEach(server, market) {
  const twice = query(server, "select bookingId from waycast_offers where state = 'ACCEPTED' group by bookingId having count(*) > 1");
  assert.deepEqual(twice, [], 'bookings with two accepted offers');
  const strangers = query(server, "select o.id from waycast_offers o join bookings b on b.id = o.bookingId where o.state = 'ACCEPTED' and o.pilotId is not b.pilotId");
  assert.deepEqual(strangers, [], 'accepted offers of somebody else');
  const owners = new Map(query(server, 'select id, pilotId from bookings').map((b) => [b.id, b.pilotId]));
  for (const win of market.wins) assert.equal(owners.get(win.bookingId), win.pilotId, `${win.how} said ${win.pilotId} had won`);
}

function expectOneBookingAtATime(server) {
  const overlaps = query(server, `
    with held as (select pilotId, id, acceptedAt as begins,
      case status when 'CANCELLED' then cancelledAt else coalesce(deliveredAt, '9999') end as ends
      from bookings where pilotId is not null)
    select a.id, b.id as other from held a join held b
    on a.pilotId = b.pilotId and a.id < b.id and a.begins < b.ends and b.begins < a.ends`);
  assert.deepEqual(overlaps, []);
}

function expectOffersEndInTime(server) {
  const late = query(server, "select id from waycast_offers where state in ('ACCEPTED', 'DECLINED') and answeredAt >= expiresAt");
  assert.deepEqual(late, [], 'answers after the expiry');
  const early = query(server, "select id from waycast_offers where state = 'TIMEOUT' and answeredAt < expiresAt");
  assert.deepEqual(early, [], 'timeouts before the expiry');
}

function expectTheJournalExplainsAll(server) {
  const silent = query(server, "select o.id from waycast_offers o left join waycast_match_journal j on j.offerId = o.id where j.id is null");
  assert.deepEqual(silent, [], 'offers without a row');
  const unexplained = query(server, `select b.id from bookings b where b.pilotId is not null and not exists
    (select 1 from waycast_match_journal j where j.bookingId = b.id and j.pilotId = b.pilotId and j.answer = 'ACCEPTED')`);
  assert.deepEqual(unexplained, [], 'winners without a row');
}

// Whoever kept their connection got the event, with the right reason, once; whoever lost it is told when they answer.
async function expectEveryLoserWasTold(server, market) {
  const ends = new Map(query(server, 'select id, state from waycast_offers').map((o) => [o.id, o.state]));
  const reasons = { TIMEOUT: 'timeout', TAKEN: 'taken', CANCELLED: 'cancelled' };
  let told = 0;
  for (const pilot of market.pilots) {
    for (const [offerId, { connection, ended }] of pilot.offers) {
      const reason = reasons[ends.get(offerId)];
      if (!reason) continue;
      if (connection === pilot.connection) {
        await until(() => ended.length > 0, `${pilot.id} is told of the end of ${offerId} (${reason})`);
      }
      if (ended.length > 0) {
        assert.deepEqual(ended, [reason]);
        told += 1;
      }
      if (connection !== pilot.connection) {
        const answer = await server.request('POST', `/api/v1/matching/offers/${offerId}/respond`, { token: pilot.token, body: { action: 'accept' } });
        assert.equal(answer.status, 409, answer.text);
      }
    }
  }
  return told;
}

test(`one winner each: ${size.pilots} pilots, ${size.bookings} bookings, ${size.kills} kills (seed ${seed})`, async (t) => {
  const server = await startServer(t, { pilots: size.pilots, shards: 3, env: settings });
  await server.stop();
  clearTheRoad(server);
  await server.start();
  const pickup = row(server, "select lat, lng from addresses where id = 'pickup-000000'");
  const market = new Market(server, { seed, pickup });
  for (let i = 0; i < size.pilots; i += 1) market.pilots.push(new Pilot(market, i));
  t.after(() => market.pilots.forEach((pilot) => pilot.socket.disconnect()));
  const lives = market.pilots.map((pilot) => pilot.live());

  await Promise.all([bookEverything(market), killNowAndThen(server, size.kills)]);
  await closeTheMarket(server, market);
  await Promise.all(lives);

  expectOneWinnerEach(server, market);
  expectOneBookingAtATime(server);
  expectOffersEndInTime(server);
  expectTheJournalExplainsAll(server);
  const told = await expectEveryLoserWasTold(server, market);
  const ways = new Set(market.wins.map((win) => win.how));
  assert.equal(ways.size, 3, `all three ways of accepting were used: ${[...ways]}`);
  assert.ok(told > 0, 'some losers were told');
  t.diagnostic(`${market.wins.length} wins, ${told} losers told, seed ${seed}`);
});
