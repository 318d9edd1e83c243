// What the page says, in both languages. Names of stages, classes and settings stay as they are in the files.
import { current } from './language.js';

/** What a visitor pastes into a shell. */
const LINES = {
  die: 'mosquitto_sub -h localhost -p {mqtt} -i my-device -t x & sleep 1\nkill -9 $!',
  hang: 'mosquitto_sub -h localhost -p {mqtt} -i my-device -k 5 -t x & sleep 1\nkill -STOP $!; sleep 9; kill -9 $!',
  fight: 'mosquitto_sub -h localhost -p {mqtt} -i my-device -t x & sleep 1\nmosquitto_pub -h localhost -p {mqtt} -i my-device -t x -m hello; kill $!',
  bye: 'mosquitto_pub -h localhost -p {mqtt} -i my-device -t x -m hello',
  mqttx: 'mqttx conn -h localhost -p {mqtt} -i my-device',
  npm: 'npx mqtt sub -h localhost -p {mqtt} -i my-device -t x',
  mqtt: 'mosquitto_pub -h localhost -p {mqtt} -q 1 -t alerts/clients/events \\\n  -m \'{"clientid":"my-device","reason":"kicked",\n       "disconnected_at":\'$(date +%s000)\'}\'',
  http: 'curl -i localhost:{http}/events \\\n  -d \'{"clientid":"my-device","reason":"keepalive_timeout",\n       "disconnected_at":\'$(date +%s000)\'}\'',
  rubbish: 'curl -i localhost:{http}/events -d oops\ncurl localhost:{http}/parked',
  look: 'curl localhost:{http}/observe/health\ncurl -s localhost:{http}/observe/metrics | grep ^alerts_',
  zone: 'ALERTS_ZONE=Europe/Berlin mvn -q -Pdemo',
};

/** An event that is counted until a word of its rule is changed. */
const line = (family, rule, severity) => `routes/3-triage-${family}.camel.yaml: ${rule} quiet → ${rule} ${severity}`;
/** How many it is, if it is not the name of one. */
const several = who => /^\d+$/.test(who) ? n(Number(who)) : null;
const counted = {
  en: (what, ...rule) => `${what}: counted, and told to nobody. To be told: ${line(...rule)}, and start again.`,
  zh: (what, ...rule) => `${what}：只计数，不通知。要通知：${line(...rule)}，再重新启动。`,
};

