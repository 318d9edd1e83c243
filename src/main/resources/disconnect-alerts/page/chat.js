// A group's chat as its platform's phone shows it, and below it how much of the robot's minute is used.
import { make } from './dom.js';

/** @param title what the group is called */
export function phone(platform, name, title, empty, ...below) {
  const chat = make('div', 'chat', make('p', 'empty', empty));
  chat.setAttribute('role', 'log');
  chat.setAttribute('aria-label', name);
  chat.tabIndex = 0;
  const bar = make('span', 'fill');
  const quota = make('p', 'quota');
  const pending = make('p', 'pending');
  const element = make('article', `phone ${platform}`,
    make('header', null, make('span', 'platform', name), make('span', 'title', title)),
    chat,
    make('footer', 'robot', make('div', 'meter', bar), make('div', 'facts', quota, pending), ...below));
  new ResizeObserver(() => scroll(chat)).observe(chat);
  return { element, chat, bar, quota, pending };
}

export function bubble(name, tag, time, body) {
  body.classList.add('bubble');
  return make('div', 'message', make('span', 'avatar'),
    make('div', 'said-by', make('span', 'name', name), make('span', 'tag', tag), make('time', null, time)), body);
}

/** Shows the newest message: its end, or its beginning when it is longer than the screen. */
export function scroll(chat) {
  const newest = chat.lastElementChild;
  const top = newest.offsetTop - chat.offsetTop - 10;
  chat.scrollTop = newest.offsetHeight > chat.clientHeight ? top : chat.scrollHeight;
}

/** @param waits whether something is pending */
export function meter(parts, used, all, quota, pending, waits) {
  parts.bar.style.width = all ? `${Math.min(100, 100 * used / all)}%` : '0';
  parts.quota.textContent = quota;
  parts.pending.textContent = pending;
  parts.pending.classList.toggle('some', waits);
}
