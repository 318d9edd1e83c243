// What the page says, in both languages. Names of reasons, nodes and settings stay as they are.
import { current } from './language.js';
import { inWords } from './sentences.js';

/** What mends a robot: a setting by its name, or what none of them mends. */
const mend = robot => inWords(robot.mend.includes('.') ? robot.mend : `the ${robot.mend}`);

const words = {
  en: {
    live: time => `live, ${time}`, allWell: 'All is well', comma: ', ',
    lost: refusal => refusal.status ? `not now: ${refusal.message || refusal.status}` : 'no answer; what you see is from before',
    ill: count => count > 1 ? `${count} things need you` : 'One thing needs you',
    goneNow: count => count === 0 ? 'nobody is gone' : count === 1 ? 'one device is gone' : `${n(count)} devices are gone`,
    locked: 'Who are you?', token: 'http.operator-token (or http.token, if that is not set)', enter: 'Show it', wrongToken: 'That is not the token.', silent: 'The program does not answer.',
    stood: (time, how) => `at ${time}: ${how}`,
    standing: 'The program itself', store: 'Store', entrance: name => `Entrance ${name.toUpperCase()}`, parts: { rules: 'Rules', words: 'Words', 'live-edit': 'Edits' },
    platforms: { wecom: 'WeCom', dingtalk: 'DingTalk', feishu: 'Feishu', lark: 'Lark', webhook: 'Webhook' },
    states: {
      well: 'well', store: 'waits for the store',
      quota: (robot, until) => `waits for its quota until ${until}`,
      pace: (robot, until) => `well; its next message at ${until}`,
      pause: (robot, until) => `pauses until ${until}`, quiet: (robot, until) => `waits until ${until} (quiet hours)`,
      failing: (robot, until) => `fails; tried again at ${until}`,
      'left-alone': (robot, until) => `left alone, as the platform demands, until ${until}`,
      blocked: (robot, until) => `blocked: mend ${mend(robot)}; tried again at ${until}`,
      off: robot => `off: ${robot.turnOn} turns it on`,
    },
    since: time => ` (since ${time})`, pending: count => `${n(count)} pending`, oldest: time => `the oldest from ${time}`,
    gone: 'Gone now', untold: 'nobody was told', notYet: robots => `${robots} not yet`, nobody: 'Nobody is gone.', noneMatch: 'None of them is like that.',
    match: count => `${n(count)} of them`, more: count => `Show more (${n(count)} left)`, search: 'Search client ids', filter: 'Filter by reason or node',
    heard: 'Who was told of it', unknown: 'Nothing of it is in the history.', among: count => `(one of ${count})`,
    whats: { lost: 'lost', back: 'back', flapping: 'flaps', twins: 'two with one id', steady: 'steady again', still_gone: 'still gone',
      blip: 'back in time', replaced: 'replaced', suppressed: 'flaps on', quiet: 'of no rule that tells', duplicate: 'known already', unaddressed: 'for no group' },
    hearing: { told: 'told', waits: 'waits', silenced: 'silenced', parked: 'parked', dropped: 'dropped', untold: 'was not told' },
    csv: 'Save as CSV', forget: 'Forget', sure: 'Really?',
    facet: name => name.replace(/^attribute /, ''),
    common: (shares, of) => `${of ? `Of the latest ${of}: ` : 'In common: '}${shares.join(', ')}`,
    unheard: 'No connect was ever heard of: nobody can be told who is back, and who is gone is known for a short time only. Let the broker send client.connected as well.',
    meanings: {
      keepalive_timeout: 'heartbeat missed', tcp_closed: 'connection closed', kicked: 'kicked out', discarded: 'replaced', takenover: 'taken over',
      heartbeat_timeout: 'heartbeat missed', ssl_closed: 'TLS closed', not_authorized: 'not authorised',
    },
    day: 'The last 24 hours', quiet: 'Quiet for 24 hours.', figures: { lost: 'lost', back: 'came back', still: 'gone now' },
    waiting: 'Waiting whether it comes back', unless: time => `told at ${time}, unless it is back`,
    parked: 'Parked', nothingParked: 'Nothing is parked.', payload: 'Payload', retry: 'Retry', discard: 'Discard',
    retried: id => `${id} was taken.`, discarded: id => `${id} is gone for good.`,
    refused: refusal => refusal.status === 404 ? 'It is not there any more: somebody was faster.'
      : refusal.status ? refusal.message || `HTTP ${refusal.status}` : 'The program did not answer; perhaps nothing was done.',
    silences: 'Silences', silence: 'Silence something', endNow: 'End now', add: 'Silence it', silenceAdded: 'It is quiet.',
    matchers: { clientid: 'Client id', node: 'Node', reason: 'Reason' }, matcherHints: { clientid: 'pump-*', node: 'emqx@10.0.0.2', reason: 'keepalive_timeout' },
    everything: 'Everything', howLong: 'For', hours: hours => hours < 1 ? `${hours * 60} minutes` : hours === 1 ? 'an hour' : `${hours} hours`,
    by: 'Your name', why: 'Why', until: time => `until ${time}`, silenced: count => `${n(count)} kept quiet`,
    told: 'What the groups read', group: 'Group', robotName: 'Device alerts', bot: 'BOT', empty: 'Nothing was told yet.',
    sent: (count, limit) => limit ? `${count} of ${limit} this minute` : `${count} this minute`,
    ago: (value, unit) => `${value} ${unit} ago`, units: ['s', 'min', 'h', 'd'],
    api: 'The same for scripts (OpenAPI)',
  },
  zh: {
    live: time => `实时 ${time}`, allWell: '一切正常', comma: '，',
    lost: refusal => refusal.status ? `暂时不行：${refusal.message || refusal.status}` : '程序没有应答，以下是之前的内容',
    ill: count => `${count} 处需要处理`,
    goneNow: count => count === 0 ? '没有设备离线' : `${n(count)} 台设备离线`,
    locked: '请出示令牌', token: 'http.operator-token（未设置时为 http.token）', enter: '进入', wrongToken: '令牌不对。', silent: '程序没有应答。',
    stood: (time, how) => `${time} 时：${how}`,
    standing: '程序本身', store: '数据库', entrance: name => `${name.toUpperCase()} 入口`, parts: { rules: '规则', words: '措辞', 'live-edit': '现场修改' },
    platforms: { wecom: '企业微信', dingtalk: '钉钉', feishu: '飞书', lark: 'Lark', webhook: 'Webhook' },
    states: {
      well: '正常', store: '等待数据库',
      quota: (robot, until) => `等待限额，至 ${until}`,
      pace: (robot, until) => `正常，下一条在 ${until}`,
      pause: (robot, until) => `暂停至 ${until}`, quiet: (robot, until) => `免打扰时段，等到 ${until}`,
      failing: (robot, until) => `发送失败，${until} 再试`,
      'left-alone': (robot, until) => `按平台要求停发至 ${until}`,
      blocked: (robot, until) => `受阻：请改 ${mend(robot)}，${until} 再试`,
      off: robot => `未启用：设置 ${robot.turnOn} 即启用`,
    },
    since: time => `（自 ${time}）`, pending: count => `${n(count)} 条等待中`, oldest: time => `最早 ${time}`,
    gone: '当前离线', untold: '未通知任何人', notYet: robots => `${robots} 尚未收到`, nobody: '没有设备离线。', noneMatch: '没有符合条件的设备。',
    match: count => `符合条件 ${n(count)} 台`, more: count => `显示更多（还有 ${n(count)} 个）`, search: '搜索客户端 ID', filter: '按原因或节点筛选',
    heard: '谁收到了通知', unknown: '历史中没有它的记录。', among: count => `（共 ${count} 条）`,
    whats: { lost: '掉线', back: '恢复', flapping: '频繁掉线', twins: 'ID 冲突', steady: '恢复稳定', still_gone: '仍离线',
      blip: '短暂掉线', replaced: '被顶替', suppressed: '频繁掉线期间', quiet: '按规则不通知', duplicate: '重复', unaddressed: '没有群接收' },
    hearing: { told: '已通知', waits: '等待中', silenced: '已静默', parked: '已搁置', dropped: '已丢弃', untold: '未通知' },
    csv: '导出 CSV', forget: '忘记', sure: '确定？',
    facet: name => ({ node: '节点', network: '网络', username: '用户名', listener: '监听端口' })[name] ?? name.replace(/^attribute /, ''),
    common: (shares, of) => `${of ? `最近 ${of} 台中：` : '共同点：'}${shares.join('，')}`,
    unheard: '从未收到过上线事件：无法告知谁已恢复，离线名单也只保留很短时间。请让服务器也发送 client.connected。',
    meanings: {
      keepalive_timeout: '心跳超时', tcp_closed: 'TCP 连接断开', kicked: '被踢出', discarded: '被顶替', takenover: '会话被接管',
      heartbeat_timeout: '心跳超时', ssl_closed: 'TLS 连接断开', not_authorized: '未授权',
    },
    day: '最近 24 小时', quiet: '24 小时内一直安静。', figures: { lost: '掉线', back: '恢复', still: '当前离线' },
    waiting: '宽限中', unless: time => `${time} 前未恢复则通知`,
    parked: '搁置', nothingParked: '没有搁置的内容。', payload: '原文', retry: '重试', discard: '丢弃',
    retried: id => `${id} 已重新处理。`, discarded: id => `${id} 已丢弃。`,
    refused: refusal => refusal.status === 404 ? '已不存在：别人先处理了。'
      : refusal.status ? refusal.message || `HTTP ${refusal.status}` : '程序没有应答，可能什么也没有做。',
    silences: '静默', silence: '添加静默', endNow: '立即结束', add: '开始静默', silenceAdded: '已静默。',
    matchers: { clientid: '客户端 ID', node: '节点', reason: '原因' }, matcherHints: { clientid: 'pump-*', node: 'emqx@10.0.0.2', reason: 'keepalive_timeout' },
    everything: '全部', howLong: '时长', hours: hours => hours < 1 ? `${hours * 60} 分钟` : `${hours} 小时`,
    by: '姓名', why: '静默原因', until: time => `至 ${time}`, silenced: count => `已静默 ${n(count)} 条`,
    told: '各群读到的消息', group: '群聊', robotName: '设备告警', bot: '机器人', empty: '还没有消息。',
    sent: (count, limit) => limit ? `本分钟 ${count} / ${limit} 条` : `本分钟 ${count} 条`,
    ago: (value, unit) => `${value} ${unit}前`, units: ['秒', '分钟', '小时', '天'],
    api: '供脚本使用的接口（OpenAPI）',
  },
};

