import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Plugin, PreviewServer, ViteDevServer } from 'vite';
import { WebSocketServer } from 'ws';
import { serve } from './device.ts';
import { MockService } from './service.ts';

/** Answers the console's calls in `npm run mock`, so that pages can be made without a server. SSH goes to MOCK_SSH_PORT, or 22. */
export function mock(): Plugin {
  const service = new MockService();
  const attach = (server: ViteDevServer | PreviewServer) => {
    server.middlewares.use((request, response, next) => {
        if (!request.url?.startsWith('/console/api/')) {
          next();
          return;
        }
        answer(service, request, response).catch((e: unknown) => {
          response.statusCode = 500;
          response.end(JSON.stringify({ error: 'InternalFailure', message: String(e) }));
        });
      });
      const sockets = new WebSocketServer({ noServer: true });
      server.httpServer?.on('upgrade', (request, socket, head) => {
        if (request.url?.startsWith('/tunnel')) {
          sockets.handleUpgrade(request, socket, head, (ws) => serve(ws, { SSH: Number(process.env.MOCK_SSH_PORT ?? 22) }));
        }
      });
  };
  return {
    name: 'mock',
    configureServer: attach,
    /** Built pages, under the policy that the server sends with them. */
    configurePreviewServer(server) {
      server.middlewares.use((_request, response, next) => {
        response.setHeader('Content-Security-Policy', POLICY);
        next();
      });
      attach(server);
    },
  };
}

const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

async function answer(service: MockService, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url!, 'http://mock');
  const path = url.pathname.slice('/console/api/'.length);
  if (path === 'events') {
    response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
    response.write(':\n\n');
    const stop = service.listen((event, data) => response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`));
    request.on('close', stop);
    return;
  }
  const pieces: Buffer[] = [];
  for await (const piece of request) {
    pieces.push(piece as Buffer);
  }
  const body = JSON.parse(Buffer.concat(pieces).toString() || '{}') as Record<string, unknown>;
  const { status, content } = service.answer(request.method ?? 'GET', path.split('/').map(decodeURIComponent), body, url.searchParams);
  response.statusCode = status;
  response.setHeader('Content-Type', 'application/json');
  response.end(content === undefined ? undefined : JSON.stringify(content));
}
