export { refusalBody, sendJson, sendText, toRefusal, waitForDrain, type TextAnswer } from './answer.ts';
export { parseJson, readBody, readJson, type BodyLimit } from './body.ts';
export { refuseUpgrade } from './bad-http.ts';
export { createCors, type Cors } from './cors.ts';
export { callerGone, exchangeOf, pathOf, type Exchange } from './exchange.ts';
export { createListener, isPortTaken, type Listener, type ListenerOptions, type RequestHandler, type UpgradeHandler } from './listener.ts';
export { apiSecurityHeaders, createSecurityHeaders, setHeaders, type SecurityHeaders } from './security-headers.ts';
