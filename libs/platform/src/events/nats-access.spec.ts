import { describe, expect, it } from '@jest/globals';
import { natsAccess, type NatsAccess } from './nats-access.js';

describe('access to NATS', () => {
  it.each<[string, string, NatsAccess]>([
    ['one server', 'nats://nats:4222', { servers: ['nats://nats:4222'] }],
    ['a server without a port', 'nats://nats', { servers: ['nats://nats'] }],
    ['several', 'nats://a:1, tls://b:2', { servers: ['nats://a:1', 'tls://b:2'] }],
    ['an address of six', 'nats://[::1]:4222', { servers: ['nats://[::1]:4222'] }],
    ['a user', 'nats://u:p@a:1', { servers: ['nats://a:1'], user: 'u', pass: 'p' }],
    ['a password with signs', 'nats://u:p%40s%3As@a:1', { servers: ['nats://a:1'], user: 'u', pass: 'p@s:s' }],
    [
      'a user of a cluster',
      'nats://a:1,nats://u:p@b:2',
      { servers: ['nats://a:1', 'nats://b:2'], user: 'u', pass: 'p' },
    ],
  ])('of %s', (_name, urls, access) => {
    expect(natsAccess(urls)).toEqual(access);
  });
});
