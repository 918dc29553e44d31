// A Socket.IO client that says exactly what it is told, byte by byte: what client libraries of other
// languages may send.
'use strict';
const { WebSocket } = require('ws');
const { within } = require('./wait');

class Raw {
  constructor(server, protocols) {
    this.received = [];
    this.waiting = [];
    this.socket = new WebSocket(`${server.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`, protocols);
    this.closed = new Promise((resolve) => this.socket.once('close', (code) => resolve(code)));
    this.socket.on('error', () => {});
    this.socket.on('message', (data) => this.take(data.toString()));
  }

  take(message) {
    if (message === '2') return this.socket.send('3');
    this.received.push(message);
    this.waiting = this.waiting.filter((look) => !look());
    return undefined;
  }

  say(message) { this.socket.send(message); }

  // The first message that starts so, without its start; an end of the connection is one, too.
  next(start) {
    const found = new Promise((resolve) => {
      const look = () => {
        const at = this.received.findIndex((message) => message.startsWith(start));
        if (at >= 0) resolve(this.received.splice(at, 1)[0].slice(start.length));
        return at >= 0;
      };
      if (!look()) this.waiting.push(look);
      this.closed.then((code) => resolve(`closed with ${code}`));
    });
    return within(found, `a message that starts with ${start}`);
  }

  // The answer to an event whose arguments are JSON text.
  async ask(event, args) {
    this.asked = (this.asked || 0) + 1;
    this.say(`42${this.asked}["${event}",${args}]`);
    const answer = await this.next(`43${this.asked}`);
    return answer.startsWith('[') ? JSON.parse(answer)[0] : answer;
  }
}

// Connects with this JSON text as `auth`; resolves with the client and the reply.
async function connect(t, server, auth, protocols) {
  const raw = new Raw(server, protocols);
  t.after(() => raw.socket.terminate());
  await raw.next('0{');
  raw.say(`40${auth}`);
  raw.reply = await raw.next('4');
  return raw;
}

module.exports = { connect };
