// The SSH library takes WebCrypto, as in a browser, where there is a `self`.
(globalThis as { self?: unknown }).self = globalThis;
