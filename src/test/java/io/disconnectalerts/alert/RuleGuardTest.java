package io.disconnectalerts.alert;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.disconnectalerts.Given;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an event becomes when the rules, as they are shipped but for one slip, cannot decide on it. */
class RuleGuardTest {
    private final List<String> undecided = new ArrayList<>();
    private final List<Object> verdicts = new ArrayList<>();
    private final CamelContext camel = new DefaultCamelContext();
    private RuntimeException inNotify;
    private int committed;

    @BeforeEach
    void notifyRoute() throws Exception {
        camel.getCamelContextExtension().addInterceptStrategy(new RuleGuard((event, rule, why) -> undecided.add(rule)));
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:follow").routeId("follow").process(exchange -> {
                    verdicts.add(exchange.getVariable("verdict"));
                    if (inNotify != null) {
                        throw inNotify;
                    }
                }).to("direct:notify").process(exchange -> committed++);
                from("direct:notify").routeId("notify").stop();
            }
        });
    }

    @AfterEach
    void stop() {
        camel.stop();
    }

    private Exception triage(String right, String wrong, String reason) throws Exception {
        String triage = Files.readString(Path.of("routes/3-triage.camel.yaml"));
        String rules = Files.readString(Path.of("routes/3-triage-client.camel.yaml"));
        int place = rules.indexOf(right, rules.indexOf("- id: routine"));
        assertTrue(place >= 0 || triage.contains(right), right);
        PluginHelper.getRoutesLoader(camel)
                .loadRoutes(ResourceHelper.resolveResource(camel, "file:routes/0-failures.camel.yaml"),
                    ResourceHelper.fromString("3-triage.camel.yaml",
                            place >= 0 ? triage : triage.replace(right, wrong)),
                    ResourceHelper.fromString("3-triage-client.camel.yaml", place < 0 ? rules
                            : rules.substring(0, place) + wrong + rules.substring(place + right.length())));
        camel.start();
        return camel.createProducerTemplate()
                .send("direct:triage", exchange -> exchange.getMessage().setBody(Given.event(reason))).getException();
    }

    @Test
    void aStopAmongTheRobotsLosesNothing() throws Exception {
        triage("lost critical", "lost critical", "tcp_closed");
        assertEquals(1, committed);
    }

    @ParameterizedTest(name = "{0} -> {1}: {2} is {3}, undecided {4}")
    @CsvSource(delimiter = '#', nullValues = "-", textBlock = """
            expression: lost critical        # expression: lost critical            # tcp_closed # lost critical   # -
            expression: lost critical        # expression: lost crtical             # tcp_closed # unknown warning # \
            lost
            expression: lost critical        # expression: lost crtical             # normal     # routine quiet   # -
            expression: lost critical        # expression: lost                     # tcp_closed # unknown warning # \
            lost
            expression: unknown warning      # expression: unknown                  # moonshine  # unknown warning # \
            unknown
            name: verdict                    # name: verdikt                        # normal     # unknown warning # \
            routine
            name: verdict                    # name: verdikt                        # kicked     # removed warning # -
            ${variable.reason} in 'normal'   # ${body.clientId} == 'a'              # normal     # unknown warning # \
            routine
            ${variable.reason} in 'normal'   # ${body.clientId} == 'a'              # kicked     # unknown warning # \
            routine
            ${variable.reason} in 'discarded # ${body.clientId} == 'x' || \
            ${body} == 'discarded # normal    # routine quiet   # -
            ${variable.reason} in 'discarded # ${body.clientId} == 'x' || \
            ${body} == 'discarded # takenover # unknown warning # replaced
            ${variable.reason} in 'normal'   # ${body.attributes[line].length} > 3  # normal     # unknown warning # \
            routine
            ${body.cause}                    # ${body.cuase}                        # normal     # unknown warning # \
            triage
            """)
    void whatARuleCannotDecideIsToldAsAnUnknownWarning(String right, String wrong, String reason, String verdict,
        String rule) throws Exception {
        assertEquals(null, triage(right, wrong, reason));
        assertEquals(List.of(verdict), verdicts.stream().map(Object::toString).toList());
        assertEquals(rule == null ? List.of() : List.of(rule), undecided);
    }

    /** Whoever gave us the event has to hear of it, or it would be lost. */
    @Test
    void aStoreThatFailsIsNoRulesFault() throws Exception {
        inNotify = new IllegalStateException("the store is full");
        assertSame(inNotify, triage("lost critical", "lost critical", "tcp_closed"));
        assertEquals(List.of(), undecided);
    }

    @Test
    void aStoreThatFailsWithinARuleIsNoRulesFaultEither() throws Exception {
        inNotify = new IllegalStateException("the store is full");
        assertSame(inNotify,
                triage("expression: routine quiet\n",
                    "expression: routine quiet\n                  - to:\n                      uri: direct:follow\n",
                    "normal"));
        assertEquals(List.of(), undecided);
    }
}