export const n = number => Number(number).toLocaleString('en');

let zoneMs = 0;

/** Takes the program's zone, so that the page and the messages agree; an instant as RFC 3339 has it. */
export function setZone(now) {
  const [, sign, hours, minutes] = now.match(/([+-])(\d\d):(\d\d)$/) ?? [, '+', 0, 0];
  zoneMs = (sign === '-' ? -60_000 : 60_000) * (60 * Number(hours) + Number(minutes));
}

const local = ms => new Date(ms + zoneMs).toISOString();

export const clock = ms => local(ms).slice(11, 19);

/** The time of day, with its date unless that is today. */
export function at(time) {
  const ms = Date.parse(time);
  const day = local(ms).slice(5, 10);
  return day === local(Date.now()).slice(5, 10) ? clock(ms) : `${day} ${clock(ms)}`;
}

/** How long ago, in the largest unit. */
export function ago(time) {
  const s = Math.max(0, Math.round((Date.now() - Date.parse(time)) / 1000));
  const [value, unit] = s < 60 ? [s - s % 10, 0] : s < 3_600 ? [s / 60, 1] : s < 172_800 ? [s / 3_600, 2] : [s / 86_400, 3];
  return say('ago')(Math.floor(value), say('units')[unit]);
}

export const say = key => words[current()][key];

/** A robot as people call it: its platform, and the number of a second group. */
export const named = robot => robot.replace(/^\D+/, platform => say('platforms')[platform] ?? platform);
