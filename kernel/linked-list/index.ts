export { createLinkedList } from './linked-list.ts';
