package io.disconnectalerts.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.disconnectalerts.Given;
import io.disconnectalerts.alert.Verdict;
import io.disconnectalerts.store.NotCommitted;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.apache.camel.util.concurrent.SynchronousExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who is told when the filters of the robots, as they are shipped but for one edit, cannot decide. */
class FilterGuardTest {
    private static final String BLOCK = """
            - filter:
                description: for WeCom?
            """.indent(20);
    private final Set<String> told = new TreeSet<>();
    private final Set<String> undecided = new TreeSet<>();
    private final CamelContext camel = new DefaultCamelContext();
    private Exception inOutbox;

    @AfterEach
    void stop() {
        camel.stop();
    }

    private Exception hear(String right, String wrong) throws Exception {
        camel.getCamelContextExtension().addInterceptStrategy(
                new FilterGuard((event, robots, why) -> undecided.addAll(robots)));
        ExecutorService caller = new SynchronousExecutorService();
        camel.getRegistry().bind("caller", caller);
        camel.getRegistry().bind("outbox-component", new org.apache.camel.component.direct.DirectComponent());
        camel.getPropertiesComponent().addInitialProperty("webhook.least-severity", "critical");
        for (String robot : Set.of("wecom", "dingtalk", "feishu")) {
            camel.getPropertiesComponent().addInitialProperty(robot + ".least-severity", "notice");
            camel.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("outbox:" + robot).routeId(robot).errorHandler(noErrorHandler()).process(exchange -> {
                        if (inOutbox != null) {
                            throw inOutbox;
                        }
                        told.add(robot);
                    });
                }
            });
        }
        String text = Files.readString(Path.of("routes/6-notify.camel.yaml"));
        int place = text.indexOf(right);
        assertEquals(true, place >= 0, right);
        PluginHelper.getRoutesLoader(camel).loadRoutes(
                ResourceHelper.resolveResource(camel, "file:routes/0-failures.camel.yaml"),
                ResourceHelper.fromString("6-notify.camel.yaml",
                        text.substring(0, place) + wrong + text.substring(place + right.length())));
        camel.start();
        return camel.createProducerTemplate().send("direct:notify", exchange -> {
            exchange.getMessage().setBody(Given.event("kicked"));
            exchange.setVariable("verdict", Verdict.of("removed warning"));
            exchange.setVariable("reason", "kicked");
        }).getException();
    }

    @ParameterizedTest(name = "{0}: told {1}, undecided {2}")
    @CsvSource(delimiter = '#', nullValues = "-", textBlock = """
            ${body.atLeast('warning')}             # [dingtalk, feishu, wecom] # []
            ${body.atLeast('critical')}            # [dingtalk, feishu]        # []
            ${body.severity} == 'warning'          # [dingtalk, feishu, wecom] # []
            ${body.severity} in 'notice,critical'  # [dingtalk, feishu]        # []
            ${body.rule} == 'removed'              # [dingtalk, feishu, wecom] # []
            ${body.name} == 'client.disconnected'  # [dingtalk, feishu, wecom] # []
            ${body.family} == 'alarm'              # [dingtalk, feishu]        # []
            ${body.clientid} startsWith 'a'        # [dingtalk, feishu, wecom] # []
            ${body.node} == 'emqx@a'               # [dingtalk, feishu]        # []
            ${body.field('node')} == ''            # [dingtalk, feishu, wecom] # []
            ${body.attributes[line]} == '3'        # [dingtalk, feishu]        # []
            ${variable.reason} in 'kicked'         # [dingtalk, feishu, wecom] # []
            ${body.atLeast('urgent')}              # [dingtalk, feishu, wecom] # [wecom]
            ${body.nodee} == 'emqx@a'              # [dingtalk, feishu, wecom] # [wecom]
            ${body.node.charAt(0)} == 'e'          # [dingtalk, feishu, wecom] # [wecom]
            """)
    void aRobotIsToldUnlessItsFilterSaysNo(String filter, String robots, String broken) throws Exception {
        assertNull(hear("${body.atLeast('{{wecom.least-severity}}')}", filter));
        assertEquals(robots, told.toString());
        assertEquals(broken, undecided.toString());
    }

    @Test
    void whateverFailsAmongTheRobotsTellsThoseBehindIt() throws Exception {
        assertNull(hear(BLOCK, """
                - choice:
                    when:
                      - expression:
                          simple:
                            expression: ${body.node.charAt(0)} == 'e'
                        steps:
                          - to: {uri: outbox, parameters: {name: dingtalk}}
                    otherwise:
                      steps:
                        - to: {uri: outbox, parameters: {name: feishu}}
                - setVariable:
                    name: line
                    expression:
                      simple:
                        expression: ${body.lien}
                """.indent(20) + BLOCK));
        assertEquals("[dingtalk, feishu, wecom]", told.toString());
        assertEquals("[dingtalk, feishu]", undecided.toString());
    }

    /** Whoever gave us the event has to hear of it, or it would be lost. */
    @Test
    void aStoreThatFailsIsNoFiltersFault() throws Exception {
        inOutbox = new NotCommitted(new IllegalStateException("full"));
        assertSame(inOutbox, hear("for WeCom?", "for WeCom?"));
        assertEquals(Set.of(), undecided);
    }
}
