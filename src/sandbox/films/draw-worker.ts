import { parentPort } from 'node:worker_threads';
import type { FilmOrder } from '../patients/film-order.ts';
import { drawFilm } from './draw.ts';

parentPort?.on('message', (order: FilmOrder) => {
  const bytes = new Uint8Array(drawFilm(order));
  parentPort?.postMessage({ sopInstanceUid: order.sopInstanceUid, bytes }, [bytes.buffer]);
});
