export { createEvents, type Events, type Subscription } from './events.ts';
export { type EventFeed } from './event-feed.ts';
export { type EventRecord } from './event-rows.ts';
export { type NewEvent } from './publish.ts';
