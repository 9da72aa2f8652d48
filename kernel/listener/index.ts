export { refusalBody, sendJson, sendText, toRefusal, waitForDrain } from './answer.ts';
export { parseJson, readBody, readJson } from './body.ts';
export { refuseUpgrade } from './bad-http.ts';
export { createCors } from './cors.ts';
export { callerGone, exchangeOf, pathOf, type AbortListener, type Exchange, type ExchangeObserver, type FinishedExchange } from './exchange.ts';
export { createListener, isPortTaken, type Listener, type ListenerOptions, type RequestHandler, type UpgradeHandler } from './listener.ts';
export { createSecurityHeaders, setHeaders } from './security-headers.ts';
