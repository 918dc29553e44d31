// What signals do to a server that serves: SIGHUP reads certificate and log level again, SIGQUIT stops, SIGUSR1 and SIGUSR2 do nothing.
'use strict';
const test = require('node:test');
const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const tls = require('node:tls');
const { execFileSync } = require('node:child_process');
const { startServer, temporaryFolder } = require('./lib/server');
const people = require('./lib/people');
const { until, within } = require('./lib/wait');

function makeCertificate(folder, name) {
  execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '1',
    '-subj', `/CN=${name}`, '-keyout', path.join(folder, 'key.pem'), '-out', path.join(folder, 'certificate.pem')], { stdio: 'pipe' });
}

// The connection, with the name in the server's certificate.
async function connectTls(t, port) {
  const socket = tls.connect({ port, host: '127.0.0.1', rejectUnauthorized: false });
  t.after(() => socket.destroy());
  await within(new Promise((resolve, reject) => socket.once('secureConnect', resolve).once('error', reject)), 'the handshake');
  return { socket, name: socket.getPeerCertificate().subject.CN };
}

async function get(socket, target) {
  let text = '';
  const onData = (chunk) => { text += chunk; };
  socket.on('data', onData);
  socket.write(`GET ${target} HTTP/1.1\r\nHost: x\r\n\r\n`);
  await until(() => text.includes('\r\n\r\n'), 'an answer');
  socket.off('data', onData);
  return text.split('\r\n')[0];
}

const count = (server, text) => server.log.split(text).length - 1;

async function reload(server) {
  const before = count(server, 'reload: ');
  server.child.kill('SIGHUP');
  await until(() => count(server, 'reload: ') > before, 'it says what it reloaded');
}

test('SIGHUP: new connections get the new certificate, old ones stay, a broken file changes nothing', async (t) => {
  const folder = temporaryFolder();
  makeCertificate(folder, 'first');
  const server = await startServer(t, { pilots: 1, shards: 2,
    env: { WAYCAST_TLS_CERTIFICATE: path.join(folder, 'certificate.pem'), WAYCAST_TLS_KEY: path.join(folder, 'key.pem') } });
  assert.match(server.log, /TLS on/);
  const old = await connectTls(t, server.port);
  assert.equal(old.name, 'first');
  assert.match(await get(old.socket, '/health'), /200/);

  makeCertificate(folder, 'second');
  await reload(server);
  await until(() => server.log.includes('reload: new connections get the certificate'), 'it is taken over');
  for (let i = 0; i < 6; i++) assert.equal((await connectTls(t, server.port)).name, 'second');
  assert.match(await get(old.socket, '/health'), /200/);

  fs.writeFileSync(path.join(folder, 'certificate.pem'), 'nonsense');
  await reload(server);
  await until(() => server.log.includes('reload: TLS goes on with the certificate it had'), 'it says what is wrong');
  assert.equal((await connectTls(t, server.port)).name, 'second');
  assert.ok(server.isRunning);
});

test('SIGHUP reads the log level from the file, names what else has changed, and disturbs nobody', async (t) => {
  const file = path.join(temporaryFolder(), 'waycast.toml');
  fs.writeFileSync(file, 'log_level = "info"\nmax_speed = 50\n');
  const server = await startServer(t, { env: { WAYCAST_CONFIG: file } });
  const pilot = await people.onlinePilot(t, server, 0);
  const gone = [];
  pilot.on('disconnect', (reason) => gone.push(reason));

  fs.writeFileSync(file, 'log_level = "warn"\nmax_speed = 60\n');
  await reload(server);
  await until(() => server.log.includes('in force after the next start: max_speed'), 'the change is named');
  fs.writeFileSync(file, 'log_level = = "debug"\n');
  await reload(server);
  await until(() => server.log.includes('reload: everything stays as it was'), 'a broken file is named');

  server.child.kill('SIGUSR1');
  server.child.kill('SIGUSR2');
  assert.equal((await server.get('/ready')).status, 200);
  assert.deepEqual(gone, []);
  const { code } = await within(server.stop('SIGQUIT'), 'it stops');
  assert.equal(code, 0);
  assert.ok(!server.log.includes('stopping after signal'), 'info is not logged at the level warn');
});

test('SIGQUIT stops cleanly', async (t) => {
  const server = await startServer(t, { pilots: 1 });
  const { code } = await within(server.stop('SIGQUIT'), 'it stops');
  assert.equal(code, 0, server.log);
  assert.match(server.log, /stopping after signal 3/);
  assert.match(server.log, /"stopped"/);
});
