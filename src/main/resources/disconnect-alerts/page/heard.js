// Who was told what of a client and when, and why others were not, the latest first.
import { read } from './api.js';
import { make } from './dom.js';
import { inWords } from './sentences.js';
import { at, n, named, say } from './words.js';

const MOST = 5;

function robot(one) {
  const many = one.events > 1 ? ` ${say('among')(n(one.events))}` : '';
  return make('li', `heard-by ${one.state}`, make('b', null, named(one.robot)), ` ${say('hearing')[one.state] ?? one.state}${one.at ? ` ${at(one.at)}` : ''}${many}`,
    one.why ? make('small', null, inWords(one.why)) : null);
}

/** Is empty until the program has answered. */
export function heard(clientid, tell) {
  const list = make('ul', 'heard');
  read(`told?${new URLSearchParams({ clientid, most: MOST })}`).then(({ events }) => list.replaceChildren(...events.length
    ? events.map(event => make('li', event.severity, make('p', null, `${at(event.at)} ${say('whats')[event.what] ?? event.what}`, event.reason ? ` · ${event.reason}` : ''),
      event.why ? make('small', null, inWords(event.why)) : make('ul', null, ...event.robots.map(robot))))
    : [make('li', 'hint', say('unknown'))])).catch(tell);
  return list;
}
