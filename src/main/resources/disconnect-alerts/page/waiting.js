// The clients that are gone and may be back before anybody is told.
import { read } from './api.js';
import { keep, make } from './dom.js';
import { at, say } from './words.js';

export async function refresh(parent, panel, count) {
  const waits = count ? await read('waiting') : [];
  panel.hidden = !waits.length;
  keep(parent, waits, one => one.clientid, one => make('li', 'row',
    make('span', 'client', one.clientid), make('span', 'reason', one.reason || '-'),
    make('time', null, at(one.since)), make('span', 'where', say('unless')(at(one.until)))));
}
