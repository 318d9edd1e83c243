package io.disconnectalerts.bundle;

import io.disconnectalerts.settings.SettingException;
import io.disconnectalerts.settings.Utf8File;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

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

    /** @param name as in {@code kamelet:name} */
    public static RouteFile kamelet(CamelContext context, String name) {
        String path = "kamelets/" + name + ".kamelet.yaml";
        return load(context, path, PluginHelper.getResourceLoader(context).resolveResource(Bundle.location(path)));
    }

    private static RouteFile load(CamelContext context, String name, Resource resource) {
        String text = "";
        try (var file = resource.getInputStream()) {
            text = new Utf8File(name, file.readAllBytes()).text();
            // Of two that stand under one name Camel would take the last, and nothing of what is no list.
            Object content = new Load(LoadSettings.builder().setLabel(name).build()).loadFromString(text);
            if (name.startsWith("routes") && content != null && !(content instanceof List)) {
                throw new IOException("it is no list: it begins with - route:");
            }
            for (RoutesBuilder builder : PluginHelper.getRoutesLoader(context).findRoutesBuilders(resource)) {
                RouteBuilder routes = (RouteBuilder) builder;
                routes.configureRoutes(context);
                return new RouteFile(name, text, routes, null);
            }
            throw new IOException("it holds no route");
        } catch (Exception failure) {
            return new RouteFile(name, text, null, failure);
        }
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
