package io.disconnectalerts.watch;

import io.disconnectalerts.bundle.RouteAddress;
import io.disconnectalerts.store.NotCommitted;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.SendDefinition;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.processor.DelegateAsyncProcessor;

/**
 * Stands around the steps that choose among the robots: where one cannot decide, the robots behind it are told. A
 * broken filter never loses an event, nor turns an entrance into 503.
 */
public final class FilterGuard implements InterceptStrategy {
    private static final String NOTIFY = "notify";

    private final Listener listener;

    /** Hears of every event that a filter could not decide on. */
    public interface Listener {
        /** @param robots those that are told therefore */
        void undecided(Exchange event, Set<String> robots, Exception why);
    }

    public FilterGuard(Listener listener) {
        this.listener = listener;
    }

    @Override
    public Processor wrapProcessorInInterceptors(CamelContext context, NamedNode step, Processor target,
            Processor next) {
        RouteDefinition route = ProcessorDefinitionHelper.getRoute(step);
        if (step instanceof SendDefinition || route == null || !NOTIFY.equals(route.getRouteId())) {
            return target;
        }
        Set<String> robots = outboxes(step);
        return new DelegateAsyncProcessor(target) {
            @Override
            public boolean process(Exchange event, AsyncCallback callback) {
                return super.process(event, doneSync -> {
                    if (event.getException() != null && !(event.getException() instanceof NotCommitted)) {
                        tell(event, robots);
                    }
                    callback.done(doneSync);
                });
            }
        };
    }

    /** The outboxes that the step leads to. */
    public static Set<String> outboxes(NamedNode step) {
        return step instanceof ProcessorDefinition<?> around ? ProcessorDefinitionHelper
                .filterTypeInOutputs(around.getOutputs(), NamedNode.class).stream().flatMap(RouteAddress::sentTo)
                .filter(to -> to.scheme().equals("outbox")).map(RouteAddress::name)
                .collect(Collectors.toCollection(TreeSet::new)) : Set.of();
    }

    private void tell(Exchange event, Set<String> robots) {
        Exception why = event.getException();
        event.setException(null);
        listener.undecided(event, robots, why);
        ProducerTemplate template = event.getContext().createProducerTemplate();
        robots.forEach(robot -> template.send("outbox:" + robot, event));
        template.stop();
    }
}
