// Starts an example program on a free port and stops it after the tests of the file.
'use strict';
const assert = require('node:assert/strict');
const { spawn } = require('node:child_process');
const path = require('node:path');
const { after, before } = require('node:test');

const folder = process.env.WAYCAST_EXAMPLES || path.resolve(__dirname, '../../../build/release');
const shards = process.env.SHARDS || '1';

// Heartbeats of the official suites unless told otherwise: tests that do not look at them use
// `slow`, so that a busy machine does not end their sessions.
const slow = ['--ping-interval', '25000', '--ping-timeout', '20000'];

function conformanceServer(options = slow) {
  const server = { url: '' };
  let child;
  before(async () => {
    child = spawn(path.join(folder, 'conformance_server'),
      ['--port', '0', '--shards', shards, ...options], { stdio: ['ignore', 'pipe', 'inherit'] });
    server.pid = child.pid;
    server.url = `http://127.0.0.1:${await listeningPort(child)}`;
  });
  after(async () => assert.equal(await stop(child), 0, 'it ends without a complaint'));
  return server;
}

function listeningPort(child) {
  return new Promise((resolve, reject) => {
    let text = '';
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}`)));
    child.stdout.setEncoding('utf8').on('data', (chunk) => {
      text += chunk;
      const found = text.match(/listening on port (\d+)/);
      if (found) resolve(Number(found[1]));
    });
  });
}

function stop(child) {
  return new Promise((resolve) => {
    child.removeAllListeners('exit');
    if (child.exitCode !== null) resolve(child.exitCode);
    child.once('exit', (code, signal) => resolve(code ?? signal));
    child.kill('SIGTERM');
  });
}

module.exports = { conformanceServer, slow };
