/** What the SSH library takes from vscode-jsonrpc; the rest of that package is for Node.js. */
export { Emitter, Event, Disposable } from 'vscode-jsonrpc/lib/events';
export { CancellationToken, CancellationTokenSource } from 'vscode-jsonrpc/lib/cancellation';
