// Talks to a server without a client library: HTTP requests, each on a connection of its own (so
// that any shard may get it), and WebSockets whose messages are awaited one by one.
'use strict';
const http = require('node:http');
const { WebSocket } = require('ws');

function request(url, { method = 'GET', body, headers = {} } = {}) {
  let sent;
  const answer = new Promise((resolve, reject) => {
    sent = http.request(url, { method, headers, agent: false }, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('end', () => resolve({
        status: response.statusCode, headers: response.headers, text: Buffer.concat(chunks).toString(),
      }));
    });
    sent.on('error', reject);
    sent.end(body);
  });
  answer.abort = () => sent.destroy();
  return answer;
}

class Wire {
  constructor(url) {
    this.messages = [];
    this.waiting = [];
    this.socket = new WebSocket(url.replace('http', 'ws'));
    this.socket.binaryType = 'arraybuffer';
    this.opened = new Promise((resolve) => this.socket.once('open', resolve));
    this.closed = new Promise((resolve) => this.socket.once('close', (code) => resolve(code)));
    this.socket.on('error', () => {});
    this.socket.on('message', (data, isBinary) => {
      this.take(isBinary ? new Uint8Array(data) : Buffer.from(data).toString());
    });
  }

  take(message) {
    if (message === '2' && this.answersPings) return this.send('3');
    const next = this.waiting.shift();
    if (next) next(message); else this.messages.push(message);
    return undefined;
  }

  // The next message: text as a string, binary as bytes.
  next() {
    if (this.messages.length) return Promise.resolve(this.messages.shift());
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  send(message) { this.socket.send(message); }
  close() { this.socket.close(); }
}

// Ends every socket that a test made.
function wires(t) {
  return (url) => {
    const wire = new Wire(url);
    t.after(() => wire.socket.terminate());
    return wire;
  };
}

module.exports = { request, wires };
