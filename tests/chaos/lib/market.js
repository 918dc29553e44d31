// Pilots and customers who act at random moments, and remember what they were told.
'use strict';
const { open, token, id } = require('../../e2e/lib/people');

// A small generator with a seed, so that a failed run can be repeated.
function randomOf(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const pause = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });

// Resolves with the answer, or null if the connection was lost before it came.
function answerOf(socket, event, payload) {
  return new Promise((resolve) => {
    const lost = () => resolve(null);
    socket.once('disconnect', lost);
    socket.emit(event, payload, (answer) => {
      socket.off('disconnect', lost);
      resolve(answer);
    });
  });
}

class Market {
  constructor(server, { seed, pickup }) {
    Object.assign(this, { server, pickup, random: randomOf(seed) });
    this.isOpen = true;
    this.wins = [];        // { bookingId, pilotId, how }: what the server said
    this.pending = [];     // ids of bookings that may still be taken
    this.pilots = [];
  }

  chance(share) { return this.random() < share; }
  any(list) { return list[Math.floor(this.random() * list.length)]; }

  // An answer, or null while the server is down.
  async rest(method, target, who, body) {
    try {
      return await this.server.request(method, `/api/v1${target}`, { token: who, body });
    } catch {
      return null;
    }
  }

  win(bookingId, pilotId, how) { this.wins.push({ bookingId, pilotId, how }); }
}

class Pilot {
  constructor(market, index) {
    Object.assign(this, { market, index, id: id('pilot', index) });
    this.token = token('pilot', this.id);
    this.offers = new Map();  // offerId -> { offer, connection, ended }
    this.delivering = new Set();
    this.connection = 0;      // counts connections: what was lost with one is known
    this.socket = open(market.server, { token: this.token });
    this.socket.on('connect', () => this.comeOnline());
    this.socket.on('disconnect', () => { this.connection += 1; });
    this.socket.on('booking:offer', (offer) => this.consider(offer));
    this.socket.on('offer:expired', ({ offerId, reason }) => {
      const known = this.offers.get(offerId);
      if (known) known.ended.push(reason);
    });
  }

  async comeOnline() {
    const answer = await answerOf(this.socket, 'pilot:online', { vehicleId: id('vehicle', this.index) });
    this.sendPosition();
    for (const bookingId of answer?.bookings ?? []) this.deliver(bookingId);
  }

  sendPosition() {
    const { market } = this;
    const away = () => (market.random() - 0.5) * 0.08;  // about 4 km
    const { lat, lng } = market.pickup;
    this.socket.volatile.emit('pilot:location', { lat: lat + away(), lng: lng + away() });
  }

  // Accepts by socket or by REST, declines, ignores; at once or late, even after the expiry.
  async consider(offer) {
    const { market } = this;
    this.offers.set(offer.offerId, { offer, connection: this.connection, ended: [] });
    const left = Date.parse(offer.expiresAt) - Date.now();
    await pause(market.random() * left * 1.2);
    if (!market.isOpen) return;
    const dice = market.random();
    if (dice < 0.35) await this.acceptBySocket(offer);
    else if (dice < 0.6) await this.acceptByRest(offer);
    else if (dice < 0.8) await answerOf(this.socket, 'offer:decline', { offerId: offer.offerId });
  }

  async acceptBySocket({ offerId, bookingId }) {
    const answer = await answerOf(this.socket, 'offer:accept', { offerId });
    if (answer?.ok) await this.won(bookingId, 'offer:accept');
  }

  async acceptByRest({ offerId, bookingId }) {
    const answer = await this.market.rest('POST', `/matching/offers/${offerId}/respond`, this.token, { action: 'accept' });
    if (answer?.status === 200) await this.won(bookingId, 'respond');
  }

  async acceptDirectly() {
    const bookingId = this.market.any(this.market.pending);
    if (!bookingId) return;
    const answer = await this.market.rest('POST', `/bookings/${bookingId}/accept`, this.token, {});
    if (answer?.status === 200) await this.won(bookingId, 'accept');
  }

  async won(bookingId, how) {
    this.market.win(bookingId, this.id, how);
    await this.deliver(bookingId);
  }

  // Also after a kill that swallowed an answer: the server then says what is theirs. What is refused was done before.
  async deliver(bookingId) {
    if (this.delivering.has(bookingId)) return;
    this.delivering.add(bookingId);
    for (const status of ['ARRIVED_PICKUP', 'PICKED_UP', 'IN_TRANSIT', 'ARRIVED_DROP', 'DELIVERED']) {
      await pause(this.market.random() * 150);
      await this.changeStatus(bookingId, status);
    }
  }

  async changeStatus(bookingId, status) {
    while (this.market.isOpen) {
      if (await this.market.rest('PATCH', `/bookings/${bookingId}/status`, this.token, { status })) return;
      await pause(100);
    }
  }

  // What a pilot does besides answering offers, until the market closes.
  async live() {
    while (this.market.isOpen) {
      await pause(1000 + this.market.random() * 500);
      if (this.socket.connected) this.sendPosition();
      if (this.market.chance(0.15)) await this.acceptDirectly();
    }
  }
}

class Customer {
  constructor(market, index) {
    Object.assign(this, { market, index, token: token('user', id('user', index)) });
  }

  // Until the server has taken it.
  async book(vehicleTypeId) {
    const wanted = { vehicleTypeId, pickupAddressId: id('pickup', this.index), dropAddressId: id('drop', this.index) };
    for (;;) {
      const answer = await this.market.rest('POST', '/bookings', this.token, wanted);
      if (answer?.status === 201) return answer.json.data.id;
      if (answer) throw new Error(`booking: ${answer.text}`);
      await pause(100);
    }
  }

  async bookAndMaybeCancel(vehicleTypeId) {
    const booking = await this.book(vehicleTypeId);
    this.market.pending.push(booking);
    if (!this.market.chance(0.12)) return;
    await pause(this.market.random() * 2000);
    await this.market.rest('POST', `/bookings/${booking}/cancel`, this.token, { reason: 'changed my mind' });
  }
}

module.exports = { Market, Pilot, Customer, pause };
