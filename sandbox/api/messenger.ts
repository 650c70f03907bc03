import type { FastifyPluginAsync } from 'fastify';
import type { Calls } from './calls';
import type { Channel } from './channel';
import type { Faults } from './faults';
import type { Hub } from './hub';

/** What every played messenger is given. */
export interface MessengerParts {
  /** Folder of its state. */
  dir: string;
  hub: Hub;
  calls: Calls;
  faults: Faults;
  /** The sandbox's own address, known once it listens: `http://127.0.0.1:8080`. */
  url: () => string;
}

/** A messenger that the sandbox plays: the people's side, and the vendor's own paths on the sandbox's port. */
export interface Messenger {
  channel: Channel;
  /** The vendor's routes; registered in a context of their own, so parsers and error handlers stay among themselves. */
  routes: FastifyPluginAsync;
  /** Goes on with what is undelivered; called once the sandbox listens. */
  resume(): void;
  close(): void;
}
