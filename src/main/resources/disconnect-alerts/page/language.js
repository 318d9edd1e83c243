// Which of its two languages a page speaks: the one its reader chose, else the browser's.
let language = localStorage.getItem('language') ?? (navigator.language.startsWith('zh') ? 'zh' : 'en');

export const current = () => language;
/** As a setting or a browser names it. */
export const tag = () => language === 'zh' ? 'zh-CN' : 'en';

/** Has every element that asks for words say them, and the switch show which language it is. */
export function speakUp(say) {
  document.documentElement.lang = tag();
  document.querySelectorAll('[data-say]').forEach(element => { element.textContent = say(element.dataset.say); });
  document.querySelectorAll('[data-language]').forEach(button => button.setAttribute('aria-pressed', String(button.dataset.language === language)));
}

/** @param draw what is to be done when the other language is chosen */
export function onSwitch(draw) {
  document.querySelectorAll('[data-language]').forEach(button => button.addEventListener('click', () => {
    language = button.dataset.language;
    localStorage.setItem('language', language);
    draw();
  }));
}
