package io.disconnectalerts.demo;

import com.hivemq.configuration.service.InternalConfigurations;
import com.hivemq.embedded.EmbeddedExtension;
import com.hivemq.embedded.EmbeddedHiveMQ;
import com.hivemq.extension.sdk.api.packets.disconnect.DisconnectReasonCode;
import com.hivemq.extension.sdk.api.services.Services;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;

/** HiveMQ CE inside this JVM; its extension makes it say what EMQX with the project's rule would say. */
final class DemoBroker implements AutoCloseable {

    static {
        InternalConfigurations.PERSISTENCE_SHUTDOWN_GRACE_PERIOD_MSEC.set(100);
    }

    private static final String TOO_MANY_FOR_ANY_DEMO = "200000";

    private final ClientEvents events;
    private final EmbeddedHiveMQ hive;

    DemoBroker(Path folder, int port, ClientEvents events) throws IOException {
        this.events = events;
        for (String name : new String[] {"conf", "data", "extensions"}) {
            Files.createDirectories(folder.resolve(name));
        }
        StringBuilder listeners = new StringBuilder();
        for (String address : Ports.loopbacks()) {
            listeners.append("<tcp-listener><port>%d</port><bind-address>%s</bind-address></tcp-listener>".formatted(
                    port, address));
        }
        Files.writeString(folder.resolve("conf/config.xml"), """
                <hivemq>
                  <listeners>%s</listeners>
                  <mqtt><queued-messages><max-queue-size>%s</max-queue-size></queued-messages></mqtt>
                  <persistence><mode>in-memory</mode></persistence>
                  <anonymous-usage-statistics><enabled>false</enabled></anonymous-usage-statistics>
                </hivemq>
                """.formatted(listeners, TOO_MANY_FOR_ANY_DEMO));
        hive = EmbeddedHiveMQ.builder()
                .withConfigurationFolder(folder.resolve("conf"))
                .withDataFolder(folder.resolve("data"))
                .withExtensionsFolder(folder.resolve("extensions"))
                .withEmbeddedExtension(EmbeddedExtension.builder()
                        .withId("emqx-events").withName("EMQX events").withVersion("1").withExtensionMain(events)
                        .build())
                .withoutLoggingBootstrap()
                .build();
        hive.start().join();
    }

    /** Clients that are connected and neither the page's own nor the product. */
    Collection<String> guests() {
        return events.guests();
    }

    /** Sends a client away, as an operator does in EMQX's dashboard. */
    void kick(String clientid) {
        Services.clientService().disconnectClient(clientid, false, DisconnectReasonCode.ADMINISTRATIVE_ACTION, "kicked")
                .join();
    }

    @Override
    public void close() {
        hive.stop().join();
    }
}
