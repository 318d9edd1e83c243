#!/usr/bin/env bash
# Tells EMQX to send its events to disconnect-alerts: see usage below and README.md.
set -euo pipefail

usage() {
  cat <<'TEXT'
Usage: emqx/setup.sh [options] mqtt|http

Creates in EMQX what disconnect-alerts needs, or updates it where it exists; run it as often as you like.
  mqtt   one rule that republishes events to alerts/clients/events         (EMQX 5.0.15 and later)
  http   a connector, an action and a rule that POST them to /events       (EMQX 5.4 and later)

Options
  --events LIST        what to hear of besides clients that go and come: all, or, separated by commas,
                       access, subscriptions, dropped, delivery, invalid, alarms;
                       a run replaces what the run before it named
  --gone-only          not of clients that come: then nothing can tell that one is back
  --emqx URL           EMQX's REST API               (else $EMQX_URL, else http://127.0.0.1:18083)
  --receiver URL       http: disconnect-alerts, as EMQX's nodes reach it            (else $RECEIVER_URL)
  --receiver-ca FILE   http: the PEM certificates EMQX shall trust for an https:// receiver
  --dry-run            read from EMQX, print what would be sent, change nothing
  --help

Secrets come from the environment only, and are never printed
  EMQX_API_KEY, EMQX_API_SECRET   an API key (Dashboard: System -> API Key; role Administrator)
  HTTP_TOKEN                      http: the value of http.token
TEXT
}

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
name=disconnect_alerts
emqx=${EMQX_URL:-http://127.0.0.1:18083}
receiver=${RECEIVER_URL:-}
receiver_ca=
dry_run=
way=
every=access,subscriptions,dropped,delivery,invalid,alarms
events=
heard=disconnected,connected

fail() {
  printf 'setup.sh: %s\n' "$1" >&2
  exit "${2:-1}"
}

misuse() {
  fail "$1 (see --help)" 2
}

while [ $# -gt 0 ]; do
  case $1 in
    --help | -h) usage; exit 0 ;;
    --dry-run) dry_run=yes; shift ;;
    --gone-only) heard=disconnected; shift ;;
    --events | --emqx | --receiver | --receiver-ca)
      [ -n "${2:-}" ] || misuse "$1 needs a value"
      case $1 in
        --events) events=$2 ;;
        --emqx) emqx=$2 ;;
        --receiver) receiver=$2 ;;
        --receiver-ca) receiver_ca=$2 ;;
      esac
      shift 2 ;;
    mqtt | http)
      [ -z "$way" ] || misuse "choose one way, mqtt or http"
      way=$1; shift ;;
    *) misuse "unknown argument $1" ;;
  esac
done

