// The little markdown that DingTalk's messages are made of: headings, lists, paragraphs and backslashes. Text stays text.
import { make } from './dom.js';

const plain = line => line.replace(/\\([!-/:-@[-`{-~])/g, '$1');

export function marked(text) {
  const root = make('div');
  let list = null;
  for (const line of text.split('\n').map(one => one.trim())) {
    const heading = line.match(/^#{1,6} (.*)$/);
    const item = line.match(/^- (.*)$/);
    const step = line.match(/^(\d+)\. (.*)$/);
    if (!line) {
      list = null;
    } else if (heading) {
      root.append(make('h3', null, plain(heading[1])));
      list = null;
    } else if (item || step) {
      const tag = item ? 'UL' : 'OL';
      if (list?.tagName !== tag) {
        list = make(tag);
        root.append(list);
      }
      list.append(make('li', null, plain(item ? item[1] : step[2])));
    } else {
      root.append(make('p', null, plain(line)));
      list = null;
    }
  }
  return root;
}
