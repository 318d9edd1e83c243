package io.disconnectalerts.outbox;

import java.net.URISyntaxException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.camel.spi.EndpointUriFactory;
import org.apache.camel.support.component.EndpointUriFactorySupport;

/** Makes {@code outbox:wecom} of {@code uri: outbox} with the parameter {@code name: wecom}, as Kaoto writes it. */
public final class OutboxUriFactory extends EndpointUriFactorySupport implements EndpointUriFactory {

    @Override
    public boolean isEnabled(String scheme) {
        return "outbox".equals(scheme);
    }

    @Override
    public String buildUri(String scheme, Map<String, Object> properties, boolean encode) throws URISyntaxException {
        Map<String, Object> rest = new HashMap<>(properties);
        return buildQueryParameters(buildPathParameter("outbox:name", "outbox:name", "name", null, true, rest), rest,
                encode);
    }

    @Override
    public Set<String> propertyNames() {
        return Set.of("name", "perMinute", "perSecond", "lazyStartProducer", "bridgeErrorHandler", "exceptionHandler",
                "exchangePattern");
    }

    @Override
    public Set<String> secretPropertyNames() {
        return Set.of();
    }

    @Override
    public Map<String, String> multiValuePrefixes() {
        return Map.of();
    }

    @Override
    public boolean isLenientProperties() {
        return false;
    }
}
