export { createEvents, type Events } from './events.ts';
export { type EventFeed } from './event-feed.ts';
export { type EventRecord } from './event-rows.ts';
