package io.disconnectalerts.bundle;

import io.disconnectalerts.settings.SettingException;
import io.disconnectalerts.settings.Utf8File;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.dsl.support.RouteBuilderLoaderSupport;
import org.apache.camel.dsl.yaml.KameletRoutesBuilderLoader;
import org.apache.camel.dsl.yaml.YamlRoutesBuilderLoader;
import org.apache.camel.dsl.yaml.common.YamlDeserializationContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.service.ServiceHelper;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.constructor.StandardConstructor;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * A file of routes, or a kamelet, loaded by Camel and not yet at work: also the routes that are off are in it.
 *
 * @param name    as an operator knows it, such as {@code routes/3-triage.camel.yaml}
 * @param text    as it was written
 * @param routes  what Camel's model makes of it; null if it cannot be loaded
 * @param failure why it cannot be loaded, or null
 */
public record RouteFile(String name, String text, RouteBuilder routes, Exception failure) {

    /** All routes, in the order of their names. */
    public static List<RouteFile> routes(CamelContext context) {
        try {
            return PluginHelper.getPackageScanResourceResolver(context)
                    .findResources(Bundle.location("routes") + "/*.camel.yaml").stream()
                    .sorted(Comparator.comparing(Resource::getLocation))
                    .map(resource -> load(context, "routes/" + resource.getLocation()
                        .replaceFirst(".*[/\\\\:]", ""), resource)).toList();
        } catch (Exception unreadable) {
            throw new SettingException("routes cannot be read: " + unreadable.getMessage());
        }
    }

    /** The kamelets that routes send to and that are there, each by its name. */
    public static Map<String, RouteFile> kamelets(CamelContext context, Collection<RouteFile> files) {
        Map<String, RouteFile> kamelets = new TreeMap<>();
        files.stream().flatMap(file -> file.definitions().stream()).flatMap(RouteAddress::allOf)
                .filter(address -> address.scheme().equals("kamelet")).map(RouteAddress::target).forEach(name -> {
            String path = "kamelets/" + name + ".kamelet.yaml";
            if (!kamelets.containsKey(name) && Bundle.has(path)) {
                kamelets.put(name, load(context, path,
                        PluginHelper.getResourceLoader(context).resolveResource(Bundle.location(path))));
            }
        });
        return kamelets;
    }

    private static RouteFile load(CamelContext context, String name, Resource resource) {
        String text = "";
        try (var file = resource.getInputStream()) {
            text = new Utf8File(name, file.readAllBytes()).text();
            RouteBuilderLoaderSupport loader = name.startsWith("routes") ? new Routes() : new Kamelet();
            loader.setCamelContext(context);
            ServiceHelper.startService(loader);
            RouteBuilder routes = (RouteBuilder) loader.loadRoutesBuilder(resource);
            routes.configureRoutes(context);
            return new RouteFile(name, text, routes, null);
        } catch (Exception failure) {
            return new RouteFile(name, text, null, failure);
        }
    }

    /** Refuses what Camel would take otherwise than it is written, without reading it twice. */
    private static final class Routes extends YamlRoutesBuilderLoader {
        @Override
        protected RouteBuilder builder(YamlDeserializationContext context, Node root) {
            Object content = content(root);
            // Of what is no list Camel would take nothing.
            if (content != null && !(content instanceof List)) {
                throw new IllegalStateException("it is no list: it begins with - route:");
            }
            return super.builder(context, root);
        }
    }

    private static final class Kamelet extends KameletRoutesBuilderLoader {
        @Override
        protected RouteBuilder builder(YamlDeserializationContext context, Node root) {
            content(root);
            return super.builder(context, root);
        }
    }

    /** Of two that stand under one name Camel would take the last: here they are refused. */
    private static Object content(Node root) {
        return new StandardConstructor(LoadSettings.builder().build()).constructSingleDocument(Optional.of(root));
    }

    /** Where words stand, from a line on: Camel knows the line at which a step begins. They may be folded. */
    public int line(String words, int from) {
        int first = Math.max(1, from);
        Matcher found = Pattern.compile(Stream.of(words.split(" ", -1)).map(Pattern::quote)
                .collect(Collectors.joining("\\s+"))).matcher(text);
        int start = text.lines().limit(first - 1L).mapToInt(line -> line.length() + 1).sum();
        return found.find(Math.min(start, text.length()))
                ? (int) text.substring(0, found.start()).chars().filter(each -> each == '\n').count() + 1 : first;
    }

    /** Empty if the file cannot be loaded. */
    public List<RouteDefinition> definitions() {
        return routes == null ? List.of() : routes.getRouteCollection().getRoutes();
    }
}
