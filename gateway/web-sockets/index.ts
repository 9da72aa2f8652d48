export { closeSockets } from './close-sockets.ts';
export { createProtocolSocket } from './protocol-socket.ts';
