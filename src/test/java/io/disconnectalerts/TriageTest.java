package io.disconnectalerts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.disconnectalerts.event.Event;
import io.disconnectalerts.event.Payload;
import java.time.InstantSource;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules as they are shipped, asked one reason at a time. */
class TriageTest {
    private static final CamelContext CAMEL = new DefaultCamelContext();
    private static ProducerTemplate template;

    @BeforeAll
    static void start() throws Exception {
        CAMEL.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:follow").setBody(variable("verdict"));
            }
        });
        PluginHelper.getRoutesLoader(CAMEL).loadRoutes(PluginHelper.getPackageScanResourceResolver(CAMEL)
                .findResources("file:routes/3-triage*.camel.yaml"));
        CAMEL.start();
        template = CAMEL.createProducerTemplate();
    }

    @AfterAll
    static void stop() {
        CAMEL.stop();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            routine quiet | normal, 0, 0x00
            replaced notice after 10s | discarded, takenover, takeovered, 142, 8e
            announced warning | disconnect_with_will_message, unspecified_error, administrative_action
            removed warning | kicked, use_another_server, server_moved, 9c
            refused warning | not_authorized, tls_alert, protocol_error, malformed_packet, packet_too_large, \
            frame_too_large, frame_error
            refused warning | receive_maximum_exceeded, topic_name_invalid, topic_filter_invalid, topic_alias_invalid, \
            qos_not_supported
            refused warning | retain_not_supported, payload_format_invalid, quota_exceeded, message_rate_too_high, \
            implementation_specific_error
            lost critical | heartbeat_timeout, asleep_timeout, keepalive_recv_timeout, 141, 0x8D
            lost critical | keepalive_timeout, tcp_closed, ssl_closed, sock_closed, closed, timeout, send_timeout, \
            error, etimedout
            lost critical | econnreset, ehostunreach, enetunreach, epipe, enotconn
            unknown warning | internal_error, remote, Kicked, KICKED, norma, normal_, 'normal', ran_out_of_coffee, \
            ${exchangeId}, null, true, 1, 1001
            """)
    void everyReasonHasItsClass(String verdict, String reasons) {
        Stream.of(reasons.split(", ")).forEach(reason -> assertEquals(verdict, verdict(reason), reason));
    }

    @ParameterizedTest(name = "\"{0}\"")
    @CsvSource({"''", "' normal'", "'normal,kicked'", "'normal\n'"})
    void whatIsNoWholeWordIsUnknown(String reason) {
        assertEquals("unknown warning", verdict(reason));
    }

    private static String verdict(String reason) {
        ObjectNode payload = JsonNodeFactory.instance.objectNode().put("event", "client.disconnected")
                .put("clientid", "a").put("reason", reason);
        Event event = (Event) new Payload("+08:00", InstantSource.system(), Given.BROKERS)
                .read(payload.toString().getBytes(UTF_8), "", null, null, null);
        return template.requestBody("direct:triage", event, String.class);
    }
}