[ -n "$way" ] || misuse "choose a way, mqtt or http"
events=${events//[[:space:]]/,}
[ "$events" != all ] || events=$every
for word in ${events//,/ }; do
  # connected is heard anyway: to name it is no slip
  [[ ,connected,$every, == *,"$word",* ]] || misuse "--events knows no $word, only ${every//,/, } and all"
  [[ ,$heard, == *,"$word",* ]] || heard+=,$word
done
[ -n "${EMQX_API_KEY:-}" ] && [ -n "${EMQX_API_SECRET:-}" ] || misuse "EMQX_API_KEY and EMQX_API_SECRET must be set"
case $EMQX_API_KEY$EMQX_API_SECRET in *[\"\\[:cntrl:]]*) misuse "the API key and secret may not hold quotes or backslashes" ;; esac
emqx=${emqx%/}
emqx=${emqx%/api/v5}

if [ "$way" = http ]; then
  receiver=${receiver%/}
  receiver=${receiver%/events}
  [[ $receiver =~ ^https?://[][A-Za-z0-9.:_-]+$ ]] ||
    misuse "the receiver must be http(s)://host:port as EMQX reaches it, such as http://10.0.0.5:8080"
  [ -n "${HTTP_TOKEN:-}" ] || misuse "HTTP_TOKEN must be set to the value of http.token"
  case $HTTP_TOKEN in *[\"\\\$[:space:][:cntrl:]]*) misuse "HTTP_TOKEN may not hold quotes, backslashes, spaces or \$" ;; esac
  if [ -n "$receiver_ca" ]; then
    [ -r "$receiver_ca" ] || misuse "cannot read $receiver_ca"
    [[ $receiver == https://* ]] || misuse "--receiver-ca is for an https:// receiver"
  fi
fi

# call METHOD PATH [BODY] sets $status and $answer; credentials and body stay out of the process list.
call() {
  local reply
  reply=$(printf '%s' "${3:-}" | curl --disable --silent --show-error --globoff --connect-timeout 5 --max-time 60 \
    --config <(printf 'user = "%s:%s"\n' "$EMQX_API_KEY" "$EMQX_API_SECRET") \
    --request "$1" ${3:+--header 'Content-Type: application/json' --data-binary @-} \
    --write-out '\n%{http_code}' "$emqx/api/v5$2" 2>&1) ||
    fail "cannot reach EMQX at $emqx: $(printf '%s' "$reply" | sed -n 's/^curl: //p' | head -n 1)"
  status=${reply##*$'\n'}
  answer=${reply%$'\n'*}
  case $status in
    401) fail "EMQX refused the API key: check EMQX_API_KEY and EMQX_API_SECRET" ;;
    403) fail "the API key may not do this: give it the role Administrator" ;;
  esac
}

# The oldest of the running nodes decides: every 5.x and 6.x knows the old event topic, older ones only that.
detect_version() {
  call GET /nodes
  [ "$status" = 200 ] || fail "no EMQX 5 REST API at $emqx: GET /api/v5/nodes answered $status"
  version=$(printf '%s' "$answer" | grep -o '"version" *: *"[^"]*"' | sed 's/.*"\([^"]*\)"$/\1/' |
    sort -t . -k 1,1n -k 2,2n -k 3,3n | head -n 1) || true
  [[ $version =~ ^([0-9]+)\.([0-9]+)\.([0-9]+) ]] || fail "EMQX at $emqx did not say its version"
  order=$((BASH_REMATCH[1] * 1000000 + BASH_REMATCH[2] * 1000 + BASH_REMATCH[3]))
}

at_least() {
  [ "$order" -ge $(($1 * 1000000 + $2 * 1000 + $3)) ]
}

secretless() {
  local text=$1
  [ -z "${HTTP_TOKEN:-}" ] || text=${text//"$HTTP_TOKEN"/***}
  printf '%s' "$text"
}

# put COLLECTION ID BODY: creates or, with the body less what names it, updates.
put() {
  local method=POST path=/$1 body=$3 verb=created
  call GET "/$1/$2"
  case $status in
    200)
      method=PUT path=/$1/$2 verb=updated
      body=$(printf '%s' "$3" | sed -e '/^  "id":/d' -e '/^  "type":/d' -e '/^  "name":/d') ;;
    404) ;;
    *) fail "EMQX $version answered $status to GET /api/v5/$1/$2: $(secretless "$answer")" ;;
  esac
  if [ -n "$dry_run" ]; then
    printf '%s %s/api/v5%s\n%s\n' "$method" "$emqx" "$path" "$(secretless "$body")"
    return
  fi
  call "$method" "$path" "$body"
  case $status in
    200 | 201) printf '%s %s: %s\n' "$1" "$2" "$verb" ;;
    *) fail "EMQX $version answered $status to $method /api/v5$path: $(secretless "$answer")" ;;
  esac
}

connector_body() {
  local body ssl
  body=$(<"$here/connector.json")
  body=${body//RECEIVER_URL/"$receiver"}
  body=${body//HTTP_TOKEN/"$HTTP_TOKEN"}
  if [ -n "$receiver_ca" ]; then
    ssl="{\"enable\": true, \"verify\": \"verify_peer\", \"cacertfile\": \"$(awk '{printf "%s\\n", $0}' "$receiver_ca")\"}"
  else
    ssl='{"enable": true}'
  fi
  [[ $receiver != https://* ]] || body=${body%\}}"  ,\"ssl\": $ssl"$'\n}'
  printf '%s' "$body"
}

# topics WORD: where EMQX 5.10 and later tells it.
topics() {
  case $1 in
    disconnected | connected) echo "client/$1" ;;
    access) echo client/connack auth/check_authz_complete ;;
    subscriptions) echo session/subscribed session/unsubscribed ;;
    dropped) echo message/dropped ;;
    delivery) echo message/delivery_dropped ;;
    invalid) echo message_transformation/failed schema_validation/failed ;;
    alarms) echo sys/alarm_activated sys/alarm_deactivated ;;
  esac
}

# before_5_10 TOPIC: what older versions call it.
before_5_10() {
  case $1 in
    sys/*) echo "$1" ;;
    auth/*) echo "client_${1#*/}" ;;
    message/delivery_dropped) echo delivery_dropped ;;
    *) echo "${1/\//_}" ;;
  esac
}

# The topics stand in JSON, so their quotes are escaped.
rule_body() {
  local word topic from='' where='' body
  for word in ${heard//,/ }; do
    for topic in $(topics "$word"); do
      at_least 5 10 0 || topic=$(before_5_10 "$topic")
      from+="${from:+, }\\\"\$events/$topic\\\""
    done
  done
  [[ ,$heard, != *,access,* ]] || where=" WHERE event != 'client.connack' AND event != 'client.check_authz_complete'\
 OR reason_code != 'success' OR result = 'deny'"
  body=$(<"$here/rule-$way.json")
  printf '%s' "${body/'\"$events/client/disconnected\", \"$events/client/connected\"'/"$from$where"}"
}

detect_version
[[ ,$heard, != *,alarms,* ]] || at_least 5 8 5 ||
  fail "EMQX $version has no event for its alarms (5.8.5 has): leave alarms out"
if [ "$way" = http ]; then
  at_least 5 4 0 || fail "EMQX $version has no connectors API (5.4 has): use the Data Bridge page as in README.md, or the way mqtt"
  put connectors "http:$name" "$(connector_body)"
  reached=$answer
  put actions "http:$name" "$(<"$here/action.json")"
else
  at_least 5 0 15 || [[ $answer =~ \"edition\"\ *:\ *\"Enterprise\" ]] ||
    fail "EMQX $version cannot send a whole event as \${.} (5.0.15 can): upgrade it"
fi
put rules "$name" "$(rule_body)"

[ -z "$dry_run" ] || exit 0
printf 'events: %s\n' "${heard//,/, }"
if [ "$way" = mqtt ]; then
  printf 'EMQX %s republishes to alerts/clients/events: set mqtt.url, and see acl.conf.\n' "$version"
else
  printf 'EMQX %s posts to %s/events.\n' "$version" "$receiver"
  [[ $receiver != https://* || -n $receiver_ca ]] ||
    printf 'note: without --receiver-ca EMQX does not check the certificate of %s\n' "$receiver"
  [[ $reached =~ \"status\"\ *:\ *\"connected\" ]] ||
    printf 'note: EMQX has not reached %s yet: see Integration -> Connectors in its Dashboard\n' "$receiver"
fi
