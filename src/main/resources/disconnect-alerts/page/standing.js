// Whether the program itself is well: entrances, store and robots, what is wrong first, and which setting mends it.
import { keep, make } from './dom.js';
import { inWords } from './sentences.js';
import { at, named, say } from './words.js';

/** The states in which a robot tells nothing, and somebody has to see to it. */
export const ILL = ['blocked', 'failing', 'left-alone'];

function robot(report) {
  const words = say('states')[report.state] ?? report.state;
  const text = typeof words === 'function' ? words(report, report.until ? at(report.until) : '') : words;
  return {
    name: named(report.name),
    look: report.state === 'off' ? 'off' : ILL.includes(report.state) ? 'ill' : ['well', 'pace', 'quiet'].includes(report.state) ? 'well' : 'waits',
    text,
    why: report.why ? `${inWords(report.why)}${report.since ? say('since')(at(report.since)) : ''}` : '',
    pending: report.pending ? say('pending')(report.pending) + (report.oldest ? say('comma') + say('oldest')(at(report.oldest)) : '') : '',
  };
}

function entrance(one) {
  const text = one.turnOn ? say('states').off(one) : one.on && one.up ? say('states').well : inWords(one.state);
  return { name: say('entrance')(one.name), look: one.on ? one.up ? 'well' : 'ill' : 'off', text, why: '', pending: '' };
}

function others(health) {
  const rules = health.rules?.startsWith('every rule') ? [] : [['rules', health.rules]];
  const edits = ['words', 'live-edit'].map(name => [name, health[name]]).filter(([, text]) => text?.startsWith('not taken'));
  return [...rules, ...edits].filter(([, text]) => text).map(([name, text]) => ({ name: say('parts')[name], look: 'ill', text: inWords(text), why: '', pending: '' }));
}

/** Draws a card for each part; answers how many of them somebody has to look at. */
export function standing(parent, status) {
  const store = { name: say('store'), look: status.store ? 'ill' : 'well', text: inWords(status.store) ?? say('states').well, why: '', pending: '' };
  const all = [store, ...status.entrances.map(entrance), ...status.robots.map(robot), ...others(status.health ?? {})];
  const order = ['ill', 'waits', 'well', 'off'];
  all.sort((one, other) => order.indexOf(one.look) - order.indexOf(other.look));
  keep(parent, all, part => part.name, part => make('li', `card ${part.look}`,
    make('b', null, part.name), make('span', 'text', part.text),
    part.why ? make('span', 'why', part.why) : null, part.pending ? make('span', 'pending', part.pending) : null));
  return all.filter(part => part.look === 'ill').length;
}
