package io.disconnectalerts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.disconnectalerts.broker.FreePort;
import io.disconnectalerts.settings.Settings;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** An operator mistypes a line: {@code check} names file, line and word, and the program does not start. */
class MistypedFilesTest {
    private static final Pattern WORD = Pattern.compile("[A-Za-z][A-Za-z_]{2,}");
    /**
     * What may be any word: names of the operator's own, the world's reasons, what people read; and yes or no, of which
     * Camel names the route.
     */
    private static final Pattern FREE =
            Pattern.compile("(?m)^#.*|^reason\\..*|description:.*(\\n +[^:\\n]+$)*|\\bid: \\w+$| in\\s+'[^']*'"
            + "|: (true|false)$");

    /** What Kaoto calls the part of an address behind its scheme. */
    private static final Map<String, String> NAMES = Map.of("direct", "name", "outbox", "name", "platform-http", "path",
            "paho-mqtt5", "topic", "velocity", "resourceUri", "kamelet", "templateId");

    @TempDir
    private static Path folder;
    private static Process server;
    private static PrintWriter question;
    private static BufferedReader answer;

    @BeforeAll
    static void start() throws IOException {
        String classes = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
        String java = ProcessHandle.current().info().command().orElseThrow();
        server = new ProcessBuilder(java, "-XX:TieredStopAtLevel=1", "-cp", classes, CheckServer.class.getName(),
                "" + FreePort.take())
                .directory(folder.toFile()).redirectError(Redirect.DISCARD).start();
        question = new PrintWriter(server.getOutputStream(), true, UTF_8);
        answer = new BufferedReader(new InputStreamReader(server.getInputStream(), UTF_8));
    }

    @AfterAll
    static void stop() {
        server.destroy();
    }