const words = {
  en: {
    tagline: 'Pull a plug and read in three group chats who is gone, and why. Everything here is real but the chats.',
    live: 'live', lost: 'no connection to the demo',
    devices: 'Devices', noDevices: 'none connected yet: any button connects one',
    path: 'The path of an event', noTrails: 'Nothing has happened yet. Press “Pull the plug”.',
    begin: 'Choose a device, or let a button take the first one.',
    ledger: 'Does it add up?', own: 'Do it with your own client',
    ownHint: 'Any MQTT client that connects here and drops off is told. Click a line to copy it.',
    copied: 'copied',
    buttons: {
      connect: ['Connect', 'a device'], kick: ['Kick', 'as from the dashboard'], unplug: ['Pull the plug', 'no DISCONNECT'],
      silence: ['Let it go silent', 'keep-alive runs out'], goodbye: ['Say goodbye', 'DISCONNECT, normal'],
      back: ['Back online', 'what is gone'], flap: ['Flap', 'six drops in 7 s'], fight: ['Two with one id', 'they fight over it'],
      cut: ['Cut the network', 'of 5,000 devices'], grace: ['Give it 10 s', 'to be back'], hush: ['Silence', 'all of its kind'],
      alarm: ['Alarm of EMQX', 'over in 7 s'], refuse: ['Refuse a login', 'quiet'], drop: ['Drop a message', 'quiet'],
      miss: ['Miss a delivery', 'quiet'], subscribe: ['Subscribe', 'quiet'],
    },
    did: {
      connect: id => counted.en(`${id} is connected and pings`, 'client', 'connected', 'notice'),
      kick: id => `${id} was kicked: the broker says “kicked”.`,
      unplug: id => `The socket of ${id} was closed without a DISCONNECT: “tcp_closed”.`,
      silence: id => `${id} stays connected but is mute. The broker gives it 1.5 × its keep-alive of 3 s.`,
      goodbye: id => `${id} disconnected politely: “normal”. That is no alarm, so the chats stay silent.`,
      back: who => `${several(who) ?? who} ${several(who) ? 'come' : 'comes'} back.`,
      flap: id => `The connection of ${id} breaks six times, and holds in the end. The fifth time the chats hear that it flaps, and a minute later that it is steady.`,
      fight: id => `Two devices called ${id}, on two hosts, throw each other out, six times. The chats hear so once, and a minute later that it is over.`,
      grace: verdict => `routes/3-triage-client.camel.yaml, in a copy, now says: ${verdict}. The program starts again.`,
      hush: match => match ? `${match} is silent for an hour: what drops off is counted, and told to nobody.` : 'The silence is over: the chats read what was kept from them, and who is still gone.',
      cut: n => `${Number(n).toLocaleString('en')} devices connect; then all their sockets close at once.`,
      alarm: name => `EMQX says ${name}, and in 7 s that it is over: the chats hear both.`,
      refuse: id => counted.en(`The login of ${id} was refused`, 'access', 'rejected', 'warning'),
      drop: id => counted.en(`A message of ${id} was dropped`, 'message', 'dropped', 'warning'),
      miss: id => counted.en(`A message did not reach ${id}`, 'message', 'undelivered', 'warning'),
      subscribe: id => counted.en(`${id} subscribed`, 'session', 'subscribed', 'notice'),
      offline: r => `${r} cannot be reached now. Alerts wait.`,
      token: r => `${r} no longer knows the token. Alerts wait, and the robot says which setting to mend.`,
      throttled: r => `${r} says it is sent too much. The robot waits as long as the platform demands.`,
      none: r => `${r} is mended. It is tried again when its pause ends.`,
      speak: () => 'The program starts again, to say its messages in English. What is pending is kept.',
    },
    refused: {
      busy: 'Still busy with the last one.', 'enough-devices': 'Eight devices are enough; do something to one of them.',
      guest: 'That client is yours: here you can only kick it.',
      unknown: 'The demo does not know that.', failed: 'The demo did not answer.',
    },
    progress: {
      flap: p => `drop ${p.done} of ${p.all}`, fight: p => `round ${p.done} of ${p.all}`,
      fleet: p => `${n(p.done)} of ${n(p.all)} connected`, return: p => `${n(p.done)} of ${n(p.all)} are back`,
    },
    cutOff: count => `${n(count)} devices`, graceGiven: 'given: take it away', hushed: match => `of ${match}: end it`,
    robots: { wecom: 'WeCom', dingtalk: 'DingTalk', feishu: 'Feishu' },
    group: 'Night shift', robotName: 'Device alerts', bot: 'BOT', empty: 'Quiet so far.',
    quota: (used, all) => `${used} of ${all} this minute`,
    pending: count => count ? `${n(count)} pending` : 'nothing pending',
    well: 'well', blocked: setting => `blocked: mend ${setting}`, pause: s => `try in ${s} s`, failing: 'not delivered',
    faults: {
      throttled: ['Throttled', 'notice', 'It waits as long as the platform demands, then goes on by itself.'],
      offline: ['Offline', 'warning', 'It is tried again, up to a minute apart, and goes on by itself.'],
      token: ['Bad token', 'critical', 'Nothing is told until somebody mends the setting.'],
      none: ['Mend', 'mend', 'The robot is well again.'],
    }, breakIt: 'Break it:',
    severity: { critical: 'critical', warning: 'warning', notice: 'notice', quiet: 'quiet' },
    stages: { gone: 'gone', received: 'received', rule: 'rule', grace: 'grace', committed: 'committed', permit: 'permit', told: 'told' },
    more: count => `and ${n(count)} more`, inMessages: (events, messages) => `${n(events)} in ${messages} ${messages > 1 ? 'messages' : 'message'}`,
    deciding: 'being decided …', attempts: count => `try ${count}`, waits: 'waits', parked: 'parked', silenced: 'silenced',
    noGrace: 'none', left: s => `${s} s left`, over: 'over',
    known: count => `Known by now: counted${count > 1 ? ` ${n(count)} times` : ''}, and told to nobody until it is steady.`,
    overInTime: count => count > 1 ? `${n(count)} were back in time: counted, and told to nobody.` : 'Back in time: counted, and told to nobody.',
    back: (count, when) => count > 1 ? `${n(count)} back, the last after ${when}` : `back after ${when}`,
    again: 'The very same event came before: counted, and told only once.',
    quiet: rule => `Rule ${rule} is quiet: counted, but not committed and told to nobody.`,
    received: 'received', ignored: 'other events, counted', quietOnes: 'quiet', toTell: 'to tell', unreadable: 'unreadable', underWay: 'under way', waiting: 'waiting', spared: 'spared', kinds: { 'client.back': 'back', 'client.flapping': 'flaps', 'client.twins': 'two with one id', 'client.steady': 'steady again', 'client.still_gone': 'still gone', 'alarm.deactivated': 'ended', 'alarm.flapping': 'flaps', 'alarm.steady': 'steady again' }, duplicate: 'came twice',
    toldIn: 'told in its chat', pendingNow: 'pending',
    recipes: [
      ['Connect, then drop dead', 'tcp_closed', LINES.die],
      ['Hang', 'keepalive_timeout, after 7.5 s', LINES.hang],
      ['Come back with the same id', 'discarded', LINES.fight],
      ['Leave politely', 'normal: silence', LINES.bye],
      ['MQTTX', 'or its window: host localhost, port {mqtt}; kick it above', LINES.mqttx],
      ['MQTT.js', 'the same, from npm', LINES.npm],
      ['Be EMQX, over MQTT', 'what its rule publishes', LINES.mqtt],
      ['Be EMQX, over HTTP', 'what its HTTP action posts', LINES.http],
      ['Send rubbish', 'refused with the reason, and parked; the groups hear of it, once an hour', LINES.rubbish],
      ['Look inside', 'health and metrics', LINES.look],
      ['Read it in your zone', 'start the demo like this', LINES.zone],
    ],
  },
  zh: {
    tagline: '拔掉一台设备，看三个群里谁掉线、为什么。除了群聊，这里的一切都是真的。',
    live: '实时', lost: '与演示程序的连接已断开',
    devices: '设备', noDevices: '还没有设备在线：按任意按钮会先连上一台',
    path: '一条事件走过的路', noTrails: '还什么都没发生。试试“拔电源”。',
    begin: '点选一台设备；不选时，按钮用第一台。',
    ledger: '数目对得上吗？', own: '用您自己的客户端试试',
    ownHint: '任何连到这里又掉线的 MQTT 客户端都会被告知。点一下即可复制。',
    copied: '已复制',
    buttons: {
      connect: ['连接', '一台设备'], kick: ['踢出', '如同在 Dashboard 上'], unplug: ['拔电源', '不发 DISCONNECT'],
      silence: ['让它沉默', '心跳超时'], goodbye: ['正常断开', 'DISCONNECT, normal'],
      back: ['恢复在线', '已离线的设备'], flap: ['频繁掉线', '7 秒内六次'], fight: ['ID 冲突', '两台抢一个 ID'],
      cut: ['切断网络', '5,000 台设备'], grace: ['宽限 10 秒', '等它自己恢复'], hush: ['静默', '所有同类设备'],
      alarm: ['系统告警', '7 秒后解除'], refuse: ['认证失败', '静默'], drop: ['消息丢弃', '静默'],
      miss: ['消息投递失败', '静默'], subscribe: ['订阅变动', '静默'],
    },
    did: {
      connect: id => counted.zh(`${id} 已连接，正在发心跳`, 'client', 'connected', 'notice'),
      kick: id => `${id} 被踢出：原因 “kicked”。`,
      unplug: id => `${id} 的连接未发 DISCONNECT 就断了：“tcp_closed”。`,
      silence: id => `${id} 还连着，但不再出声。服务器等它 1.5 倍心跳（3 秒）。`,
      goodbye: id => `${id} 正常断开：“normal”。这不是告警，所以群里保持安静。`,
      back: who => `${several(who) ? `${several(who)} 台设备` : who} 正在恢复在线。`,
      flap: id => `${id} 的连接断了六次，最后稳定下来。第五次时群里得知它频繁掉线，一分钟后得知它恢复稳定。`,
      fight: id => `两台主机上都叫 ${id} 的设备互相顶下线，共六次。群里只得知一次，一分钟后得知已停止。`,
      grace: verdict => `routes/3-triage-client.camel.yaml（副本）现在是：${verdict}。程序正在重启。`,
      hush: match => match ? `${match} 静默一小时：掉线只计数，不通知任何人。` : '静默结束：群里会读到期间静默了什么、谁仍离线。',
      cut: n => `${Number(n).toLocaleString('en')} 台设备先连上，然后所有连接同时断开。`,
      alarm: name => `EMQX 报告 ${name}，7 秒后解除：群里两条都会收到。`,
      refuse: id => counted.zh(`${id} 认证失败`, 'access', 'rejected', 'warning'),
      drop: id => counted.zh(`${id} 的消息被丢弃`, 'message', 'dropped', 'warning'),
      miss: id => counted.zh(`消息没有送达 ${id}`, 'message', 'undelivered', 'warning'),
      subscribe: id => counted.zh(`${id} 订阅了主题`, 'session', 'subscribed', 'notice'),
      offline: r => `${r} 现在连不上，告警在等待。`,
      token: r => `${r} 不再认这个令牌。告警在等待，机器人会说明该改哪个设置。`,
      throttled: r => `${r} 说发得太快。机器人按平台要求的时间等待。`,
      none: r => `${r} 已修复，等暂停结束就会再试。`,
      speak: () => '程序正在重启，此后用中文发消息；等待中的告警都会保留。',
    },
    refused: {
      busy: '上一个还没做完。', 'enough-devices': '八台够了，先对其中一台做点什么吧。',
      guest: '那是您自己的客户端：在这里只能踢出它。',
      unknown: '演示程序不认识这个操作。', failed: '演示程序没有回应。',
    },
    progress: {
      flap: p => `第 ${p.done} 次，共 ${p.all} 次`, fight: p => `第 ${p.done} 轮，共 ${p.all} 轮`,
      fleet: p => `已连接 ${n(p.done)} / ${n(p.all)}`, return: p => `已恢复 ${n(p.done)} / ${n(p.all)}`,
    },
    cutOff: count => `${n(count)} 台设备`, graceGiven: '已启用，再点取消', hushed: match => `${match}：立即结束`,
    robots: { wecom: '企业微信', dingtalk: '钉钉', feishu: '飞书' },
    group: '夜班值守群', robotName: '设备告警', bot: '机器人', empty: '还很安静。',
    quota: (used, all) => `本分钟 ${used} / ${all} 条`,
    pending: count => count ? `${n(count)} 条等待中` : '没有等待',
    well: '正常', blocked: setting => `受阻：请改 ${setting}`, pause: s => `${s} 秒后再试`, failing: '未送达',
    faults: {
      throttled: ['限流', 'notice', '按平台要求的时间等待，然后自行恢复。'],
      offline: ['断网', 'warning', '最多间隔一分钟重试，恢复后自行继续。'],
      token: ['令牌失效', 'critical', '在有人改好设置之前，什么也告知不了。'],
      none: ['修复', 'mend', '机器人恢复正常。'],
    }, breakIt: '弄坏它：',
    severity: { critical: '严重', warning: '警告', notice: '提示', quiet: '静默' },
    stages: { gone: '离线', received: '收到', rule: '规则', grace: '宽限', committed: '落库', permit: '获准', told: '告知' },
    more: count => `等 ${n(count)} 台`, inMessages: (events, messages) => `${n(events)} 条 / ${messages} 则`,
    deciding: '正在判断 …', attempts: count => `第 ${count} 次`, waits: '等待', parked: '搁置', silenced: '已静默',
    noGrace: '无', left: s => `还剩 ${s} 秒`, over: '已过',
    known: count => `群里已知道：只计数${count > 1 ? ` ${n(count)} 次` : ''}，恢复稳定之前不再通知。`,
    overInTime: count => count > 1 ? `${n(count)} 台及时恢复：只计数，不通知任何人。` : '及时恢复：只计数，不通知任何人。',
    back: (count, when) => count > 1 ? `${n(count)} 台已恢复，最后一台在 ${when} 后` : `${when} 后恢复`,
    again: '同一条事件来过：只计数，只告知一次。',
    quiet: rule => `规则 ${rule} 为静默：只计数，不落库，也不告知任何人。`,
    received: '收到', ignored: '其他事件（只计数）', quietOnes: '静默', toTell: '需告知', unreadable: '读不懂', underWay: '途中', waiting: '宽限中', spared: '不必通知', kinds: { 'client.back': '恢复', 'client.flapping': '频繁掉线', 'client.twins': 'ID 冲突', 'client.steady': '恢复稳定', 'client.still_gone': '仍离线', 'alarm.deactivated': '解除', 'alarm.flapping': '频繁告警', 'alarm.steady': '平息' }, duplicate: '重复',
    toldIn: '群里已告知', pendingNow: '等待',
    recipes: [
      ['连上，然后猝死', 'tcp_closed', LINES.die],
      ['卡死', 'keepalive_timeout，7.5 秒后', LINES.hang],
      ['用同一个 ID 再连一次', 'discarded', LINES.fight],
      ['礼貌离开', 'normal：安静', LINES.bye],
      ['MQTTX', '或在它的窗口里：主机 localhost，端口 {mqtt}；然后在上面踢出它', LINES.mqttx],
      ['MQTT.js', '同上，来自 npm', LINES.npm],
      ['扮演 EMQX，走 MQTT', '规则发布的内容', LINES.mqtt],
      ['扮演 EMQX，走 HTTP', 'HTTP 动作提交的内容', LINES.http],
      ['发点乱码', '拒绝并说明原因，同时搁置；群里每小时至多听到一次', LINES.rubbish],
      ['看看内部', '健康与指标', LINES.look],
      ['换成别的时区', '这样启动演示', LINES.zone],
    ],
  },
};

export const n = number => number.toLocaleString('en');

let zoneMs = 0;

/** Takes the zone of the messages, so that a phone and what it shows agree. */
export function setClock(zone) {
  zoneMs = zone;
}

export const clock = (at, unit) => new Date(at + zoneMs).toISOString().slice(11, unit === 'ms' ? 23 : 19);

export const say = key => words[current()][key];
