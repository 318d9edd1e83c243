// The three group chats, with the state of each robot below and what breaks it.
import { bubble, meter, phone, scroll } from './chat.js';
import { make } from './dom.js';
import { clock, n, say } from './words.js';
import { press } from './buttons.js';

const KEPT = 100;
const TAGS = new Set(['div', 'p', 'ul', 'ol', 'li', 'strong', 'em', 'br', 'u', 'span', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6']);
const bubbles = { wecom: [], dingtalk: [], feishu: [] };
const phones = {};

export function build(parent) {
  parent.replaceChildren(...Object.keys(bubbles).map(robot => {
    const health = make('p', 'health');
    const pause = make('p', 'pause');
    const standing = make('p', 'standing');
    const faults = make('div', 'faults', make('span', null, say('breakIt')), ...Object.keys(say('faults')).map(fault => {
      const [name, severity, meaning] = say('faults')[fault];
      const button = make('button', severity, name);
      button.type = 'button';
      button.title = meaning;
      button.dataset.fault = fault;
      button.addEventListener('click', () => press(fault, robot));
      return button;
    }));
    const parts = phone(robot, say('robots')[robot], say('group'), say('empty'), make('div', 'facts', health, pause), standing, faults);
    parts.element.dataset.robot = robot;
    phones[robot] = { ...parts, health, pause, standing, faults };
    bubbles[robot].forEach(told => add(phones[robot].chat, told));
    return parts.element;
  }));
}

export function receive(told) {
  const mine = bubbles[told.robot];
  if (mine.some(known => known.number === told.number)) return;
  mine.push(told);
  const chat = phones[told.robot].chat;
  const element = add(chat, told);
  element.classList.add('fresh');
  if (mine.length > KEPT) {
    mine.shift();
    chat.querySelector('.message').remove();
  }
}

function add(chat, told) {
  chat.querySelector('.empty')?.remove();
  const element = bubble(say('robotName'), say('bot'), clock(told.at), told.tree ? render(told.tree) : make('div', 'text', told.text));
  element.dataset.events = told.events;
  if (told.calls.length) element.querySelector('.bubble').append(make('p', 'calls', told.calls.map(who => `@${who}`).join(' ')));
  chat.append(element);
  scroll(chat);
  return element;
}

function render(node) {
  if (!node.tag) return document.createTextNode(node.text);
  return make(TAGS.has(node.tag) ? node.tag : 'span', null, ...node.children.map(render));
}

export function show(robots) {
  const words = say('robots');
  for (const robot of robots) {
    const parts = phones[robot.robot];
    const left = Math.ceil((robot.pausedUntil - Date.now()) / 1000);
    meter(parts, robot.permits, robot.perMinute, say('quota')(robot.permits, robot.perMinute), say('pending')(robot.sum.pending), robot.sum.pending > 0);
    const ill = robot.blockedSetting ? say('blocked')(`${robot.robot}.${robot.blockedSetting}`) : robot.failures > 0 ? say('failing') : say('well');
    parts.health.textContent = ill;
    parts.standing.textContent = robot.standing.startsWith('well;') ? '' : robot.standing;
    parts.pause.textContent = left > 0 ? say('pause')(n(left)) : '';
    parts.health.className = `health ${robot.failures > 0 || robot.blockedSetting ? 'ill' : 'well'}`;
    for (const button of parts.faults.querySelectorAll('button')) {
      const fault = button.dataset.fault;
      button.setAttribute('aria-pressed', String(fault !== 'none' && fault === robot.fault));
      button.disabled = fault === 'none' && robot.fault === 'none';
      button.setAttribute('aria-label', `${words[robot.robot]}: ${say('faults')[fault][0]}`);
    }
  }
}
