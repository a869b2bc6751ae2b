import { connect } from 'node:net';

/** A publisher that speaks the text protocol of NATS, so that a test decides about order, repeats and headers itself. */
export interface NatsWire {
  /** Publishes with headers; repeats of a message id are not marked as such, so the stream keeps them. */
  publish(subject: string, headers: Readonly<Record<string, string>>, data: Uint8Array): void;
  /** Resolves when the server has taken in everything that was published. */
  flush(): Promise<void>;
  close(): void;
}

export async function openNatsWire(url: string): Promise<NatsWire> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  const waiting: { resolve(): void; reject(error: Error): void }[] = [];
  let text = '';
  socket.on('data', (chunk: Buffer) => {
    text += chunk.toString('latin1');
    for (let end = text.indexOf('\r\n'); end >= 0; end = text.indexOf('\r\n')) {
      const line = text.slice(0, end);
      text = text.slice(end + 2);
      if (line.startsWith('-ERR')) socket.destroy(new Error(line));
      if (line === 'PING') socket.write('PONG\r\n');
      if (line === 'PONG') waiting.shift()?.resolve();
    }
  });
  socket.on('error', (error) => waiting.splice(0).forEach(({ reject }) => reject(error)));
  const flush = (): Promise<void> =>
    new Promise((resolve, reject) => {
      waiting.push({ resolve, reject });
      socket.write('PING\r\n');
    });
  socket.write(
    'CONNECT {"verbose":false,"pedantic":false,"headers":true,"no_responders":false,"lang":"test","version":"1"}\r\n',
  );
  await flush();
  return {
    publish: (subject, headers, data) => {
      const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
      const head = Buffer.from(`NATS/1.0\r\n${lines.join('')}\r\n`);
      socket.write(`HPUB ${subject} ${head.length} ${head.length + data.length}\r\n`);
      socket.write(Buffer.concat([head, data, Buffer.from('\r\n')]));
    },
    flush,
    close: () => void socket.destroy(),
  };
}
