// The last messages of each robot, as its group saw them.
import { read } from './api.js';
import { bubble, meter, phone, scroll } from './chat.js';
import { make } from './dom.js';
import { marked } from './markdown.js';
import { at, named, say } from './words.js';

const KEPT = 100;
const groups = new Map();

function group(report) {
  const name = named(report.name);
  const parts = phone(report.platform, name, say('group'), say('empty'));
  return { ...parts, texts: [], platform: report.platform };
}

function add(mine, text) {
  const body = mine.platform === 'dingtalk' ? marked(text.text) : make('div', 'text', text.text);
  const element = bubble(say('robotName'), say('bot'), at(text.toldAt), body);
  mine.chat.querySelector('.empty')?.remove();
  mine.chat.append(element);
  if (mine.chat.children.length > KEPT) mine.chat.firstElementChild.remove();
}

/** Forgets what was drawn, for the page speaks another language now. */
export function build(parent) {
  parent.replaceChildren();
  groups.forEach(mine => { mine.stale = true; });
}

/** Groups that have read nothing come last. */
export async function refresh(parent, robots) {
  const shown = robots.filter(robot => robot.text > 0 || robot.state !== 'off');
  for (const report of [...shown.filter(robot => robot.text > 0), ...shown.filter(robot => !robot.text)]) {
    let mine = groups.get(report.name);
    if (!mine || mine.stale) {
      const texts = mine?.texts ?? [];
      mine = group(report);
      groups.set(report.name, mine);
      parent.append(mine.element);
      texts.forEach(text => add(mine, text));
      mine.texts = texts;
      scroll(mine.chat);
    }
    meter(mine, report.sent, report.limit, say('sent')(report.sent, report.limit), report.pending ? say('pending')(report.pending) : '', report.pending > 0);
    const last = mine.texts.at(-1)?.id ?? 0;
    if (report.text > last) {
      const fresh = await read(`texts?robot=${encodeURIComponent(report.name)}&after=${last}`);
      fresh.forEach(text => add(mine, text));
      mine.texts = [...mine.texts, ...fresh].slice(-KEPT);
      scroll(mine.chat);
    }
  }
}
