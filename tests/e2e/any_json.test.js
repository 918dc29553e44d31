// JSON that the grammar allows but few write: it is answered, and ends no connection.
'use strict';
const test = require('node:test');
const assert = require('node:assert/strict');
const crypto = require('node:crypto');
const { startServer, secret } = require('./lib/server');
const people = require('./lib/people');
const raw = require('./lib/raw');

const nested = (depth) => '['.repeat(depth) + ']'.repeat(depth);
const digits = '7'.repeat(400);
const auth = (type, who) => `{"token":"${people.token(type, who)}"}`;

// A token whose claims are this very text.
function tokenOf(claims) {
  const text = [{ alg: 'HS256', typ: 'JWT' }].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .concat(Buffer.from(claims).toString('base64url')).join('.');
  return `${text}.${crypto.createHmac('sha256', secret).update(text).digest('base64url')}`;
}

test('JSON that few write', async (t) => {
  const server = await startServer(t);

  await t.test('in events', async (t) => {
    const pilot = await raw.connect(t, server, auth('pilot', people.id('pilot', 0)));
    assert.match(pilot.reply, /^0\{"sid"/);
    assert.equal((await pilot.ask('pilot:online', `{"vehicleId":"${people.id('vehicle', 0)}"}`)).ok, true);
    for (const number of ['1e999', '-1e999', digits, '1e99999999999']) {
      for (const field of ['lat', 'lng', 'heading', 'speed', 'accuracy']) {
        const fields = { lat: '12.5', lng: '77.5', [field]: number };
        const text = Object.entries(fields).map(([key, value]) => `"${key}":${value}`).join();
        const { error } = await pilot.ask('pilot:location', `{${text}}`);
        assert.deepEqual([error.code, error.message], ['ERR_1001', `Invalid location data: ${field} must be a number`]);
      }
    }
    const ignored = `"x":1e999,"\\ud83d":"\\udc00","n":${digits}`;
    const good = await pilot.ask('pilot:location',
      `{"lat":1,"lat":12.5,"lng":77.5,"__proto__":{"lat":91},${ignored},"deep":${nested(200)}}`);
    assert.equal(good.ok, true, 'keys repeated: the last one wins; what is ignored is harmless');
    const deep = await pilot.ask('pilot:location', `{"lat":12.5,"lng":77.5,"deep":${nested(1000)}}`);
    assert.deepEqual(deep, { ok: false, error: { code: 'ERR_1001', message: 'The payload is nested too deep' } });
    pilot.say(`42["pilot:location",${nested(1000)}]`);
    assert.match(await pilot.next('42["error"'), /ERR_1001/);
    pilot.say('42["pilot:location\\u0000",{}]');
    for (const id of ['\\ud83d', 'a\\u0000b', '\\u0000', '__proto__']) {
      const answer = await pilot.ask('booking:subscribe', `{"bookingId":"${id}"}`);
      assert.equal(answer.error.code, 'ERR_1302', id);
    }
    assert.equal((await pilot.ask('offer:accept', '{"offerId":"\\ud83d\\u0000"}')).error.code, 'ERR_1308');
    assert.equal((await pilot.ask('pilot:offline', '{}')).ok, true, 'the same connection all the time');
  });

  await t.test('in auth', async (t) => {
    const deep = await raw.connect(t, server, `{"a":${nested(1000)}}`);
    assert.equal(deep.reply, '4{"message":"Invalid auth"}');
    deep.say(`40${auth('user', people.id('user', 0)).replace('{', '{"x":1e999,"\\ud83d":1,')}`);
    assert.match(await deep.next('40'), /^\{"sid"/, 'the same connection');
  });

  await t.test('in a token', async (t) => {
    const claims = `"id":"${people.id('user', 0)}","type":"user"`;
    for (const more of ['"name":"\\ud83d"', '"name":"a\\u0000b"', '"exp":1e999', `"exp":${digits}`, '"iat":1e999',
      `"iat":-${digits}`, `"deep":${nested(200)}`]) {
      const client = await raw.connect(t, server, `{"token":"${tokenOf(`{${claims},${more}}`)}"}`);
      assert.match(client.reply, /^0\{"sid"/, more);
    }
    for (const [token, code] of [[`{${claims},"exp":-1e999}`, 'ERR_1102'], [`{${claims},"exp":-5}`, 'ERR_1102'],
      ['{"id":"a\\u0000","type":"user"}', 'ERR_1103'], [`{${claims},"a":${nested(1000)}}`, 'ERR_1103']]) {
      const client = await raw.connect(t, server, `{"token":"${tokenOf(token)}"}`);
      assert.equal(JSON.parse(client.reply.slice(1)).data.code, code, token);
    }
  });

  await t.test('in REST bodies and addresses', async () => {
    const headers = { authorization: `Bearer ${people.token('user', people.id('user', 0))}`, 'content-type': 'application/json' };
    const send = async (path, body, method = 'POST') => {
      const answer = await fetch(`${server.url}/api/v1${path}`, { method, headers, body });
      return { status: answer.status, ...await answer.json() };
    };
    const address = (more) => `{"label":"Home","address":"1 Road","city":"B","state":"K","pincode":"560001",${more}}`;
    const fine = await send('/addresses', address(`"lat":12.5,"lng":77.5,"landmark":"\\ud83d","x":[1e999,${nested(200)}]`));
    assert.equal(fine.success, true, JSON.stringify(fine));
    assert.ok(JSON.stringify(fine).includes('\ufffd'));
    for (const [more, field] of [[`"lat":${digits},"lng":1`, 'lat'], ['"lat":1,"lng":-1e999', 'lng'],
      [`"lat":1,"lng":2,"deep":${nested(5000)}`, 'body'], ['"lat":1,"lng":2,"landmark":"a\\u0000"', 'landmark']]) {
      const refused = await send('/addresses', address(more));
      assert.deepEqual([refused.status, refused.code], [400, 'ERR_1001'], more.slice(0, 30));
      assert.ok(JSON.stringify(refused).includes(field), JSON.stringify(refused));
    }
    const invalid = await send('/addresses', Buffer.from([0x7b, 0x22, 0xc3, 0x22, 0x7d]));
    assert.deepEqual([invalid.status, invalid.code], [400, 'ERR_1001'], 'invalid UTF-8');
    for (const path of ['/bookings/%00', '/bookings/a%00b', '/bookings/%ff%fe', '/bookings/__proto__']) {
      const answer = await send(path, undefined, 'GET');
      assert.ok([400, 404].includes(answer.status), `${path}: ${answer.status}`);
    }
  });
});
