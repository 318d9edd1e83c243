// Who is gone: how many, why, what they have in common; a list that the server pages, searches and filters.
import { act, file, read } from './api.js';
import { keep, make, sure } from './dom.js';
import { heard } from './heard.js';
import { ILL } from './standing.js';
import { ago, at, n, named, say } from './words.js';

const $ = id => document.getElementById(id);
/** A phone has room for fewer. */
const PAGE = innerWidth > 760 ? 15 : 8;
const MOST = 1000;
const FILTERS = { reason: 'reason', node: 'node' };
const filters = {};
/** The client ids of those that somebody wants to know more of. */
const opened = new Set();
let shown = PAGE;
let summary = null;
/** Since when the robots that cannot tell have told nothing, in ms since 1970. */
let late = {};
let asked = 0;

function query(most) {
  const search = $('search').value.trim();
  return new URLSearchParams({ ...filters, ...search ? { search } : {}, ...most ? { most } : {} });
}

/**
 * Answers which robots have told nothing since when.
 * @param report what is known of all who are gone; null while the store cannot be read
 */
export function summarise(report, robots) {
  summary = report;
  late = Object.fromEntries(robots.filter(robot => ILL.includes(robot.state) && robot.oldest).map(robot => [robot.name, Date.parse(robot.oldest)]));
  $('gone-count').textContent = report ? n(report.count) : '–';
  $('gone-count').classList.toggle('some', report?.count > 0);
  const common = (report?.common ?? []).slice(0, 3).map(one => `${Math.round(100 * one.count / report.of)}% ${say('facet')(one.name)} ${one.value}`);
  $('gone-common').textContent = common.length ? say('common')(common, report.count > report.of ? report.of : 0) : '';
  facets();
  return late;
}

function facets() {
  const chosen = Object.entries(filters).map(([name, value]) => ({ name, value, count: null, on: true }));
  const offered = [...summary?.reasons ?? [], ...(summary?.common ?? []).filter(one => one.name === 'node').map(one => ({ ...one, count: null }))]
    .filter(one => one.value && filters[one.name] !== one.value);
  keep($('facets'), [...chosen, ...offered], one => `${one.name} ${one.value}`, one => {
    const chip = make('button', 'chip', one.name === 'node' ? `${say('facet')('node')} ${one.value}` : one.value, one.count === null ? null : make('b', null, n(one.count)));
    chip.type = 'button';
    chip.setAttribute('aria-pressed', String(Boolean(one.on)));
    chip.addEventListener('click', () => {
      if (one.on) delete filters[one.name];
      else filters[FILTERS[one.name]] = one.value;
      again();
    });
    return chip;
  });
}

function row(client) {
  const told = client.robots.filter(robot => !client.late.includes(robot));
  const attributes = Object.entries(client.attributes ?? {}).map(([name, value]) => `${name} ${value}`).join(', ');
  const forget = sure('forget', () => act('DELETE', `gone/${encodeURIComponent(client.clientid)}`).then(refresh, refusal => refresh().finally(() => tell(refusal))).catch(tell));
  forget.setAttribute('aria-label', `${say('forget')}: ${client.clientid}`);
  const name = make('button', 'client', client.clientid);
  name.type = 'button';
  name.title = say('heard');
  const line = make('li', `row ${client.severity ?? ''}`, name,
    make('span', 'reason', client.reason ?? '-', say('meanings')[client.reason] ? make('small', null, say('meanings')[client.reason]) : null),
    make('time', null, at(client.since), make('small', null, ago(client.since))),
    make('span', 'where', [client.node, attributes].filter(Boolean).join(' · ')),
    make('span', 'robots', told.map(named).join(' '), told.length && client.late.length ? ' · ' : null,
      client.late.length ? make('b', 'late', say('notYet')(client.late.map(named).join(' '))) : told.length ? null : say('untold')),
    forget);
  const show = () => {
    name.setAttribute('aria-expanded', String(opened.has(client.clientid)));
    line.querySelector('.heard')?.remove();
    if (opened.has(client.clientid)) line.append(heard(client.clientid, tell));
  };
  name.addEventListener('click', () => {
    if (!opened.delete(client.clientid)) opened.add(client.clientid);
    show();
  });
  show();
  return line;
}

const tell = refusal => { $('gone-said').textContent = say('refused')(refusal); };

export async function refresh() {
  const mine = ++asked;
  const answer = await read(`gone?${query(shown)}`);
  if (mine !== asked) return;
  keep($('gone'), answer.clients.map(client => ({ ...client, minute: ago(client.since), late: client.robots.filter(robot => Date.parse(client.received) >= late[robot]) })), client => client.clientid, row);
  const filtered = query().size > 0;
  $('gone-said').textContent = answer.gone === 0 ? say(filtered ? 'noneMatch' : 'nobody') : filtered ? say('match')(answer.gone) : '';
  $('more').hidden = !answer.next || shown >= MOST;
  $('more').textContent = say('more')(answer.gone - answer.clients.length);
  $('gone-note').hidden = !answer.note;
  $('gone-note').textContent = answer.note ? say('unheard') : '';
}

function again() {
  shown = PAGE;
  facets();
  refresh().catch(tell);
}

let typing;
$('search').addEventListener('input', () => {
  clearTimeout(typing);
  typing = setTimeout(again, 250);
});
$('more').addEventListener('click', () => {
  shown = Math.min(MOST, shown + 4 * PAGE);
  refresh().catch(tell);
});
$('csv').addEventListener('click', () => file(`gone.csv?${query()}`).then(blob => {
  const link = make('a');
  link.href = URL.createObjectURL(blob);
  link.download = `gone-${new Date().toISOString().slice(0, 16).replace(':', '')}.csv`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}).catch(tell));
