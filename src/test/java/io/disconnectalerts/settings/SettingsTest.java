package io.disconnectalerts.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every wrong setting stops the start with a sentence that names it, and a right one is taken as people write it. */
class SettingsTest {
    private static final List<String> ROBOTS = List.of("wecom", "dingtalk", "feishu", "webhook");

    private static Properties shipped() {
        try {
            Path file = Path.of("application.properties");
            return new Utf8File(file.toString(), Files.readAllBytes(file)).settings();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static Settings settings(Map<String, String> different) {
        Properties all = shipped();
        all.putAll(Map.of("http.port", "0", "wecom.token", "t"));
        all.putAll(different);
        return new Settings(all::getProperty);
    }

    @Test
    void oneTokenIsAllItTakes() {
        assertEquals(List.of(), settings(Map.of()).wrong(ROBOTS));
    }

    @Test
    void whatIsCheckedIsWhatIsDeclared() {
        Set<String> declared = new TreeSet<>(shipped().stringPropertyNames());
        declared.removeIf(name -> name.startsWith("camel."));
        Set<String> checked = Settings.names(ROBOTS);
        checked.removeAll(Set.of("wecom.secret", "wecom.keyword", "wecom.per-second", "dingtalk.per-second",
                "webhook.per-second"));
        assertEquals(declared, checked);
    }

    @ParameterizedTest(name = "{0}={1}")
    @CsvSource(delimiter = '|', emptyValue = "", quoteCharacter = '`', textBlock = """
            wecom.token | `` | no robot is on: set wecom.token or dingtalk.token or feishu.token or webhook.url
            alerts.zone | ${ZONE} | alerts.zone holds a placeholder that nothing has been put in for: ${...}
            mqtt.password | ${MQTT_PASSWORD} | mqtt.password is still a placeholder
            wecom.url | ftp://x | wecom.url is not an http or https address without what follows a question mark
            dingtalk.url | https://x/?a=b | dingtalk.url is not an http or https address without what follows a \
            question mark
            feishu.url | https://a:b@x/ | feishu.url is not an http or https address without what follows a question \
            mark
            webhook.url | https://x.example/hook?key=1 | webhook.url is not an http or https address without what \
            follows a question mark, which belongs in webhook.token
            webhook.token | integration_key=abc | webhook.token is not the rest of the address: write what follows the \
            url, with the question mark or the slash that it begins with, such as ?integration_key=...
            webhook.token | ?integration_key=... | webhook.token is not the rest of the address: write what follows \
            the url, with the question mark or the slash that it begins with, such as ?integration_key=...
            webhook.secret | abc | webhook.secret is not whsec_ and the base64 of 24 to 64 bytes: make one with echo \
            whsec_$(openssl rand -base64 32), and let the receiver know it
            webhook.secret | whsec_YWJj | webhook.secret is not whsec_ and the base64 of 24 to 64 bytes: make one with \
            echo whsec_$(openssl rand -base64 32), and let the receiver know it
            wecom.url | https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=abc | wecom.url is not the address \
            without its token: write https://qyapi.weixin.qq.com/cgi-bin/webhook/send, and in wecom.token what stands \
            behind key= in the robot's webhook address
            dingtalk.url | https://oapi.dingtalk.com | dingtalk.url is not the address without its token: write \
            https://oapi.dingtalk.com/robot/send, and in dingtalk.token what stands behind access_token= in the \
            robot's webhook address
            feishu.url | https://open.feishu.cn/open-apis/bot/v2/hook/0a1b | feishu.url is not the address without its \
            token: write https://open.feishu.cn/open-apis/bot/v2/hook, and in feishu.token the last part of the \
            robot's webhook address
            feishu.quiet-hours | 22：00－07：00 | feishu.quiet-hours is no time of each day such as 22:00-07:00; ： － \
            are full-width characters: write 22:00-07:00
            feishu.quiet-hours | 22：00到07：00 | feishu.quiet-hours is no time of each day such as 22:00-07:00; ： is \
            a full-width character
            wecom.quiet-hours | 22:00—07:00 | wecom.quiet-hours is no time of each day such as 22:00-07:00; — is a \
            full-width character: write 22:00-07:00
            daily.at | 09：00 | daily.at is no time of day such as 09:00; ： is a full-width character: write 09:00
            follow-up.after-m | 5，15，60 | follow-up.after-m is neither empty nor minutes such as 5,15,60, each \
            more than the one before and none more than 1440; ， is a full-width character: write 5,15,60
            mention.pause-m | １０ | mention.pause-m is not a whole number from 0 to 1440; １ ０ are full-width \
            characters: write 10
            alerts.zone | ＋08:00 | alerts.zone is no time zone such as +08:00 or Asia/Shanghai; ＋ is a full-width \
            character: write +08:00
            mqtt.topic | alerts/＃ | mqtt.topic is no topic filter such as alerts/# or $share/group/alerts/#; ＃ is \
            a full-width character: write alerts/#
            mqtt.topic | alerts／x | mqtt.topic is not what it looks like; ／ is a full-width character: write alerts/x
            mqtt.client-id | alerts\u200B1 | mqtt.client-id is not what it looks like; U+200B is an invisible \
            character: write alerts1
            mqtt.username | “me” | mqtt.username stands in quotation marks: take them off
            mqtt.username | ： me | mqtt.username begins with ：, a full-width character: delete it
            mqtt.password | ＝ secret | mqtt.password begins with ＝, a full-width character: delete it
            database.username | ａlerts | database.username is not what it looks like; ａ is a full-width character: \
            write alerts
            database.url | jdbc:postgresql://db：5432/x | database.url is not what it looks like; ： is a full-width \
            character: write jdbc:postgresql://db:5432/x
            wecom.token | 0a1b\u200B2c | wecom.token is not the token alone: copy what stands behind key= in the \
            robot's webhook address; it holds full-width or invisible characters
            feishu.per-second | -1 | feishu.per-second is not a whole number from 0 to 1000000
            wecom.per-minute | many | wecom.per-minute is not a whole number from 0 to 1000000
            mqtt.url | localhost:1883 | mqtt.url is not tcp://host:port
            mqtt.url | tcp://emqx_broker | mqtt.url is not tcp://host:port
            mqtt.url | tcp://a:1883/mqtt | mqtt.url is not tcp://host:port
            mqtt.url | tcp://me:pw@a:1 | mqtt.url is not tcp://host:port
            mqtt.url | tcp://a:1,http://b:1 | mqtt.url is not tcp://host:port
            mqtt.topic | `` | mqtt.topic is empty
            mqtt.topic | alerts# | mqtt.topic is no topic filter such as alerts/# or $share/group/alerts/#
            mqtt.topic | alerts/#/clients | mqtt.topic is no topic filter such as alerts/# or $share/group/alerts/#
            mqtt.topic | $share/alerts | mqtt.topic is no topic filter such as alerts/# or $share/group/alerts/#
            mqtt.password | <password> | mqtt.password is still a placeholder
            mqtt.client-id | `` | mqtt.client-id is empty
            mqtt.session-expiry-s | 4294967296 | mqtt.session-expiry-s is not a whole number from 0 to 4294967295
            mqtt.session-expiry-s | 30s | mqtt.session-expiry-s is not a whole number from 0 to 4294967295, without a \
            unit
            mqtt.ca | /nowhere.pem | mqtt.ca is no file that can be read
            mqtt.ca | src | mqtt.ca is no file that can be read
            mqtt.cert | pom.xml | mqtt.key is missing: a certificate and its key belong together
            http.key | pom.xml | http.cert is missing: a certificate and its key belong together
            http.port | 65536 | http.port is not a whole number from 0 to 65535
            http.port | "8080" | http.port stands in quotation marks: take them off
            http.host | 0.0.0.0 | http.token is missing: http.host=0.0.0.0 can be reached from elsewhere
            http.token | a b | http.token holds white space
            http.token | "abc" | http.token stands in quotation marks: take them off
            http.token | 门禁 | http.token holds what is not ASCII, and no request can show it
            http.token | ... | http.token is still a placeholder: make one up
            http.host | 192.0.2.1 | http.token is missing: http.host=192.0.2.1 can be reached from elsewhere
            proxy.url | proxy:8080 | proxy.url is not http://host:port or http://user:password@host:port
            database.url | jdbc:mysql://x | database.url is neither jdbc:sqlite:FILE nor jdbc:postgresql://host/database
            database.url | jdbc:sqlite::memory: | database.url is neither jdbc:sqlite:FILE nor \
            jdbc:postgresql://host/database
            database.synchronous | off | database.synchronous is neither normal nor full
            history.retention-d | 0 | history.retention-d is not a whole number from 1 to 3650
            history.retention-d | 7 days | history.retention-d is not a whole number from 1 to 3650, without a unit
            feishu.quiet-hours | 22-7 | feishu.quiet-hours is no time of each day such as 22:00-07:00
            feishu.quiet-hours | 25:00-07:00 | feishu.quiet-hours is no time of each day such as 22:00-07:00
            feishu.quiet-hours | 22:00-22:00 | feishu.quiet-hours begins as it ends: write 22:00-07:00, or keep off \
            what is not critical for good with feishu.least-severity=critical
            mention.pause-m | 10m | mention.pause-m is not a whole number from 0 to 1440, without a unit
            wecom.mention.critical | zhangsan,,lisi | wecom.mention.critical has a comma too many: between two \
            commas stands a user id, a mobile number (11 digits, or +...), or @all
            wecom.mention.critical | zhangsan;lisi | wecom.mention.critical names zhangsan;lisi: people are separated \
            by commas (,)
            wecom.mention.critical | 1380013800 | wecom.mention.critical names 1380013800, which is no mobile number: \
            write a user id, a mobile number (11 digits, or +...), or @all
            wecom.mention.warning | 138-0013-8000 | wecom.mention.warning names 138-0013-8000, which is no mobile \
            number: write a user id, a mobile number (11 digits, or +...), or @all
            wecom.mention.warning | all | wecom.mention.warning names all: everybody is @all
            dingtalk.mention.critical | 22800138000 | dingtalk.mention.critical names 22800138000, which is no mobile \
            number: write a mobile number (11 digits, or +1-1234567890), a user id, or @all
            dingtalk.mention.critical | 所有人 | dingtalk.mention.critical names 所有人: everybody is @all
            feishu.mention.critical | 13800138000 | feishu.mention.critical names 13800138000: write an open_id \
            (ou_...), a user_id, or all
            feishu.mention.critical | ou_x | feishu.mention.critical names ou_x: write an open_id (ou_...), a user_id, \
            or all
            feishu.mention.warning | a@example.com | feishu.mention.warning names a@example.com: write an open_id \
            (ou_...), a user_id, or all
            feishu.mention.warning | @all | feishu.mention.warning names @all: everybody is all
            flap.losses | 1 | flap.losses is neither 0 nor a whole number from 2 to 50
            flap.window-m | 0 | flap.window-m is not a whole number from 1 to 1440
            follow-up.least | 1 | follow-up.least is not a whole number from 2 to 1000000
            follow-up.after-m | 5,5 | follow-up.after-m is neither empty nor minutes such as 5,15,60, each \
            more than the one before and none more than 1440
            follow-up.after-m | 5m | follow-up.after-m is neither empty nor minutes such as 5,15,60, each \
            more than the one before and none more than 1440
            daily.at | 9 | daily.at is no time of day such as 09:00: did you mean 09:00?
            daily.at | 9am | daily.at is no time of day such as 09:00: did you mean 09:00?
            daily.at | 9:30 PM | daily.at is no time of day such as 09:00: did you mean 21:30?
            daily.at | 9：30 | daily.at is no time of day such as 09:00: did you mean 09:30?
            daily.at | 24:00 | daily.at is no time of day such as 09:00: did you mean 00:00?
            daily.at | 25:00 | daily.at is no time of day such as 09:00
            daily.at | 09:60 | daily.at is no time of day such as 09:00
            daily.at | daily | daily.at is no time of day such as 09:00
            parked.retention-d | -1 | parked.retention-d is not a whole number from 1 to 3650
            parked.most-mib | 15 | parked.most-mib is not a whole number from 16 to 1048576
            alerts.zone | Mars/Olympus | alerts.zone is no time zone such as +08:00 or Asia/Shanghai
            alerts.zone | Asia/Shangai | alerts.zone is no time zone such as +08:00 or Asia/Shanghai: did you mean \
            Asia/Shanghai?
            log.level | trace | log.level is neither info nor debug
            log.json | yes | log.json is neither true nor false
            tracing.enabled | 1 | tracing.enabled is neither true nor false
            """)
    void aWrongSettingIsNamed(String name, String value, String sentence) {
        Settings wrong = settings(Map.of(name, value));
        assertEquals(List.of(sentence), wrong.wrong(ROBOTS).stream()
                .map(found -> found.replaceFirst(" or ssl://host:port, several separated by commas$", "")).toList());
    }

    @ParameterizedTest(name = "{0}={1}")
    @CsvSource(delimiter = '|', emptyValue = "", quoteCharacter = '`', textBlock = """
            log.level            | INFO                               | info
            log.level            | ` Debug `                          | debug
            log.json             | TRUE                               | true
            tracing.enabled      | False                              | false
            database.synchronous | FULL                               | full
            mqtt.url             | `tcp://emqx_broker:1883 `          | tcp://emqx_broker:1883
            mqtt.url             | ssl://[::1]:8883, tcp://a_b.c_d:1  | ssl://[::1]:8883, tcp://a_b.c_d:1
            mqtt.topic           | $share/a/$SYS/brokers/+/clients/#  | $share/a/$SYS/brokers/+/clients/#
            mqtt.password        | "quoted"                           | "quoted"
            wecom.url            | http://wecom_proxy:8080/send       | http://wecom_proxy:8080/send
            feishu.url           | https://[2001:db8::1]/hook         | https://[2001:db8::1]/hook
            feishu.url           | https://open.larksuite.com/open-apis/bot/v2/hook | \
            https://open.larksuite.com/open-apis/bot/v2/hook
            proxy.url            | http://me:p%20w@my_proxy:3128      | http://me:p%20w@my_proxy:3128
            dingtalk.secret      | SEC3"q"abc                         | SEC3"q"abc
            dingtalk.token       | ` abc\t`                           | abc
            """)
    void aRightSettingIsTakenAsPeopleWriteIt(String name, String value, String used) {
        Settings settings = settings(Map.of(name, value.replace("\\t", "\t")));
        assertEquals(List.of(), settings.wrong(ROBOTS));
        assertEquals(used, settings.get(name));
    }

    @Test
    void everyWrongSettingIsNamedAtOnce() {
        assertEquals(List.of("http.port is not a whole number from 0 to 65535",
                "flap.losses is neither 0 nor a whole number from 2 to 50",
                "wecom.token is still a placeholder: copy what stands behind key= in the robot's webhook address",
                "mqtt.key is missing: a certificate and its key belong together"),
                settings(Map.of("http.port", "eighty", "flap.losses", "x", "wecom.token", "...", "mqtt.cert",
                "pom.xml")).wrong(List.of("wecom")));
    }

    @Test
    void noSettingHoldsControlCharacters() {
        Settings wrong = settings(Map.of("mqtt.password", "a\nb"));
        assertEquals(List.of("mqtt.password holds a line break or another control character"), wrong.wrong(ROBOTS));
    }

    @Test
    void aSecretIsNotTheToken() {
        Settings wrong = settings(Map.of("feishu.token", "abc", "feishu.secret", "abc"));
        assertEquals(List.of("feishu.secret is the same as feishu.token: one of them is the other"),
                wrong.wrong(ROBOTS));
    }

    @Test
    void aSecondGroupIsCheckedLikeTheFirst() {
        Settings wrong = settings(Map.of("wecom2.token", "abc", "wecom2.url", "https://x/", "wecom2.per-minute", "-1"));
        assertEquals(List.of("wecom2.per-minute is not a whole number from 0 to 1000000"),
                wrong.wrong(List.of("wecom", "wecom2")));
    }

    @Test
    void whatASecondGroupHasFromTheFirstIsSaidOnce() {
        Settings wrong = settings(Map.of("wecom.token", "abc", "wecom2.token", "abd", "wecom.url", "x",
                "wecom2.url", "x", "wecom.per-minute", "-1", "wecom2.per-minute", "-2"));
        assertEquals(List.of("wecom.url", "wecom.per-minute", "wecom2.per-minute"), wrong.wrong(List.of("wecom",
                "wecom2")).stream().map(sentence -> sentence.split(" ")[0]).toList());
    }

    @Test
    void whatIsOddIsNoted() {
        assertEquals(List.of("dingtalk.secret does not begin with SEC, as DingTalk's secrets do"),
                settings(Map.of("dingtalk.secret", "abc")).notes(ROBOTS));
        assertEquals(List.of(), settings(Map.of("dingtalk.secret", "SECabc", "feishu.secret", "abc")).notes(ROBOTS));
    }

    @Test
    void aCommaInAWindowIsNoted() {
        assertEquals(List.of("silence.windows: clientid=a,b is one value that holds a comma; if several are meant, "
                + "write a window for each"), settings(Map.of("silence.windows",
                "Mon,Wed 22:00-06:00 clientid=a,b node=x; Sun 00:00-24:00 node=y")).notes(ROBOTS));
    }

    /** To a shell without quotes {@code $SYS} is a variable, and an empty one. */
    @ParameterizedTest
    @CsvSource({"/brokers/+/clients/#, true", "$share/alerts//brokers/+/clients/#, true", "/, true",
            "$SYS/brokers/+/clients/#, false", "$share/alerts/$SYS/brokers/+/clients/#, false", "+/events, false"})
    void aTopicOfWhichAShellMayHaveEatenTheFirstPartIsNoted(String topic, boolean noted) {
        assertEquals(noted ? List.of("mqtt.topic begins with /: in a shell, write a topic that begins with $ in single "
                + "quotes") : List.of(), settings(Map.of("mqtt.topic", topic)).notes(ROBOTS));
    }

    @Test
    void aSecondGroupCallsNobodyUntilItsOwnPeopleAreNamed() {
        List<String> robots = List.of("wecom", "wecom2");
        Map<String, String> first = Map.of("wecom.mention.critical", "zhangsan", "wecom2.mention.critical", "");
        assertEquals(List.of("wecom2.mention.critical is empty, so this robot calls nobody: the people of "
                + "wecom.mention.critical may not be in its group"), settings(first).notes(robots));
        assertEquals(List.of(), settings(Map.of("wecom.mention.critical", "zhangsan", "wecom2.mention.critical",
                "lisi")).notes(robots));
    }

    @Test
    void aMissingSettingIsNamed() {
        Settings shipped = settings(Map.of());
        assertEquals(List.of("mqtt.topic is missing: declare it in application.properties"),
                new Settings(name -> name.equals("mqtt.topic") ? null : shipped.find(name).orElse(null))
                        .wrong(ROBOTS));
    }
}
