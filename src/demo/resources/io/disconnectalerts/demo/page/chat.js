// The three group chats, each as its platform's phone shows it, with the state of its robot below.
import { make } from './dom.js';
import { clock, current, n, say } from './words.js';
import { press } from './buttons.js';

const KEPT = 40;
const TAGS = new Set(['div', 'p', 'ul', 'ol', 'li', 'strong', 'em', 'br', 'u', 'span', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6']);
const bubbles = { wecom: [], dingtalk: [], feishu: [] };
const phones = {};

export function build(parent) {
  parent.replaceChildren(...Object.keys(bubbles).map(robot => {
    const chat = make('div', 'chat');
    chat.setAttribute('role', 'log');
    chat.tabIndex = 0;
    const bar = make('span', 'fill');
    const quota = make('p', 'quota');
    const pending = make('p', 'pending');
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
    const phone = make('article', `phone ${robot}`,
      make('header', null, make('span', 'platform', say('robots')[robot]), make('span', 'title', say('group'))),
      chat,
      make('footer', 'robot', make('div', 'meter', bar), make('div', 'facts', quota, pending), make('div', 'facts', health, pause), standing, faults));
    phone.dataset.robot = robot;
    chat.setAttribute('aria-label', say('robots')[robot]);
    phones[robot] = { chat, bar, quota, pending, health, pause, standing, faults };
    chat.append(make('p', 'empty', say('empty')));
    bubbles[robot].forEach(bubble => add(chat, bubble));
    return phone;
  }));
  Object.values(phones).forEach(phone => new ResizeObserver(() => follow(phone.chat)).observe(phone.chat));
}

export function receive(bubble) {
  const mine = bubbles[bubble.robot];
  if (mine.some(known => known.number === bubble.number)) return;
  mine.push(bubble);
  const chat = phones[bubble.robot].chat;
  const element = add(chat, bubble);
  element.classList.add('fresh');
  if (mine.length > KEPT) {
    mine.shift();
    chat.querySelector('.message').remove();
  }
}

function add(chat, bubble) {
  chat.querySelector('.empty')?.remove();
  const body = bubble.tree ? render(bubble.tree) : make('div', 'text', bubble.text);
  body.classList.add('bubble');
  const element = make('div', 'message', make('span', 'avatar'),
    make('div', 'said-by', make('span', 'name', say('robotName')), make('span', 'tag', say('bot')), make('time', null, clock(bubble.at))), body);
  element.dataset.events = bubble.events;
  chat.append(element);
  follow(chat);
  return element;
}

/** Shows the newest message: its end, or its beginning when it is longer than the screen. */
function follow(chat) {
  const newest = chat.lastElementChild;
  const top = newest.offsetTop - chat.offsetTop - 10;
  chat.scrollTop = newest.offsetHeight > chat.clientHeight ? top : chat.scrollHeight;
}

function render(node) {
  if (!node.tag) return document.createTextNode(node.text);
  return make(TAGS.has(node.tag) ? node.tag : 'span', null, ...node.children.map(render));
}

export function show(robots) {
  const words = say('robots');
  for (const robot of robots) {
    const phone = phones[robot.robot];
    const left = Math.ceil((robot.pausedUntil - Date.now()) / 1000);
    phone.bar.style.width = `${Math.min(100, 100 * robot.permits / robot.perMinute)}%`;
    phone.quota.textContent = say('quota')(robot.permits, robot.perMinute);
    phone.pending.textContent = say('pending')(robot.sum.pending);
    phone.pending.classList.toggle('some', robot.sum.pending > 0);
    const ill = robot.blockedSetting ? say('blocked')(`${robot.robot}.${robot.blockedSetting}`) : robot.failures > 0 ? say('failing') : say('well');
    phone.health.textContent = ill;
    phone.standing.textContent = robot.standing.startsWith('well;') ? '' : robot.standing;
    phone.pause.textContent = left > 0 ? say('pause')(n(left)) : '';
    phone.health.className = `health ${robot.failures > 0 || robot.blockedSetting ? 'ill' : 'well'}`;
    for (const button of phone.faults.querySelectorAll('button')) {
      const fault = button.dataset.fault;
      button.setAttribute('aria-pressed', String(fault !== 'none' && fault === robot.fault));
      button.disabled = fault === 'none' && robot.fault === 'none';
      button.setAttribute('aria-label', `${words[robot.robot]}: ${say('faults')[fault][0]}`);
    }
  }
  document.documentElement.lang = current() === 'zh' ? 'zh-CN' : 'en';
}
