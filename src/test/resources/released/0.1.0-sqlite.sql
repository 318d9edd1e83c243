-- Made by 0.1.0 itself, on a new file, killed with kill -9: one alert told; one that WeCom refused for good; two that DingTalk
-- (token unknown) and Feishu (HTTP 502) still wait for; an input that is not JSON. Then: sqlite3 alerts.db .dump
PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE IF NOT EXISTS "schema_history" (
    "installed_rank" INT NOT NULL PRIMARY KEY,
    "version" VARCHAR(50),
    "description" VARCHAR(200) NOT NULL,
    "type" VARCHAR(20) NOT NULL,
    "script" VARCHAR(1000) NOT NULL,
    "checksum" INT,
    "installed_by" VARCHAR(100) NOT NULL,
    "installed_on" TEXT NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%f','now')),
    "execution_time" INT NOT NULL,
    "success" BOOLEAN NOT NULL
);
INSERT INTO schema_history VALUES(1,'1','outbox','SQL','V1__outbox.sql',-1277177218,'','2026-11-26 22:28:59.031',1,1);
CREATE TABLE message (
  id          INTEGER PRIMARY KEY,
  key         TEXT    NOT NULL UNIQUE,
  priority    INTEGER NOT NULL,
  time        INTEGER NOT NULL,
  received_at INTEGER NOT NULL,
  committed_at INTEGER NOT NULL,
  facets      TEXT    NOT NULL,
  body        TEXT    NOT NULL
);
INSERT INTO message VALUES(1,'019ab697e800-Y5wXNnh9a0LBiPhpXgn3oP',3,1764000000000,1795732141438,1795732141610,'{"reason":"tcp_closed","class":"lost","node":"emqx@127.0.0.1","network":"10.0.0.0/24","username":"u"}','{"clientid":"told-1","username":"u","reason":"tcp_closed","peername":"10.0.0.1:5000","node":"emqx@127.0.0.1","disconnected_at":1764000000000,"class":"lost","severity":"critical"}');
INSERT INTO message VALUES(2,'019ab697ebe8-XSUYZrm6vTmd_kEaI-Ph6X',2,1764000001000,1795732144166,1795732144170,'{"reason":"kicked","class":"removed","node":"emqx@127.0.0.1","network":"10.0.0.0/24","username":"u"}','{"clientid":"refused-�设备","username":"u","reason":"kicked","peername":"10.0.0.1:5000","node":"emqx@127.0.0.1","disconnected_at":1764000001000,"class":"removed","severity":"warning"}');
INSERT INTO message VALUES(3,'019ab697efd0-B69hABG5RMkvtVIN3WQun7',3,1764000002000,1795732150190,1795732150195,'{"reason":"keepalive_timeout","class":"lost","node":"emqx@127.0.0.1","network":"10.0.0.0/24","username":"u"}','{"clientid":"waits-1","username":"u","reason":"keepalive_timeout","peername":"10.0.0.1:5000","node":"emqx@127.0.0.1","disconnected_at":1764000002000,"class":"lost","severity":"critical"}');
INSERT INTO message VALUES(4,'019ab697f3b8-qa-LCelq2xOicAWP8kzezc',2,1764000003000,1795732150218,1795732150220,'{"reason":"kicked","class":"removed","node":"emqx@127.0.0.1","network":"10.0.0.0/24","username":"u"}','{"clientid":"waits-2","username":"u","reason":"kicked","peername":"10.0.0.1:5000","node":"emqx@127.0.0.1","disconnected_at":1764000003000,"class":"removed","severity":"warning"}');
CREATE TABLE delivery (
  message     INTEGER NOT NULL REFERENCES message,
  outbox      TEXT    NOT NULL,
  priority    INTEGER NOT NULL,
  batch       INTEGER,
  PRIMARY KEY (message, outbox)
) WITHOUT ROWID;
INSERT INTO delivery VALUES(1,'dingtalk',3,2);
INSERT INTO delivery VALUES(1,'feishu',3,3);
INSERT INTO delivery VALUES(1,'wecom',3,1);
INSERT INTO delivery VALUES(2,'dingtalk',2,NULL);
INSERT INTO delivery VALUES(2,'feishu',2,4);
INSERT INTO delivery VALUES(2,'wecom',2,5);
INSERT INTO delivery VALUES(3,'dingtalk',3,NULL);
INSERT INTO delivery VALUES(3,'feishu',3,4);
INSERT INTO delivery VALUES(3,'wecom',3,6);
INSERT INTO delivery VALUES(4,'dingtalk',2,NULL);
INSERT INTO delivery VALUES(4,'feishu',2,4);
INSERT INTO delivery VALUES(4,'wecom',2,7);
CREATE TABLE batch (
  id          INTEGER PRIMARY KEY,
  outbox      TEXT    NOT NULL,
  size        INTEGER NOT NULL,
  attempts    INTEGER NOT NULL,
  refusals    INTEGER NOT NULL DEFAULT 0,
  plain       INTEGER NOT NULL DEFAULT 0,
  claimed_at  INTEGER NOT NULL,
  lease_until INTEGER NOT NULL,
  settled_at  INTEGER,
  outcome     TEXT
);
INSERT INTO batch VALUES(1,'wecom',1,1,0,0,1795732141617,1795732171620,1795732141852,'told');
INSERT INTO batch VALUES(2,'dingtalk',1,1,0,0,1795732141630,0,NULL,NULL);
INSERT INTO batch VALUES(3,'feishu',1,1,0,0,1795732141630,1795732171631,1795732142090,'told');
INSERT INTO batch VALUES(4,'feishu',3,4,0,0,1795732150474,0,NULL,NULL);
INSERT INTO batch VALUES(5,'wecom',1,2,0,1,1795732144197,1795732174197,1795732144259,'parked');
INSERT INTO batch VALUES(6,'wecom',1,1,0,0,1795732150200,1795732180200,1795732150210,'told');
INSERT INTO batch VALUES(7,'wecom',1,1,0,0,1795732150220,1795732180221,1795732150360,'told');
CREATE TABLE permit (
  id          INTEGER PRIMARY KEY,
  outbox      TEXT    NOT NULL,
  answered_at INTEGER NOT NULL
);
INSERT INTO permit VALUES(1,'wecom',1795732141853);
INSERT INTO permit VALUES(2,'dingtalk',1795732141857);
INSERT INTO permit VALUES(3,'feishu',1795732142091);
INSERT INTO permit VALUES(4,'feishu',1795732144195);
INSERT INTO permit VALUES(5,'wecom',1795732144198);
INSERT INTO permit VALUES(6,'wecom',1795732144260);
INSERT INTO permit VALUES(7,'feishu',1795732145185);
INSERT INTO permit VALUES(8,'feishu',1795732147099);
INSERT INTO permit VALUES(9,'wecom',1795732150211);
INSERT INTO permit VALUES(10,'wecom',1795732150361);
INSERT INTO permit VALUES(11,'feishu',1795732150523);
CREATE TABLE outbox (
  name            TEXT    PRIMARY KEY,
  paused_until    INTEGER NOT NULL DEFAULT 0,
  failures        INTEGER NOT NULL DEFAULT 0,
  blocked_setting TEXT,
  blocked_why     TEXT,
  storm_began_at  INTEGER NOT NULL DEFAULT 0,
  storm_sends     INTEGER NOT NULL DEFAULT 0,
  last_sent_at    INTEGER NOT NULL DEFAULT 0,
  last_priority   INTEGER NOT NULL DEFAULT 0
);
INSERT INTO outbox VALUES('dingtalk',1795732201856,1,'token','300001 token is not exist: no robot has this access_token',0,0,0,0);
INSERT INTO outbox VALUES('wecom',1795732144197,0,NULL,NULL,1795732141852,3,1795732150360,3);
INSERT INTO outbox VALUES('feishu',1795732157469,4,NULL,NULL,1795732142090,1,1795732142090,3);
CREATE TABLE parked (
  id          INTEGER PRIMARY KEY,
  key         TEXT    NOT NULL UNIQUE,
  parked_at   INTEGER NOT NULL,
  source      TEXT    NOT NULL,
  topic       TEXT,
  reason      TEXT    NOT NULL,
  payload     BLOB    NOT NULL,
  message     INTEGER
);
INSERT INTO parked VALUES(1,'wecom 019ab697ebe8-XSUYZrm6vTmd_kEaI-Ph6X',1795732144259,'wecom',NULL,'40058 content exceed max length',X'7b22636c69656e746964223a22726566757365642defbfbde8aebee5a487222c22757365726e616d65223a2275222c22726561736f6e223a226b69636b6564222c22706565726e616d65223a2231302e302e302e313a35303030222c226e6f6465223a22656d7178403132372e302e302e31222c22646973636f6e6e65637465645f6174223a313736343030303030313030302c22636c617373223a2272656d6f766564222c227365766572697479223a227761726e696e67227d',2);
INSERT INTO parked VALUES(2,'http 9ea41e70ec13060d8b5b7555af056541',1795732150247,'http',NULL,'it is not JSON: Unrecognized token ''undefined'': was expecting (JSON String, Number, Array, Object or token ''null'', ''true'' or ''false'')',X'756e646566696e6564',NULL);
CREATE INDEX "schema_history_s_idx" ON "schema_history" ("success");
CREATE INDEX delivery_pending ON delivery (outbox, priority DESC, message) WHERE batch IS NULL;
CREATE INDEX delivery_batch ON delivery (batch, priority DESC, message) WHERE batch IS NOT NULL;
CREATE INDEX batch_open ON batch (outbox, id) WHERE settled_at IS NULL;
CREATE INDEX batch_settled ON batch (settled_at) WHERE settled_at IS NOT NULL AND outcome <> 'parked';
CREATE INDEX permit_recent ON permit (outbox, answered_at);
CREATE VIEW told AS
SELECT b.id AS batch, b.outbox AS robot, b.size AS count,
       datetime(b.settled_at / 1000, 'unixepoch') AS told_at_utc, b.settled_at AS told_at_ms,
       CASE WHEN json_valid(m.body) THEN json_extract(m.body, '$.clientid') END AS clientid, m.key AS message_key, m.time AS time_ms
FROM batch b JOIN delivery d ON d.batch = b.id JOIN message m ON m.id = d.message
WHERE b.outcome = 'told';
COMMIT;
