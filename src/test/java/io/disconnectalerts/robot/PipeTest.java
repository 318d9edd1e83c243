package io.disconnectalerts.robot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.fasterxml.jackson.databind.JsonNode;
import io.disconnectalerts.vendors.DingTalkServer;
import io.disconnectalerts.vendors.FeishuServer;
import io.disconnectalerts.vendors.Message;
import io.disconnectalerts.vendors.SecuredServer;
import io.disconnectalerts.vendors.VendorServer;
import io.disconnectalerts.vendors.WeComServer;
import io.disconnectalerts.vendors.WebhookServer;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The example Pipes say what they promise, as the route and the settings that Camel K's operator makes of a Pipe. */
class PipeTest {
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final String ROUTE = """
            - route:
                from:
                  uri: kamelet:%s/source
                  steps:
                    - to: kamelet:%s/sink
            """;

    @ParameterizedTest
    @ValueSource(strings = {"wecom", "dingtalk", "feishu", "webhook"})
    void tellsTheGroupInTheMorning(String platform) throws Exception {
        JsonNode pipe = KameletCatalogueTest.yaml(Path.of("deploy/camel-k", platform + "-robot-sink-pipe.yaml"));
        assertEquals(platform + "-robot-sink-pipe", pipe.at("/metadata/name").asText());
        try (VendorServer vendor = vendor(platform);
                KameletContext camel = new KameletContext(Clock.systemUTC())) {
            Map<String, String> settings = new HashMap<>(Map.of(platform + ".token", vendor.token(),
                    platform + ".secret", SECRET, kamelet(pipe, "sink") + ".sink.url", vendor.url()));
            for (String end : List.of("source", "sink")) {
                pipe.at("/spec/" + end + "/properties").properties().forEach(property -> settings.putIfAbsent(
                        kamelet(pipe, end) + "." + end + "." + property.getKey(), property.getValue().asText()));
            }
            camel.camel().addRoutes(new CronSource());
            camel.with(settings, ROUTE.formatted(name(pipe, "source"), name(pipe, "sink")));
            assertNull(camel.send("cron-source", null));
            assertEquals(List.of("Good morning. 告警 on call today, see the roster."),
                    vendor.messages().stream().map(Message::text).toList());
        }
    }

    private static String kamelet(JsonNode pipe, String end) {
        return "camel.kamelet." + name(pipe, end);
    }

    private static String name(JsonNode pipe, String end) {
        return pipe.at("/spec/" + end + "/ref/name").asText();
    }

    private static VendorServer vendor(String platform) {
        Clock clock = Clock.systemUTC();
        VendorServer vendor = switch (platform) {
            case "wecom" -> new WeComServer(clock);
            case "dingtalk" -> new DingTalkServer(clock);
            case "feishu" -> new FeishuServer(clock);
            default -> new WebhookServer(clock, false);
        };
        if (vendor instanceof SecuredServer secured) {
            secured.secret(SECRET);
        } else if (vendor instanceof WebhookServer webhook) {
            webhook.secret(SECRET);
        }
        return vendor;
    }

    /** Stands for the catalogue's kamelet of this name: the morning comes when the test says so. */
    private static final class CronSource extends RouteBuilder {
        @Override
        public void configure() {
            routeTemplate("cron-source").templateParameter("schedule").templateParameter("message")
                    .from("direct:cron-source").setBody().constant("{{message}}").to("kamelet:sink");
        }
    }
}
