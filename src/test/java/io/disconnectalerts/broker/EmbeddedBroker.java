package io.disconnectalerts.broker;

import com.hivemq.configuration.service.InternalConfigurations;
import com.hivemq.embedded.EmbeddedExtension;
import com.hivemq.embedded.EmbeddedHiveMQ;
import com.hivemq.extension.sdk.api.ExtensionMain;
import com.hivemq.extension.sdk.api.auth.SubscriptionAuthorizer;
import com.hivemq.extension.sdk.api.packets.subscribe.SubackReasonCode;
import com.hivemq.extension.sdk.api.parameter.ExtensionStartInput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStartOutput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStopInput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStopOutput;
import com.hivemq.extension.sdk.api.services.Services;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * HiveMQ CE inside this JVM. Sessions and queued messages are on disk, so they survive {@link #stop} and
 * {@link #start}.
 */
public final class EmbeddedBroker implements Broker {

    static {
        InternalConfigurations.PERSISTENCE_SHUTDOWN_GRACE_PERIOD_MSEC.set(100);
        InternalConfigurations.PERSISTENCE_BUCKET_COUNT.set(4);
        InternalConfigurations.PAYLOAD_PERSISTENCE_BUCKET_COUNT.set(4);
    }

    private final int port = FreePort.take();
    private final Path folder = Folder.create("hivemq");
    private final Set<String> refused = ConcurrentHashMap.newKeySet();
    private EmbeddedHiveMQ hive;

    public EmbeddedBroker() throws IOException {
        for (String name : new String[] {"conf", "data", "extensions"}) {
            Files.createDirectory(folder.resolve(name));
        }
        Files.writeString(folder.resolve("conf/config.xml"), """
                <hivemq>
                  <listeners><tcp-listener><port>%d</port><bind-address>127.0.0.1</bind-address></tcp-listener></\
                listeners>
                  <mqtt><queued-messages><max-queue-size>100000</max-queue-size></queued-messages></mqtt>
                  <anonymous-usage-statistics><enabled>false</enabled></anonymous-usage-statistics>
                </hivemq>
                """.formatted(port));
        start();
    }

    @Override
    public void start() {
        hive = EmbeddedHiveMQ.builder()
                .withConfigurationFolder(folder.resolve("conf"))
                .withDataFolder(folder.resolve("data"))
                .withExtensionsFolder(folder.resolve("extensions"))
                .withEmbeddedExtension(EmbeddedExtension.builder()
                        .withId("rules").withName("rules").withVersion("1").withExtensionMain(new Rules()).build())
                .withoutLoggingBootstrap()
                .build();
        hive.start().join();
    }

    @Override
    public void stop() {
        hive.stop().join();
    }

    /** Subscriptions to this very filter are answered 0x87 until they are {@link #allow allowed}. */
    public void refuse(String filter) {
        refused.add(filter);
    }

    public void allow(String filter) {
        refused.remove(filter);
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public void close() throws IOException {
        stop();
        Folder.delete(folder);
    }

    private final class Rules implements ExtensionMain {

        @Override
        public void extensionStart(ExtensionStartInput input, ExtensionStartOutput output) {
            SubscriptionAuthorizer rule = (request, answer) -> {
                if (refused.contains(request.getSubscription().getTopicFilter())) {
                    answer.failAuthorization(SubackReasonCode.NOT_AUTHORIZED);
                } else {
                    answer.authorizeSuccessfully();
                }
            };
            Services.securityRegistry().setAuthorizerProvider(client -> rule);
        }

        @Override
        public void extensionStop(ExtensionStopInput input, ExtensionStopOutput output) {
            // nothing to undo
        }
    }
}