    @AfterEach
    void clear() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            files.filter(file -> !file.equals(folder)).sorted(Comparator.reverseOrder()).map(Path::toFile)
                    .forEach(File::delete);
        }
    }

    /** The folder of a file as it is shipped. */
    private static void unpack(String file) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of(file).getName(0))) {
            for (Path each : files.toList()) {
                Files.copy(each, folder.resolve(each));
            }
        }
    }

    private static List<String> ask(String what, int code) throws IOException {
        question.println(what);
        List<String> said = new ArrayList<>();
        String line = answer.readLine();
        for (; line != null && !line.startsWith("exit "); line = answer.readLine()) {
            said.add(line);
        }
        assertEquals("exit " + code, line, said::toString);
        return said;
    }

    private static void edit(String file, String right, String wrong) throws IOException {
        String text = Files.readString(folder.resolve(file));
        int place = text.indexOf(right);
        assertTrue(place >= 0, text);
        Files.writeString(folder.resolve(file), text.substring(0, place) + wrong
                + text.substring(place + right.length()));
    }

    @ParameterizedTest(name = "{0}: {1} -> {2}")
    @CsvSource(delimiter = '|', ignoreLeadingAndTrailingWhitespace = true, textBlock = """
            routes/3-triage-client.camel.yaml | expression: lost critical | expression: lost crtical | \
            :45, rule lost: crtical is no severity: did you mean critical?
            routes/3-triage-client.camel.yaml | expression: lost critical | expression: lost | \
            :33, rule lost: 'lost' is no verdict: write a class and a severity, such as lost critical
            routes/3-triage-client.camel.yaml | expression: lost critical | expression: lost critical 30s | \
            :45, rule lost: 'lost critical 30s' is no verdict: write lost critical after 30s
            routes/3-triage-client.camel.yaml | expression: lost critical | expression: lost critical afer 30s | \
            :45, rule lost: 'lost critical afer 30s' is no verdict: write lost critical after 30s
            routes/3-triage-client.camel.yaml | expression: lost critical | expression: critical | \
            rule lost: 'critical' is no verdict: write a class and a severity, such as lost critical
            routes/6-notify.camel.yaml | body.atLeast | body.atleast | \
            :26, route notify: ${body.atleast('notice')}: there is no atleast: did you mean atLeast?
            routes/3-triage-client.camel.yaml | expression: lost critical | expression: critical lost | \
            :45, rule lost: the class stands first: write lost critical
            routes/3-triage-client.camel.yaml | expression: lost critical | expression: lost critical after soon | \
            :45, rule lost: after takes a time: write lost critical after 30s, 5m or 1h
            routes/3-triage-client.camel.yaml | expression: lost critical | expression: lost critical after 999h | \
            :45, rule lost: after waits a week at most: write lost critical after 168h
            routes/3-triage-client.camel.yaml | expression: routine quiet | expression: routine quiet after 30s | \
            :32, rule routine: what is quiet waits for nothing: write routine quiet
            routes/3-triage-message.camel.yaml | expression: undelivered quiet | \
            expression: undelivered warning after 30s | \
            rule undelivered: only a client's loss and an alarm wait, since only they have an end: \
            write undelivered warning
            routes/3-triage-client.camel.yaml | expression: lost critical | expression: lost high | \
            :45, rule lost: high is no severity: did you mean critical?
            routes/3-triage-client.camel.yaml | name: verdict | name: verdikt | \
            :17, rule connected: it sets no verdict: verdikt: did you mean verdict?
            routes/3-triage.camel.yaml | name: reason | name: resaon | \
            :9: nothing reads the variable resaon: did you mean reason?
            routes/3-triage.camel.yaml | ${body.family} == 'alarm' | ${body.family} == 'alarms' | \
            :28, rule alarm: no event here has the family alarms: did you mean alarm?
            routes/3-triage-alarm.camel.yaml | expression: active warning | expression: active wraning | \
            :20, rule active: wraning is no severity: did you mean warning?
            routes/3-triage-message.camel.yaml | 'message.dropped' | 'messages.dropped' | \
            :13, rule dropped: no event here has the name messages.dropped: did you mean message.dropped?
            routes/3-triage-message.camel.yaml | ${body.name} == 'message.dropped' | \
            ${body.field('topc')} == 't/a' | \
            :13, rule dropped: ${body.field('topc')}: there is no topc: did you mean topic?
            routes/3-triage-message.camel.yaml | ${body.name} == 'message.dropped' | ${body.topc} == 't/a' | \
            :13, rule dropped: ${body.topc}: there is no topc: did you mean topic?
            routes/3-triage-access.camel.yaml | name: verdict | name: verdikt | \
            :17, rule rejected: it sets no verdict: verdikt: did you mean verdict?
            routes/3-triage-session.camel.yaml | - id: unsubscribed | - id: connected | \
            rule connected: another rule is called connected too
            routes/3-triage-client.camel.yaml | ${variable.reason} in | ${variable.reson} in | \
            :25, rule routine: ${variable.reson}: nothing sets the variable reson: did you mean reason?
            routes/3-triage-client.camel.yaml | ${variable.reason} in | ${varaible.reason} in | \
            :25, rule routine: ${varaible...}: simple has no varaible: did you mean variable?
            routes/3-triage-client.camel.yaml | ${variable.reason} in | ${reason} in | \
            :25, rule routine: ${reason...}: did you mean ${variable.reason}?
            routes/3-triage-client.camel.yaml | ${variable.reason} in | ${node} in | \
            :25, rule routine: ${node...}: did you mean ${body.node}?
            routes/3-triage-client.camel.yaml | ${variable.reason} in | ${variable.reason in | \
            :25, rule routine: ${variable.reason lacks its }
            routes/3-triage-client.camel.yaml | ${variable.reason} in | ${body.nodee} in | \
            :25, rule routine: ${body.nodee}: there is no nodee: did you mean node?
            routes/3-triage-client.camel.yaml | ${variable.reason} in | ${body.clientId} in | \
            :25, rule routine: ${body.clientId}: there is no clientId: did you mean clientid?
            routes/3-triage-client.camel.yaml | ${variable.reason} in | ${body.node.lenght} in | \
            :25, rule routine: ${body.node.lenght}: there is no lenght: did you mean length?
            routes/3-triage-client.camel.yaml | in 'normal' | beginsWith 'normal' | \
            :25, rule routine: beginsWith is no operator: did you mean startsWith?
            routes/3-triage-client.camel.yaml | in 'normal' | startsWith '' | \
            :25, rule routine: startsWith '' asks nothing, since an empty text is in every other: write what to look for
            routes/3-triage-client.camel.yaml | ${variable.reason} in 'normal' | ${body.clientid} == "pump-*" | \
            :25, rule routine: 'pump-*' is compared letter by letter, the * too: write startsWith 'pump-'
            routes/3-triage-client.camel.yaml | ${variable.reason} in 'normal' | ${body.clientid} !in 'a.*,*b' | \
            :25, rule routine: 'a.*,*b' is compared letter by letter, the * too: write !regex 'a[.].*|.*b'
            routes/3-triage-client.camel.yaml | in 'normal' | = 'normal' | \
            :25, rule routine: = is no operator: did you mean ==?
            routes/3-triage-client.camel.yaml | in 'normal' | in 'normal, takenover' | \
            :25, rule routine: 'normal, takenover' holds what no event matches: write 'normal,takenover'
            routes/3-triage-client.camel.yaml | in 'normal' | in 'normal;takenover' | \
            :25, rule routine: 'normal;takenover' holds what no event matches: write 'normal,takenover'
            routes/3-triage-client.camel.yaml | in 'normal' | in 'normal，takenover' | \
            :25, rule routine: 'normal，takenover' holds what no event matches: write 'normal,takenover'
            routes/3-triage-client.camel.yaml | in 'normal' | in 'normal、takenover' | \
            :25, rule routine: 'normal、takenover' holds what no event matches: write 'normal,takenover'
            routes/3-triage-client.camel.yaml | ${variable.reason} in | ${variable．reason} in | \
            ${variable．reason} is not what it looks like; ． is a full-width character: write ${variable.reason}
            routes/3-triage-client.camel.yaml | ${variable.reason} in | ${variable. reason} in | \
            ${variable. reason} is always empty: write ${variable.name}
            routes/3-triage-client.camel.yaml | ${variable.reason} in | ${header.reason} in | \
            an event has neither headers nor properties: ask ${variable.reason} or ${body...}
            routes/3-triage-client.camel.yaml | expression: lost critical | expression: lost ${body.severity} | \
            :45, rule lost: ${body.severity} is no severity
            routes/3-triage-client.camel.yaml | expression: replaced notice | expression: repalced notice | \
            :57, rule replaced: the class repalced is no rule's: did you mean replaced?
            routes/7-deliver-wecom.camel.yaml | of(${body}, '{{wecom.mention.critical}}' | \
            of(${body}, {{wecom.mention.critical}} | \
            :24, route deliver-wecom: a setting is a text in a call: write '{{wecom.mention.critical}}'
            routes/7-deliver-dingtalk.camel.yaml | of(${body}, '{{dingtalk.mention.critical}}' | \
            of(${body}, "x {{dingtalk.mention.critical}}", {{dingtalk.secret}} | \
            route deliver-dingtalk: a setting is a text in a call: write '{{dingtalk.secret}}'
            routes/7-deliver-wecom.camel.yaml | {{wecom.token}} | {{feishu.token}} | \
            route deliver-wecom: its precondition is not its own: write '{{wecom.token}}' != ''
            routes/7-deliver-wecom.camel.yaml | != '' | == '' | \
            route deliver-wecom: its precondition is not its own: write '{{wecom.token}}' != ''
            routes/7-deliver-wecom.camel.yaml | #property:wecom | #property:feishu | \
            #property:feishu.token is not its own token: write #property:wecom.token
            routes/7-deliver-wecom.camel.yaml | #property:wecom | wecom | \
            wecom.token is not its own token: write #property:wecom.token
            templates/forms/dingtalk/alert.vm | #[[###]]# | ### | \
            templates/forms/dingtalk/alert.vm:1: ## begins a comment, which nobody reads: for a heading write #[[###]]#
            routes/3-triage-client.camel.yaml | in 'normal' | in normal | what stands behind in has to be in quotes
            routes/3-triage-client.camel.yaml | in 'normal' | in 'normal | a quote opens and does not close
            routes/3-triage-client.camel.yaml | in 'kicked,use_another_server,server_moved' | \
            in 'discarded,takenover' | \
            rule removed: it asks what rule replaced asks above it, and so it decides nothing: ask something else
            routes/3-triage-client.camel.yaml | expression: lost critical | expression: lost,critical | \
            'lost,critical' is no verdict: write a class and a severity, such as lost critical
            routes/3-triage.camel.yaml | == 'message' | == 'client' | \
            rule message: it asks what rule client asks above it, and so it decides nothing: ask something else
            routes/3-triage-client.camel.yaml | ${variable.reason} in 'normal' | ${variable.reason} | \
            :25, rule routine: ${variable.reason} alone is so of every event: write ${variable.reason} in \
            'kicked,takenover'
            routes/3-triage-client.camel.yaml | in 'discarded | == 'discarded | \
            :50, rule replaced: 'discarded,takenover' is no one reason: write in 'discarded,takenover'
            routes/3-triage-client.camel.yaml | in 'normal' | is 'normal' | \
            :25, rule routine: is asks for a class of Java: write ==
            routes/3-triage-client.camel.yaml | ${variable.reason} in | variable.reason in | \
            :25, rule routine: variable.reason is not asked of the event: write ${variable.reason} and what it should be
            routes/3-triage-client.camel.yaml | ${variable.reason} in | $reason in | \
            :25, rule routine: $reason is not asked of the event: write ${variable.reason} and what it should be
            routes/3-triage-client.camel.yaml | ${variable.reason} in 'normal' | kicked | \
            :25, rule routine: kicked is not asked of the event: write ${variable.reason} and what it should be
            routes/3-triage-client.camel.yaml | ${variable.reason} in | ${body.fields.node} in | \
            :25, rule routine: ${body.fields.node}: write ${body.field('node')}
            routes/3-triage-client.camel.yaml | id: lost | id: | \
            :33, a rule: it has no id, which names its class
            routes/3-triage-client.camel.yaml | in 'normal' | regex '(' | \
            :25, rule routine: ${variable.reason} regex '(': Unclosed group
            routes/3-triage-client.camel.yaml | ${variable.reason} in 'normal' | ${body.attributes[line].length} > 3 | \
            :25, rule routine: ${body.attributes[line].length} > 3: Failed to invoke method: .attributes[line].length
            routes/3-triage-client.camel.yaml | ${variable.reason} in 'normal' | ${body.username.charAt(0)} == 'x' | \
            :25, rule routine: ${body.username.charAt(0)} == 'x' on an event that says nothing but a client id:
            routes/3-triage-client.camel.yaml | - id: lost | - id: routine | \
            rule routine: another rule is called routine too
            routes/3-triage.camel.yaml | uri: direct:follow | uri: direct:folow | \
            :72, route triage: no route comes from direct:folow: did you mean direct:follow?
            routes/3-triage.camel.yaml | uri: direct:follow | uri: log:follow | \
            route triage: nobody is told, because no step sends to direct:follow behind the rules
            routes/3-triage.camel.yaml | uri: direct:triage | uri: direct:traige | \
            :5, route triage: it comes from direct:traige: write direct:triage, which other routes send to
            routes/3-triage.camel.yaml | id: triage | id: traige | \
            :2, route traige: write id: triage, as it comes from direct:triage
            routes/3-triage.camel.yaml | - setVariable: | - setVariabel: | \
            :7: setVariabel is nothing that Camel knows there: did you mean setVariable?
            routes/3-triage.camel.yaml | '    expression:' | '    exprssion:' | \
            :10: exprssion is nothing that Camel knows there: did you mean expression?
            routes/3-triage.camel.yaml | '    id: triage' | '\\tid: triage' | (TAB)' that cannot start any token
            routes/6-notify.camel.yaml | name: wecom | name: wecmo | \
            :32, route notify: no route comes from outbox:wecmo: did you mean outbox:wecom?
            routes/6-notify.camel.yaml | name: wecom | name: wecom2 | \
            :32, route notify: no route comes from outbox:wecom2: copy routes/7-deliver-wecom.camel.yaml under the \
            name of wecom2, as README says
            routes/6-notify.camel.yaml | uri: outbox | uri: otubox | \
            :30, route notify: there is no component otubox: did you mean outbox?
            routes/4-follow.camel.yaml | ref: telemetry | ref: telemetri | \
            :10, route follow: there is no bean telemetri: did you mean telemetry?
            routes/4-follow.camel.yaml | method: hear | method: haer | \
            :15, route follow: Follower has no method haer: did you mean hear?
            routes/4-follow.camel.yaml | method: commit | method: due | \
            route follow: what it hears would be told to nobody: it needs the steps follow.hear, direct:silence, \
            follow.commit, in this order
            routes/5-silence.camel.yaml | uri: direct:notify | uri: direct:notfy | \
            :14, route silence: no route comes from direct:notfy: did you mean direct:notify?
            routes/5-silence.camel.yaml | method: ask | method: aks | \
            :11, route silence: Silencing has no method aks: did you mean ask?
            routes/6-notify.camel.yaml | alert.Alert | alert.Alret | \
            :10, route notify: there is no class io.disconnectalerts.alert.Alret
            routes/6-notify.camel.yaml | ${body} != null | ${body.nodee} != null | \
            :16, route notify: ${body.nodee}: there is no nodee: did you mean node?
            routes/4-follow.camel.yaml | CamelOutboxFresh | CamelOutboxFrsh | \
            ${exchangeProperty.CamelOutboxFrsh}: did you mean CamelOutboxFresh?
            routes/2-normalise.camel.yaml | ${body.kind} | ${body.knid} | \
            route normalise: ${body.knid}: there is no knid: did you mean kind?
            routes/7-deliver-wecom.camel.yaml | perMinute: | perMinut: | \
            :9, route deliver-wecom: outbox has no parameter perMinut: did you mean perMinute?
            routes/7-deliver-wecom.camel.yaml | quietHours: | quietHour: | \
            :10, route deliver-wecom: outbox has no parameter quietHour: did you mean quietHours?
            routes/7-deliver-wecom.camel.yaml | {{wecom.quiet-hours}} | {{wecm.quiet-hours}} | \
            :10: {{wecm.quiet-hours}}: no such setting is declared in application.properties: did you mean
            routes/7-deliver-wecom.camel.yaml | expression: wecom | expression: wecm | \
            :17: there is no platform wecm: did you mean wecom?
            routes/7-deliver-wecom.camel.yaml | name: platform | name: plaform | \
            :14: nothing reads the variable plaform: did you mean platform?
            routes/7-deliver-wecom.camel.yaml | {{wecom.url}} | {{wecom.ulr}} | \
            :32: {{wecom.ulr}}: no such setting is declared in application.properties: did you mean wecom.url?
            routes/7-deliver-wecom.camel.yaml | url: "{{wecom | ulr: "{{wecom | \
            :32, route deliver-wecom: the kamelet wecom-robot-sink has no parameter ulr: did you mean url?
            routes/7-deliver-wecom.camel.yaml | #property: | #proprety: | \
            :34: Camel knows no #proprety:: did you mean property?
            routes/7-deliver-wecom.camel.yaml | name: wecom | name: wecom9 | \
            :8, route deliver-wecom: nothing sends to outbox:wecom9: add it to routes/6-notify.camel.yaml
            routes/1-receive-http.camel.yaml | name: entrance | name: entrnce | \
            nothing reads the variable entrnce: did you mean entrance?
            kamelets/wecom-robot-sink.kamelet.yaml | removeHeaders: | removeHeadrs: | \
            removeHeadrs is nothing that Camel knows there: did you mean removeHeaders?
            kamelets/wecom-robot-sink.kamelet.yaml | {{url}} | {{ulr}} | \
            {{ulr}}: the kamelet has no parameter ulr: did you mean url?
            kamelets/wecom-robot-sink.kamelet.yaml | {{robot}} | {{rboot}} | \
            {{rboot}}: the kamelet has no parameter rboot: did you mean robot?
            kamelets/wecom-robot-sink.kamelet.yaml | name: wecom-robot-sink | name: wecom-robot-snik | \
            :4: its name is wecom-robot-snik: write name: wecom-robot-sink, as the file is called
            templates/forms/wecom/alert.vm | ${body.heading} | ${body.Heading} | \
            :1: ${body.Heading}: there is no Heading: did you mean heading?
            templates/forms/wecom/alert.vm | ${body.heading} | {body.heading} | \
            :1: {body.heading} lacks its $: write ${body.heading}
            templates/forms/wecom/alert.vm | ${body.heading} | ${body.heading | \
            :1: ${body.heading lacks its }: write ${body.heading}
            templates/forms/wecom/alert.vm | ${row.value} | ${client.value} | \
            :3: ${client.value}: there is no client
            templates/forms/wecom/digest.vm | ${row.value} | ${row.vaule} | \
            :3: ${row.vaule}: there is no vaule: did you mean value?
            templates/forms/wecom/digest.vm | ${item} | {item} | :6: {item} lacks its $: write ${item}
            templates/forms/wecom/digest.vm | ($row in $body.rows) | ($row in $body.row) | \
            :2: ${body.row}: there is no row: did you mean rows?
            templates/forms/wecom/digest.vm | #foreach | #forech | :2: #forech is no directive: did you mean foreach?
            templates/forms/wecom/digest.vm | ($item in | ($item of | \
            :5: of is not in: write #foreach($item in ...)
            templates/forms/wecom/digest.vm | ($body.more) | ($body.more | :9: Encountered
            templates/words/zh-CN/client.properties | clientid, username | clientid, usrname | \
            :3: there is no usrname: did you mean username?
            templates/words/zh-CN/client.properties | clientid, username | clientid, mountpoint | \
            :3: there is no mountpoint: a row needs a line label.mountpoint= or text.mountpoint=
            templates/words/zh-CN/client.properties | {clientid} | {clientId} | \
            :4: {clientId}: there is no clientId: did you mean clientid?
            templates/words/zh-CN/client.properties | {clientid} | ${body.clientid} | :4: ${body.clientid}: write \
            {clientid}
            templates/words/zh-CN/client.properties | {clientid} | {clientid | :4: a brace does not open or close: \
            write {name}
            templates/words/zh-CN/client.properties | heading= | heading | \
            :2: it lacks a = behind its name, such as heading=...
            templates/words/zh-CN/client.properties | label.username= | label.username＝ | \
            :6: it lacks a = behind its name, such as heading=...; ＝ is a full-width character: write \
            label.username=用户名
            templates/words/zh-CN/client.properties | heading= | heading ： | \
            :2: it lacks a = behind its name, such as heading=...; ： is a full-width character: write \
            heading=设备离线告警
            templates/words/zh-CN/client.properties | label.username= | label．username= | \
            :6: label．username is none of the words; ． is a full-width character: write label.username
            templates/words/zh-CN/client.properties | {clientid} | {clientid\u200B} | there is no clientid\u200B; \
            U+200B is an invisible character: write {clientid}
            templates/words/zh-CN/client.properties | {clientid} | ｛clientid｝ | \
            :4: a brace does not open or close: write {name}; ｛ ｝ are full-width characters
            templates/words/zh-CN/client.properties | label.username= | label.clientid= | \
            :6: label.clientid stands there twice: delete one of the two
            templates/words/zh-CN/client.properties | 客户端 ID | 客户端 ID\\ | \
            :6: the line above ends in \\, and so takes this one in: delete the \\
            templates/words/zh-CN/client.properties | heading= | hedding= | \
            :2: hedding is none of the words: did you mean heading?
            templates/words/zh-CN/client.properties | heading= | client.conected.heading= | \
            :2: client.conected is no event that these words are for: did you mean client.connected?
            templates/words/zh-CN/client.properties | label.node | lable.node | \
            lable.node is none of the words: did you mean label?
            templates/words/zh-CN/client.properties | label.clientid | label.clinetid | \
            :5: nothing shows clinetid: did you mean clientid?
            templates/words/zh-CN/client.properties | label.clientid=客户端 ID | label.clientid= | \
            :5: label.clientid is empty: write what it says, or delete the line, which is then as in the jar
            templates/words/zh-CN/shared.properties | unit.day=天 | unit.day=  | unit.day is empty: write
            templates/words/zh-CN/client.properties | label.class | text.help | \
            nothing shows help: add it to rows
            templates/words/zh-CN/shared.properties | {count} | {cuont} | \
            :2: {cuont}: there is no cuont: did you mean count?
            templates/words/zh-CN/shared.properties | {from} | {form} | \
            :6: {form}: there is no form: did you mean from?
            templates/words/zh-CN/shared.properties | mark.critical | mark.critcal | \
            mark.critcal is none of the words: did you mean mark.critical?
            templates/words/zh-CN/shared.properties | mark.notice | mark.info | \
            mark.info is none of the words; there are mark.critical, mark.notice, mark.warning
            templates/words/zh-CN/client.properties | client.back.mark.notice | client.back.mark.notise | \
            client.back.mark.notise is none of the words: did you mean mark.notice?
            templates/words/zh-CN/shared.properties | mark.notice=🔵 | mark.notice={severity} | \
            a mark has at most 20 characters and no {value}: write one such as 🔴, or nothing
            templates/words/zh-CN/shared.properties | mark.critical=🔴 | \
            mark.critical=please call whoever is on duty | \
            a mark has at most 20 characters and no {value}: write one such as 🔴, or nothing
            templates/words/zh-CN/test.properties | note, | nota, | :3: there is no nota: did you mean note?
            templates/words/zh-CN/unread.properties | {count} | {since_} | \
            :2: {since_}: there is no since_: did you mean since?
            routes/3-triage-client.camel.yaml | expression: lost critical | expression：lost critical | \
            :45, rule lost: expression：lost is no class, which is one word: write lost critical
            routes/3-triage-client.camel.yaml | expression: lost critical | expression:lost critical | \
            :45, rule lost: expression:lost is no class, which is one word: write lost critical
            routes/3-triage-client.camel.yaml | in 'normal' | in ‘normal’ | \
            what stands behind in has to be in quotes; ‘ ’ are full-width characters: write ${variable.reason} in \
            'normal'
            routes/3-triage-client.camel.yaml | ${variable.reason} in | $｛variable.reason｝ in | \
            :25, rule routine: $｛variable.reason｝ is not what it looks like; ｛ ｝ are full-width characters: write \
            ${variable.reason}
            routes/3-triage-client.camel.yaml | ${variable.reason} in | ￥{variable.reason\u200B} in | \
            ￥ is a full-width character, U+200B is an invisible character: write ${variable.reason}
            routes/3-triage-client.camel.yaml | ${variable.reason} in | ${variable.reason}\u3000in | \
            U+3000 is a full-width character: write ${variable.reason} in 'normal'
            routes/3-triage-client.camel.yaml | ${variable.reason} in | ${variable.reason} in\u00A0 | \
            U+00A0 is an invisible character: write ${variable.reason} in  'normal'
            routes/3-triage-client.camel.yaml | 'normal' | 'ｎormal' | \
            :25, rule routine: 'ｎormal' is not what it looks like; ｎ is a full-width character: write normal
            routes/6-notify.camel.yaml | ${body.atLeast('{{wecom.least-severity}}')} | \
            ${body.node} == 'emqx＠10.0.0.2' | \
            :26, route notify: 'emqx＠10.0.0.2' is not what it looks like; ＠ is a full-width character: write \
            emqx@10.0.0.2
            routes/6-notify.camel.yaml | {{wecom.least-severity}} | {{wecom.least－severity}} | \
            :26: {{wecom.least－severity}} is not what it looks like; － is a full-width character: write \
            {{wecom.least-severity}}
            routes/6-notify.camel.yaml | name: wecom | name: “wecom” | \
            :32: “wecom” is not what it looks like; “ ” are full-width characters: write wecom
            routes/3-triage-client.camel.yaml | - id: lost | - id: ｌost | \
            :33: ｌost is not what it looks like; ｌ is a full-width character: write lost
            routes/3-triage-client.camel.yaml | - id: lost | － id: lost | \
            :33: － is a full-width character: write - id: lost (expected <block end>
            routes/3-triage-client.camel.yaml | - id: lost | \u3000- id: lost | \
            :33: U+3000 is a full-width character: write spaces (expected <block end>
            routes/3-triage-client.camel.yaml | - id: lost | - id：lost | \
            :33: ： is a full-width character: write - id: lost
            routes/3-triage-client.camel.yaml | - id: lost | - “id”: lost | \
            :33: “id” is nothing that Camel knows there; “ ” are full-width characters: write "id"
            routes/3-triage-client.camel.yaml | - route: | － route: | \
            :1: － is a full-width character: write - route: (it is no list: it begins with - route:)
            routes/3-triage-client.camel.yaml | lost critical | lost critical， | \
            :45, rule lost: critical， is no severity; ， is a full-width character: write lost critical
            routes/3-triage-client.camel.yaml | lost critical | lost critical after\u300030s | \
            U+3000 is a full-width character: write lost critical after 30s
            routes/3-triage-client.camel.yaml | lost critical | ｌost critical | \
            :45, rule lost: ｌost is not what it looks like; ｌ is a full-width character: write lost
            kamelets/wecom-robot-sink.kamelet.yaml | {{url}} | ｛｛url｝｝ | \
            :76: ｛｛url｝｝ is not what it looks like; ｛ ｝ are full-width characters: write {{url}}
            brokers/nanomq.yaml | clientid: [client_id] | clientid: ［client_id］ | \
            :14: ［client_id］ is not what it looks like; ［ ］ are full-width characters: write [client_id]
            brokers/nanomq.yaml | event: [status] | event: [status］ | \
            :9: ］ is a full-width character: write event: [status] (expected
            brokers/nanomq.yaml | event: [status] | event: [status\u200B] | \
            U+200B is an invisible character: write status
            brokers/nanomq.yaml | offline: | “offline”: | \
            :12: “offline” is not what it looks like; “ ” are full-width characters: write offline
            brokers/nanomq.yaml | offline: | 离＊: | \
            :12: 离＊ is not what it looks like; ＊ is a full-width character: write 离*
            brokers/nanomq.yaml | offline: | offline： | \
            :12: ： is a full-width character: write offline: client.disconnected
            routes/3-triage-client.camel.yaml | ${variable.reason} in | ${variable.reason} ＝＝ | \
            :25, rule routine: ＝＝ is no operator; ＝ is a full-width character: write ${variable.reason} ==
            routes/3-triage-client.camel.yaml | in 'normal' | in 'normal','kicked' | \
            :25, rule routine: , is no operator: several words stand in one pair of quotes, as in 'kicked,takenover'
            routes/3-triage-client.camel.yaml | ${variable.reason} in | (${variable.reason} in | \
            :25, rule routine: ( is no operator: simple has no parentheses, so write a rule for each case
            routes/3-triage-client.camel.yaml | ${variable.reason} in | !${variable.reason} in | \
            :25: a text that begins with ! needs quotes
            routes/3-triage-client.camel.yaml | ${variable.reason} in | ${body.attributes.line} in | \
            :25, rule routine: ${body.attributes.line}: write ${body.attributes[line]}
            routes/7-deliver-wecom.camel.yaml | "{{wecom.per-minute}}" | 20/min | \
            :9, route deliver-wecom: perMinute: 20/min is no whole number
            routes/1-receive-mqtt.camel.yaml | keepAliveInterval: 20 | keepAliveInterval: 20s | \
            :16, route receive-mqtt: keepAliveInterval: 20s is no whole number
            routes/1-receive-mqtt.camel.yaml | qos: 1 | qos: 0 | \
            :11, route receive-mqtt: events are lost with qos: 0: write qos: 1
            routes/1-receive-mqtt.camel.yaml | cleanStart: false | cleanStart: true | \
            :12, route receive-mqtt: events are lost with cleanStart: true: write cleanStart: false
            routes/1-receive-mqtt.camel.yaml | manualAcksEnabled: true | manualAcksEnabled: no | \
            :14, route receive-mqtt: events are lost with manualAcksEnabled: no: write manualAcksEnabled: true
            routes/7-deliver-wecom.camel.yaml | ${variable.mention} | ${variable.mentoin} | \
            :33, route deliver-wecom: ${variable.mentoin}: nothing sets the variable mentoin: did you mean mention?
            routes/7-deliver-wecom.camel.yaml | {{wecom.url}} | {{wecom.url }} | \
            :32: {{wecom.url }}: write {{wecom.url}}, without a space
            kamelets/wecom-robot-sink.kamelet.yaml | {{url}} | {{ url }} | \
            :76: {{ url }}: write {{url}}, without a space
            brokers/vernemq.yaml | header: vernemq-hook | header: Authorization | \
            :6: Authorization is no name of a header that says what happened, such as vernemq-hook
            brokers/vernemq.yaml | header: vernemq-hook | header: “vernemq-hook” | \
            :6: “vernemq-hook” is not what it looks like; “ ” are full-width characters: write vernemq-hook
            brokers/vernemq.yaml | event: [vernemq-hook] | event: [] | \
            :7: event names no field: write where the broker says what happened, or delete the line
            templates/forms/wecom/alert.vm | ${body.heading} | #parse("x.vm") | \
            :1: #parse has no place in a form: write what it should say here
            templates/forms/wecom/alert.vm | ${body.heading} | #* ${body.heading} | \
            :1: #* begins a comment, which nobody reads
            templates/forms/wecom/alert.vm | ${body.heading} | $｛body.heading｝ | \
            :1: ｛ is a full-width character: write {
            templates/forms/wecom/alert.vm | ${body.heading} | $body．heading | \
            :1: ． is a full-width character: write .
            templates/forms/wecom/alert.vm | ${body.heading} | ${body.heading\u200B} | \
            :1: U+200B is an invisible character: take it out
            templates/forms/wecom/digest.vm | $row in | $row\u3000in | \
            :2: U+3000 is a full-width character: write a space
            templates/forms/wecom/digest.vm | #if($body.more) | #if（$body.more） | \
            :8: （ is a full-width character: write (
            templates/words/zh-CN/shared.properties | severity.notice | severity.notcie | \
            severity.notcie is none of the words: did you mean severity.notice?
            templates/words/zh-CN/client.properties | rows=clientid, username, peername, reason, time | rows= | \
            :3: rows is empty, so nobody would read who or what it is about
            templates/forms/wecom/plain.vm | ${body.heading} | ${body.haeding} | \
            :1: ${body.haeding}: there is no haeding: did you mean heading?
            """)
    void aSlipIsNamed(String file, String right, String wrong, String finding) throws IOException {
        unpack(file);
        edit(file, right, wrong.replace("\\t", "\t"));
        assertNamed(file, finding, ask("check", 1));
        List<String> refused = ask("start", 1);
        assertTrue(refused.stream().anyMatch(line -> line.matches("(brokers|routes|kamelets|templates).*")),
                refused::toString);
    }

    /** What a broker, a topic or a person is called, and what people read. */
    @ParameterizedTest(name = "{0}: {1} -> {2}")
    @CsvSource(delimiter = '|', ignoreLeadingAndTrailingWhitespace = true, textBlock = """
            routes/3-triage-client.camel.yaml | 'normal' | '设备（一）'
            routes/3-triage-client.camel.yaml | description: THE RULES | description: 规则：先看“原因”，
            routes/6-notify.camel.yaml | ${body.atLeast('{{wecom.least-severity}}')} | ${body.attributes[产线]} == '（东）'
            kamelets/wecom-robot-sink.kamelet.yaml | title: WeCom | title: 企业微信（WeCom）
            brokers/nanomq.yaml | title: NanoMQ | title: “NanoMQ”（边缘）
            brokers/nanomq.yaml | [client_id] | [client_id, 设备（编号）]
            brokers/nanomq.yaml | offline: | 离线（超时）:
            brokers/nanomq.yaml | offline: | can’t connect – gone:
            templates/words/zh-CN/client.properties | label.clientid=客户端 ID | label.clientid=“客户端”（ID）：
            templates/words/zh-CN/client.properties | reason.kicked= | reason.心跳超时=
            templates/words/zh-CN/client.properties | reason.kicked= | reason.断线（一）=
            templates/words/zh-CN/client.properties | reason.kicked=被踢出 | reason.error：1001=设备坏了
            routes/3-triage-client.camel.yaml | 'normal' | '【东区】'
            routes/3-triage-client.camel.yaml | 'normal' | '一号泵【备用】,《一号》,“东”区,P－101,Pump（test）,Error：1001,泵＊2'
            routes/3-triage-client.camel.yaml | description: routine | note: “东区”的入口
            routes/3-triage-client.camel.yaml | ${variable.reason} in 'normal' | ${body.attributes[产线（东）]} == '温度（℃）'
            routes/6-notify.camel.yaml | ${body.atLeast('{{wecom.least-severity}}')} | ${body.clientid} contains 'T：95'
            brokers/nanomq.yaml | offline: | 离线【超时】:
            brokers/nanomq.yaml | offline: | "Error：1001":
            brokers/nanomq.yaml | [client_id] | [client_id, Name（cn）]
            kamelets/dingtalk-robot-sink.kamelet.yaml | text: ([., | text: (["【" + . + "】",
            templates/forms/wecom/alert.vm | ${body.heading} | ${body.heading}：（“＄”）
            """)
    void textInAnotherScriptIsNone(String file, String right, String other) throws IOException {
        unpack(file);
        edit(file, right, other);
        ask("check", 0);
    }

    /** A picture shows the description, and not what decides. */
    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(delimiter = '|', textBlock = """
            expression: lost critical | expression: lost warning | it gives lost warning, and its description is: \
            critical
            description: critical | description: warning, at night | it gives lost critical, and its description is: \
            warning, at night
            description: lost | description: lost notice | it gives lost critical, and its description is: lost notice
            description: lost | description: away, or cut off |
            description: critical | description: what to tell |
            """)
    void aDescriptionThatContradictsItsVerdictIsNoted(String right, String other, String note) throws IOException {
        unpack("routes");
        edit("routes/3-triage-client.camel.yaml", right, other);
        assertEquals(Stream.ofNullable(note)
                .map(sentence -> "note   routes/3-triage-client.camel.yaml:45, rule lost: " + sentence).toList(),
                ask("check", 0).stream().filter(line -> line.startsWith("note   routes")).toList());
    }

    private static void assertNamed(String file, String finding, List<String> said) {
        assertTrue(said.stream()
                .anyMatch(line -> line.startsWith("wrong  " + file) && line.contains(finding)), said::toString);
    }

    /** Two letters of every word exchanged, one after the other, where no word of the author's own stands. */
    @ParameterizedTest
    @ValueSource(strings =
            {"routes/3-triage.camel.yaml", "routes/3-triage-client.camel.yaml", "routes/3-triage-alarm.camel.yaml",
        "routes/3-triage-message.camel.yaml", "routes/3-triage-access.camel.yaml", "routes/3-triage-session.camel.yaml",
        "routes/6-notify.camel.yaml", "templates/forms/wecom/digest.vm",
        "templates/words/zh-CN/client.properties"})
    void everyWordMayBeMistyped(String file) throws IOException {
        unpack(file);
        String text = Files.readString(Path.of(file));
        List<String> unnoticed = new ArrayList<>();
        for (MatchResult word : WORD.matcher(FREE.matcher(text).replaceAll(free -> " ".repeat(free.group().length())))
                .results().toList()) {
            String slip = word.group().charAt(1) == word.group().charAt(0) ? word.group().substring(1)
                    : "" + word.group().charAt(1) + word.group().charAt(0) + word.group().substring(2);
            Files.writeString(folder.resolve(file), text.substring(0, word.start()) + slip
                    + text.substring(word.end()));
            question.println("check");
            List<String> said = new ArrayList<>();
            for (String line = answer.readLine(); !line.startsWith("exit "); line = answer.readLine()) {
                said.add(line);
            }
            if (said.stream().noneMatch(line -> line.startsWith("wrong  " + file) && line.contains(slip))) {
                unnoticed.add(slip + " " + said);
            }
        }
        assertEquals(List.of(), unnoticed);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            - to: outbox:feishu                                                    |
            - toD: outbox:feishu                                                   |
            - wireTap: {uri: "outbox:feishu"}                                      |
            - to: {uri: "outbox:feishu", id: to-1234}                              |
            - to: {id: to-1234, uri: outbox, parameters: {name: feishu}}           |
            - to: outbox:feishy                                                    | \
            :50, route notify: no route comes from outbox:feishy: did you mean outbox:feishu?
            - to: {uri: outbox, parameters: {name: feishy}}                        | \
            :50, route notify: no route comes from outbox:feishy: did you mean outbox:feishu?
            - to: {uri: outbox, parameters: {name: feishu, nmae: x}}               | \
            :50, route notify: outbox has no parameter nmae: did you mean name?
            - to: {id: to-1234, uri: outbox, parameters: {}}                       | \
            :50, route notify: outbox lacks its name: add it to its parameters
            - to: {uri: outbox, parameters: {nmae: feishu}}                        | \
            :50: outbox has no parameter nmae: did you mean name?
            - to: {uri: direct, parameters: {nmae: park}}                          | \
            :50: direct has no parameter nmae: did you mean name?
            - to: {uri: direct, parameters: {timeout: 1}}                          | \
            :50: direct lacks its name: add it to its parameters
            """)
    void whatKaotoAndPeopleInAHurryWriteIsTaken(String step, String finding) throws IOException {
        String file = "routes/6-notify.camel.yaml";
        unpack(file);
        edit(file, """
                - to:
                    description: Feishu
                    uri: outbox
                    parameters:
                      name: feishu
                """.indent(26).stripTrailing().substring(26), step);
        assertTaken(file, finding);
    }

    @ParameterizedTest
    @CsvSource({"wecom, token", "webhook, url"})
    void aSecondGroupThatLacksItsSettingsSaysWhichToAdd(String robot, String own) throws IOException {
        unpack("routes");
        Files.writeString(folder.resolve("routes/7-deliver-" + robot + "2.camel.yaml"),
                Files.readString(folder.resolve("routes/7-deliver-" + robot + ".camel.yaml"))
                        .replace("deliver-" + robot, "deliver-" + robot + "2").replace(robot + ".", robot + "2.")
                        .replace("name: " + robot, "name: " + robot + "2"));
        edit("routes/6-notify.camel.yaml", "                    - filter:\n", """
                - filter:
                    expression:
                      simple:
                        expression: ${body.atLeast('{{%1$s2.least-severity}}')}
                    steps:
                      - to: {uri: outbox, parameters: {name: %1$s2}}
                - filter:
                """.formatted(robot).indent(20));
        String needed = robot + "2." + own;
        assertNamed("routes/7-deliver-" + robot + "2.camel.yaml", ":4: {{" + needed + "}}: no such setting is declared "
                + "in application.properties: add " + needed + "= there, or export "
                + Settings.variable(needed), ask("check", 1));
        Files.writeString(folder.resolve("application.properties"), needed + "=\n" + robot + "2.token=\n" + robot
                + "2.secret=\n");
        ask("check", 0);
    }

    @Test
    void aRobotThatIsSwitchedOffInKaotoIsNamed() throws IOException {
        unpack("routes");
        edit("routes/6-notify.camel.yaml", "description: Feishu", "disabled: true");
        assertNamed("routes/7-deliver-feishu.camel.yaml", ":8, route deliver-feishu: nothing sends to outbox:feishu",
                ask("check", 1));
    }

    /** Its forms of an expression, its ids, and its order of keys. */
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            simple: {expression: "${body.node} == 'a'"}         | constant: {expression: boiler critical}           |
            simple: {id: s-1, expression: "${body.node} == 'a'"}| simple: {id: s-2, expression: boiler critical}    |
            simple: {expression: "${body.node} == 'a'", trim: true, resultType: java.lang.Boolean} | \
            constant: {expression: boiler critical, trim: true, resultType: java.lang.String} |
            simple: "${body.node} == 'a'"                       | constant: boiler critical                         |
            simple: {expression: "${header.foo} == 1"}          | constant: {expression: boiler critical}           | \
            :9, rule when-1234: ${header.foo} == 1: an event has neither headers nor properties
            simple: {}                                          | constant: {expression: boiler critical}           | \
            :9, rule when-1234: it asks nothing: add an expression
            simple: {expression: "${body.node} == 'a'"}         | simple: {}                                        | \
            :9, rule when-1234: setVariable has no expression
            simple: {expression: "${body.node} == 'a'"}         | constant: {expression: boiler critcal}            | \
            :9, rule when-1234: critcal is no severity: did you mean critical?
            """)
    void aRuleThatKaotoAddedIsTaken(String question, String verdict, String finding) throws IOException {
        String file = "routes/3-triage-client.camel.yaml";
        unpack(file);
        edit(file, "            when:\n", "            when:\n              - {id: when-1234, expression: {" + question
                + "}, steps: [{setVariable: {id: setVariable-12, expression: {" + verdict + "}, name: verdict}}]}\n");
        assertTaken(file, finding);
    }

    @Test
    void aRuleAsKaotoAddsItIsNotDoneYet() throws IOException {
        String file = "routes/3-triage-client.camel.yaml";
        unpack(file);
        edit(file, "            when:\n", "            when:\n" + """
                - id: when-1234
                  expression:
                    simple:
                      expression: ${header.foo} == 1
                  steps:
                    - log:
                        id: log-1234
                        message: ${body}
                """.indent(14));
        List<String> said = ask("check", 1);
        assertNamed(file, ":12, rule when-1234: ${header.foo} == 1: an event has neither headers nor properties", said);
        assertNamed(file, ":9, rule when-1234: it sets no verdict: add a setVariable called verdict", said);
    }

    private static void assertTaken(String file, String finding) throws IOException {
        List<String> said = ask("check", finding == null ? 0 : 1);
        if (finding != null) {
            assertNamed(file, finding, said);
        }
    }

    /** A step that is edited in Kaoto has its address in parts. */
    @Test
    void everyStepMayBeEditedInKaoto() throws IOException {
        unpack("routes");
        for (Path file : HouseStyleTest.routes()) {
            Object content = new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file));
            Files.writeString(folder.resolve(file), KaotoForm.of(inParts(content)));
        }
        assertTrue(Files.readString(folder.resolve("routes/3-triage.camel.yaml")).contains("uri: direct\n"));
        ask("check", 0);
    }

    private static Object inParts(Object content) {
        if (content instanceof List<?> list) {
            return list.stream().map(MistypedFilesTest::inParts).toList();
        }
        if (!(content instanceof Map<?, ?> map)) {
            return content;
        }
        Map<Object, Object> parts = new LinkedHashMap<>();
        map.forEach((key, value) -> parts.put(key, inParts(value)));
        Matcher address = Pattern.compile("([\\w-]+):(.*)").matcher(String.valueOf(map.get("uri")));
        if (address.matches()) {
            String scheme = address.group(1);
            Map<Object, Object> parameters = new LinkedHashMap<>();
            parameters.putAll((Map<?, ?>) parts.getOrDefault("parameters", Map.of()));
            parameters.put(NAMES.get(scheme), address.group(2));
            parts.put("uri", scheme.equals("kamelet") ? map.get("uri") : scheme);
            parts.put("parameters", parameters);
        }
        return parts;
    }

    @ParameterizedTest(name = "only {0}")
    @ValueSource(strings =
            {"1-receive-http", "2-normalise", "3-triage", "6-notify", "7-word", "8-park", "9-operate-parked"})
    void aFolderOfRoutesThatLacksOthersSaysWhichAndWhatToDo(String only) throws IOException {
        unpack("routes");
        try (Stream<Path> files = Files.list(folder.resolve("routes"))) {
            files.filter(file -> !file.getFileName().toString().equals(only + ".camel.yaml")).map(Path::toFile)
                    .forEach(File::delete);
        }
        String said = String.join("\n", ask("check", 1));
        assertTrue(said.contains("wrong  routes: the folder is used whole, and lacks 0-failures.camel.yaml, "), said);
        assertTrue(said.contains("copy them from the jar (jar xf disconnect-alerts.jar disconnect-alerts/routes), or "
                + "move the folder away"), said);
        ask("start", 1);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            templates/words/zh-CN/client.properties | templates/words/zh-CN/client.properties: it is not UTF-8 in \
            line 2: save it as UTF-8
            routes/3-triage.camel.yaml | routes/3-triage.camel.yaml: it is not UTF-8 in line 3: save it as UTF-8
            """)
    void aFileOfAnotherEncodingIsNamed(String file, String finding) throws IOException {
        unpack(file);
        if (file.startsWith("routes")) {
            edit(file, "RULES", "规则");
        }
        Files.write(folder.resolve(file), Files.readString(folder.resolve(file)).getBytes("GBK"));
        assertTrue(String.join("\n", ask("check", 1)).contains(finding));
        ask("start", 1);
    }

    private static final String FORMER = """
            设备离线告警
             客户端 ID:${body.clientid}
             用户名:${body.username}
             客户端 IP:${body.peername}
             离线原因:${body.reason}
             离线时间:${body.time}
            """;

    private static void former(String text) throws IOException {
        Path file = folder.resolve("templates/zh-CN/wecom/alert.vm");
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    @Test
    void templatesOfBeforeThatNobodyEditedMayGo() throws IOException {
        former(FORMER);
        List<String> said = ask("check", 0);
        assertTrue(said.contains("note   templates/zh-CN: nothing reads what 0.1.0 shipped in it any more: delete it"),
                said::toString);
        assertEquals(List.of(), ask("start", 0));
    }

    @Test
    void anEditOfATemplateOfBeforeSaysWhereItsWordsStandNow() throws IOException {
        former(FORMER.replace("客户端 ID", "门禁").replace(" 客户端 IP", " 节点:${body.node}\n 客户端 IP"));
        List<String> said = ask("check", 1);
        assertTrue(said.contains("wrong  templates/zh-CN/wecom/alert.vm: it was edited, and nothing reads it any more: "
                + "what it says is heading, rows and label.* in templates/words/zh-CN/client.properties; write "
                + "rows=clientid, username, node, peername, reason, time and label.clientid=门禁; then delete it"),
                said::toString);
        ask("start", 1);
    }

    @Test
    void aMeaningThatIsNewMayBeASlip() throws IOException {
        unpack("templates");
        edit("templates/words/zh-CN/client.properties", "reason.kicked", "reason.kiked");
        List<String> said = ask("check", 0);
        assertTrue(said.stream().anyMatch(line -> line.matches("note   templates/words/zh-CN/client.properties:\\d+: "
                + "reason.kiked is new: did you mean reason.kicked\\?")), said::toString);
    }

    @ParameterizedTest(name = "{0}: {1} -> {2}")
    @CsvSource(delimiter = '|', textBlock = """
            routes/3-triage-client.camel.yaml | in 'normal' | in 'nromal' | \
            routes/3-triage-client.camel.yaml:25, rule routine: the reason nromal is new: did you mean normal?
            routes/3-triage-client.camel.yaml | discarded,takenover | discarded,Takenover | \
            routes/3-triage-client.camel.yaml:50, rule replaced: the reason Takenover is new: did you mean takenover?
            brokers/aws-iot.yaml | CONNECTION_LOST: tcp_closed | CONNECTION_LOST: tpc_closed | \
            brokers/aws-iot.yaml:24: the reason tpc_closed is new: did you mean tcp_closed?
            """)
    void aReasonThatIsNewMayBeASlip(String file, String right, String wrong, String note) throws IOException {
        unpack(file);
        edit(file, right, wrong);
        List<String> said = ask("check", 0);
        assertTrue(said.contains("note   " + note), said::toString);
    }

    @Test
    void whatIsAddressedIsAMessage() throws IOException {
        unpack("routes");
        edit("routes/6-notify.camel.yaml", """
                - bean:
                    description: news
                    beanType: io.disconnectalerts.alert.Alert
                    method: news
                """.indent(8), "");
        assertNamed("routes/6-notify.camel.yaml", "route notify: what is addressed here is no message yet: the "
                + "step bean, beanType: io.disconnectalerts.alert.Alert, method: news has to stand before it",
                ask("check", 1));
        ask("start", 1);
    }

    /** A second column without words behind it is right. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            ${body.sevrity} == 'critical'        | ${body.sevrity}: there is no sevrity: did you mean severity?
            ${body.severity} = 'critical'        | = is no operator: did you mean ==?
            ${body.severity} == 'critcal'        | no event here has the severity critcal: did you mean critical?
            ${body.severity} in 'critical,high'  | no event here has the severity high
            ${body.severity} == 'quiet'          | what is quiet is told to nobody: ask for notice, warning or critical
            ${body.atLeast('wraning')}           | no event here has the severity wraning: did you mean warning?
            ${body.atLaest('warning')}           | there is no atLaest
            ${body.atLeast('{{wecom.lest-severity}}')} | {{wecom.lest-severity}}: no such setting is declared in \
            application.properties: did you mean wecom.least-severity?
            ${body.rule} == 'lots'               | no event here has the class lots: did you mean lost?
            ${body.class} == 'lost'              | ${body.class}: write ${body.rule}
            ${body.name} == 'client.conected'    | no event here has the name client.conected: did you mean \
            client.connected?
            ${body.family} == 'clients'          | no event here has the family clients: did you mean client?
            ${variable.reson} == 'kicked'        | nothing sets the variable reson: did you mean reason?
            ${header.node} == 'emqx@a'           | an event has neither headers nor properties: ask ${body...}
            ${body.field('usernmae')} == 'ops'   | there is no usernmae: did you mean username?
            ${body.node}                         | ${body.node} alone is so of every event: write
            ${body.username.charAt(0)} == 'x'    | ${body.username.charAt(0)} == 'x' cannot decide:
            ${body.node} == 'a' && ${body.node} == 'b'  | is so of no event: this robot would hear of nothing
            ${body.severity} == 'notice' && ${body.atLeast('warning')} | is so of no event
            ${body.family} == 'alarm' && ${body.name} == 'client.connected' | is so of no event
            ${body.node} == 'emqx@10.0.0.9' && ${body.severity} == 'critical' |
            ${body.clientid} startsWith 'pump-' && ${body.clientid} endsWith '-3' |
            ${body.attributes[line]} in '3,4'    |
            ${body.field('zone')} == 'north'     |
            ${body.clientid} regex 'pump-\\d+' && ${body.rule} == 'lost' |
            ${body.username} != 'ops' && ${body.severity} != 'notice' |
            """)
    void aRobotsFilterAsksWhatAnEventCanAnswer(String filter, String finding) throws IOException {
        unpack("routes");
        edit("routes/6-notify.camel.yaml", "${body.atLeast('{{wecom.least-severity}}')}", filter);
        if (finding == null) {
            ask("check", 0);
        } else {
            assertNamed("routes/6-notify.camel.yaml:26", finding, ask("check", 1));
            ask("start", 1);
        }
    }

    @Test
    void twoRoutesOfOneRobotAreNamed() throws IOException {
        unpack("routes");
        Files.writeString(folder.resolve("routes/7-deliver-wecom2.camel.yaml"),
                Files.readString(folder.resolve("routes/7-deliver-wecom.camel.yaml"))
                        .replace("deliver-wecom", "deliver-wecom2"));
        assertNamed("routes/7-deliver-wecom2.camel.yaml", ":8, route deliver-wecom2: another route comes from "
                + "outbox:wecom too: a second group has a name of its own, such as wecom2", ask("check", 1));
    }

    @ParameterizedTest(name = "[{0}]")
    @ValueSource(strings = {"urgent", "quiet", ""})
    void aLeastSeverityThatIsNoneIsNamedOnce(String severity) throws IOException {
        Files.writeString(folder.resolve("application.properties"), "wecom.least-severity=" + severity + "\n");
        assertEquals(List.of("wrong  application.properties:1: wecom.least-severity is none of notice, warning, "
                + "critical"), ask("check", 1).stream().filter(line -> line.startsWith("wrong  ")).toList());
    }

    @Test
    void aSettingThatCamelDoesNotKnowIsNamed() throws IOException {
        Files.writeString(folder.resolve("application.properties"), "alerts.zone=+08:00\ncamel.main.nam=x\n");
        assertEquals(List.of("wrong  application.properties:2: camel.main.nam is no setting of Camel's: did you mean "
                + "camel.main.name?"),
                ask("check", 1).stream().filter(line -> line.startsWith("wrong  ")).toList());
    }

    /** Camel takes any word for 0, a unit for milliseconds, and reads no group that it does not know. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            camel.main.shutdown-timeout=x        | camel.main.shutdown-timeout is no whole number such as 30
            camel.main.shutdownTimeout=30s       | camel.main.shutdownTimeout is no whole number such as 30
            camel.server.port=9x                 | camel.server.port is no port: choose 1 to 65535
            camel.metrics.path=observe/metrics   | camel.metrics.path is no path: it begins with /
            camel.management.healthPath=         | camel.management.healthPath is empty: as it came it is \
            /observe/health
            camel.main.startup-summary-level=One | camel.main.startup-summary-level is none of Default, Verbose, \
            Brief, Oneline, Off
            camel.threadpool.config[sevral].pool-size=1 | camel.threadpool.config[sevral].pool-size is no setting of \
            Camel's: did you mean camel.threadpool.config[several].pool-size?
            camel.server.max-body-size=1MB       | camel.server.max-body-size is no whole number such as 1048576
            camel.health.routes-enabled=ja       | camel.health.routes-enabled is neither true nor false
            camel.servr.port=1                   | camel.servr.port is no setting of Camel's: did you mean \
            camel.server.port?
            camel.component.outbx.url=x          | camel.component.outbx.url is no setting of Camel's: did you mean \
            camel.component.outbox.url?
            camel.threadpool.config[parts].pool-size=x | camel.threadpool.config[parts].pool-size is no whole number \
            such as 1
            camel.main.tracing=x                 | camel.main.tracing: Cannot convert the String value: x to type: \
            boolean as the value is not true or false
            """)
    void aSettingOfCamelsIsNamed(String line, String sentence) throws IOException {
        assertNamed(line, sentence);
    }

    private void assertNamed(String line, String sentence) throws IOException {
        Files.writeString(folder.resolve("application.properties"), "alerts.zone=+08:00\n" + line + "\n");
        assertEquals(List.of("wrong  application.properties:2: " + sentence),
                ask("check", 1).stream().filter(said -> said.startsWith("wrong  ")).toList());
        ask("start", 1);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            wecom.least-severity＝warning | wecom.least-severity＝warning is no setting; ＝ is a full-width character: \
            write wecom.least-severity=warning
            wecom.least-severity \uFF1D warning | wecom.least-severity begins with ＝, a full-width character: delete it
            wecom.least-severity\u200B=warning | wecom.least-severity\u200B is no setting; U+200B is an invisible \
            character: write wecom.least-severity
            wecom.secret＝a1b2c3d4 | wecom.secret＝... is no setting; ＝ is a full-width character: write wecom.secret=...
            camel.server．port=8080 | camel.server．port is no setting of Camel's; ． is a full-width character: write \
            camel.server.port
            camel.server.port=8０80 | camel.server.port is no port: choose 1 to 65535; ０ is a full-width character: \
            write 8080
            alerts.language=zh－CN | alerts.language is no folder under templates/words: choose en or zh-CN; － is a \
            full-width character: write zh-CN
            silence.windows=Mon 22:00-06:00 clientid=pump-＊ | silence.windows holds what cannot be: clientid pump-＊ is \
            not what it looks like; ＊ is a full-width character: write pump-*
            silence.windows=Mon 22:00-06:00 node=emqx＠a | silence.windows holds what cannot be: node emqx＠a is \
            not what \
            it looks like; ＠ is a full-width character: write emqx@a
            """)
    void aSettingThatLooksRightIsNamed(String line, String sentence) throws IOException {
        assertNamed(line, sentence);
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource({"application.properties, application.properties.txt", "application.properties, Application.properties",
        "templates/words/zh-CN/client.properties, templates/words/zh-CN/client.properties.txt",
        "templates/words/zh-CN/client.properties, templates/words/zh-CN/client．properties"})
    void aFileUnderAnotherNameIsNoted(String right, String other) throws IOException {
        unpack(right);
        Files.move(folder.resolve(right), folder.resolve(other));
        assertTrue(ask("check", 0).contains("note   " + other + ": it is not read: call it "
                + Path.of(right).getFileName()));
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource({"routes/3-triage-client.camel.yaml, routes/3-triage-client.camel.yaml.txt",
        "kamelets/wecom-robot-sink.kamelet.yaml, kamelets/wecom-robot-sink.kamelet.yml",
        "templates/forms/wecom/alert.vm, templates/forms/wecom/alert.vm.txt"})
    void aFileThatIsMissingUnderItsNameIsNamed(String right, String other) throws IOException {
        unpack(right);
        Files.move(folder.resolve(right), folder.resolve(other));
        assertTrue(ask("check", 1).contains("wrong  " + other + ": it is not read: call it "
                + Path.of(right).getFileName()));
    }

    @Test
    void aFormThatShowsNothingIsNamed() throws IOException {
        unpack("templates");
        Files.writeString(folder.resolve("templates/forms/wecom/alert.vm"), "a device is gone\n");
        assertTrue(ask("check", 1).contains("wrong  templates/forms/wecom/alert.vm: it shows nothing of what "
                + "happened: write ${body.heading}"));
        ask("start", 1);
    }

    @Test
    void whatNobodyReadsIsNotedAndStopsNothing() throws IOException {
        Files.writeString(folder.resolve("application.properties"), "plant.url=x\nquarkus.log.level=INFO\n");
        assertEquals(List.of("note   application.properties:1: plant.url is no setting, and nobody reads it"),
                ask("check", 0).stream().filter(line -> line.contains("no setting")).toList());
    }

    @Test
    void aWindowIsAboutAClassThatARuleGives() throws IOException {
        Files.writeString(folder.resolve("application.properties"),
                "silence.windows=Mon 22:00-06:00 class=replaced; Sun 22:00-06:00 class=lots\n");
        List<String> wrong = ask("check", 1).stream().filter(line -> line.startsWith("wrong  ")).toList();
        assertEquals(1, wrong.size(), wrong::toString);
        assertTrue(wrong.get(0).startsWith("wrong  application.properties:1: silence.windows holds what cannot be: "
                + "class lots is none of active, announced, connected, "), wrong::toString);
    }

    @Test
    void everyWrongSettingIsNamedWithItsLine() throws IOException {
        Files.writeString(folder.resolve("application.properties"), """
                # mine
                daily.at = 9am
                wecom.tokn=abc
                silence.windows=Mon-Fri 22：00-06:00 clientid=pump-*
                lark.token=abc
                wecom.quiet-hours: 22-7
                flap.losses=5
                flap.losses=x
                """);
        assertEquals(List.of("2: daily.at is no time of day such as 09:00: did you mean 09:00?",
                "3: wecom.tokn is no setting: did you mean wecom.token?",
                "4: silence.windows holds what cannot be: 22：00-06:00 is no time such as 22:00-06:00, or 00:00-24:00 "
                + "for a whole day; ： is a full-width character: write Mon-Fri 22:00-06:00 clientid=pump-*",
                "5: lark.token is no setting: did you mean feishu.token?",
                "6: wecom.quiet-hours is no time of each day such as 22:00-07:00",
                "8: flap.losses is neither 0 nor a whole number from 2 to 50"),
                ask("check", 1).stream().filter(line -> line.startsWith("wrong  "))
                        .map(line -> line.replaceFirst("wrong  application.properties:", "")).sorted().toList());
        ask("start", 1);
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource({"brokers, broker, brokers", "routes, Routes_, routes", "templates/forms, templates/form, forms",
        "templates/words, templates/word, words", "templates/words/zh-CN, templates/words/zh_CN, zh-CN"})
    void aFolderThatIsNotReadIsNamed(String right, String wrong, String meant) throws IOException {
        unpack(right);
        Files.move(folder.resolve(right), folder.resolve(wrong));
        List<String> said = ask("check", 0);
        assertTrue(said.contains("note   " + wrong + ": nobody reads it: did you mean " + meant + "?"),
                said::toString);
    }

    @Test
    void aFamilyWhoseRulesNobodyAsksIsNamed() throws IOException {
        unpack("routes");
        edit("routes/3-triage.camel.yaml", "uri: direct:triage-client", "uri: direct:triage-alarm");
        assertNamed("routes/3-triage-client.camel.yaml", ":5, route triage-client: nothing sends to "
                + "direct:triage-client: routes/3-triage.camel.yaml has to, when ${body.family} == 'client'",
                ask("check", 1));
        ask("start", 1);
    }

    @Test
    void aBrokersFileThatIsNotReadIsNamed() throws IOException {
        unpack("brokers");
        Files.move(folder.resolve("brokers/nanomq.yaml"), folder.resolve("brokers/nanomq.yml"));
        List<String> said = ask("check", 0);
        assertTrue(said.contains("note   brokers/nanomq.yml: it is not read: a broker's file ends in .yaml"),
                said::toString);
        assertTrue(said.contains("note   brokers: the folder is used whole, and lacks nanomq.yaml"), said::toString);
    }

    @Test
    void wordsThatNothingIsToldInAreNamed() throws IOException {
        unpack("templates");
        Files.move(folder.resolve("templates/words/zh-CN/unread.properties"),
                folder.resolve("templates/words/zh-CN/unraed.properties"));
        List<String> said = ask("check", 1);
        assertTrue(said.contains("wrong  templates/words/zh-CN/unraed.properties: nothing is told in these words: "
                + "did you mean unread?"), said::toString);
    }

    @Test
    void theHeadingIsFoundHoweverAFormSaysIt() throws IOException {
        unpack("templates");
        edit("templates/forms/dingtalk/alert.vm", "${body.heading}", "$body.heading");
        edit("templates/forms/dingtalk/digest.vm", "${body.heading}", "$!{body.heading}");
        edit("templates/forms/dingtalk/plain.vm", "#[[###]]#", "#set($mark = \"!\")\n#[[###]]#");
        edit("templates/forms/dingtalk/test.vm", "${body.heading}", "#if($body.heading)$!body.heading#end");
        ask("check", 0);
        edit("templates/forms/dingtalk/plain.vm", "#[[###]]#", "离线\n#[[###]]#");
        List<String> said = ask("check", 1);
        assertTrue(said.stream().anyMatch(line -> line.contains("dingtalk.keyword=告警 does not stand in the heading of "
                + "templates/words/zh-CN/client.properties, so the robot would drop the message")), said::toString);
    }

    @Test
    void aLanguageOfOnesOwnLacksWhatItDoesNotSay() throws IOException {
        Path words = Files.createDirectories(folder.resolve("templates/words/fr"));
        Files.writeString(words.resolve("client.properties"), "rows=clientid\nlabel.clientid=Client\n");
        Files.writeString(folder.resolve("application.properties"), "alerts.language=fr\n");
        List<String> said = ask("check", 1);
        for (String key : List.of("client.properties: it lacks the line heading=",
                "client.properties: it lacks the line item=", "client.properties: it lacks the line colon=")) {
            assertTrue(said.contains("wrong  templates/words/fr/" + key), said::toString);
        }
    }

    @Test
    void wordsThatAreMissingAreAsInTheJar() throws IOException {
        unpack("templates");
        Files.writeString(folder.resolve("templates/words/zh-CN/client.properties"), "label.clientid=门禁\n");
        Files.delete(folder.resolve("templates/words/zh-CN/shared.properties"));
        ask("check", 0);
    }

    @Test
    void anAlertThatReachesNobodyIsFound() throws IOException {
        unpack("routes");
        edit("routes/6-notify.camel.yaml", "${body} != null", "${body} == null");
        assertTrue(String.join("\n", ask("check", 1)).contains("told to nobody"));
    }

    @Test
    void whatAnUpgradeBroughtMayBeMissing() throws IOException {
        unpack("routes");
        Files.delete(folder.resolve("routes/9-operate-discard.camel.yaml"));
        List<String> said = ask("check", 0);
        assertTrue(said.contains("note   routes: the folder is used whole, and lacks 9-operate-discard.camel.yaml"),
                said::toString);
    }

    @Test
    void aSecondGroupWithoutItsRouteIsNamed() throws IOException {
        Files.writeString(folder.resolve("application.properties"), "wecom2.token=\nwecom2.per-minute=20\n");
        List<String> said = ask("check", 0);
        assertTrue(said.contains("note   wecom2 has settings, and no route comes from outbox:wecom2: nobody uses them"),
                said::toString);
    }

    @Test
    void aFileThatIsNotReadIsNamed() throws IOException {
        unpack("routes");
        Files.writeString(folder.resolve("routes/8-mine.yaml"), "- route:\n");
        List<String> said = ask("check", 0);
        assertTrue(said.contains("note   routes/8-mine.yaml: it is not read: a file of routes ends in .camel.yaml"),
                said::toString);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            routes/3-triage.camel.yaml             | wrong  routes/3-triage.camel.yaml: it is empty
            templates/forms/feishu/digest.vm       | wrong  templates/forms/feishu/digest.vm: it is empty
            """)
    void anEmptyFileIsNamed(String file, String finding) throws IOException {
        unpack(file);
        Files.writeString(folder.resolve(file), "\n");
        assertTrue(ask("check", 1).contains(finding));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            templates/forms/feishu/digest.vm | wrong  templates/forms/feishu/digest.vm: it is missing, and \
            templates/forms is used whole
            kamelets/feishu-robot-sink.kamelet.yaml| there is no kamelets/feishu-robot-sink.kamelet.yaml, and the \
            folder kamelets is used whole
            """)
    void aFileThatIsMissingIsNamed(String file, String finding) throws IOException {
        unpack(file);
        Files.delete(folder.resolve(file));
        List<String> said = ask("check", 1);
        assertTrue(said.stream().anyMatch(line -> line.contains(finding)), said::toString);
        ask("start", 1);
    }

    @Test
    void everythingIsFoundAtOnce() throws IOException {
        unpack("routes");
        unpack("templates");
        edit("routes/3-triage-client.camel.yaml", "expression: lost critical", "expression: lost crtical");
        edit("routes/3-triage-client.camel.yaml", "expression: removed warning", "expression: removed warnin");
        edit("routes/6-notify.camel.yaml", "name: wecom", "name: wecmo");
        edit("templates/forms/wecom/alert.vm", "${row.label}", "${row.lable}");
        edit("templates/forms/feishu/digest.vm", "#end", "");
        List<String> said = ask("check", 1);
        for (String word : List.of("crtical", "warnin ", "wecmo", "lable", "has no #end")) {
            assertTrue(said.stream()
                    .anyMatch(line -> line.startsWith("wrong  ") && line.contains(word)), said::toString);
        }
    }
}
