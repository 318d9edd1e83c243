package io.disconnectalerts.app;

import io.disconnectalerts.bundle.Bundle;
import io.disconnectalerts.bundle.RouteFile;
import io.disconnectalerts.bundle.Wiring;
import io.disconnectalerts.check.BundleCheck;
import io.disconnectalerts.check.Edits;
import io.disconnectalerts.check.Findings;
import io.disconnectalerts.event.BrokerFiles;
import io.disconnectalerts.event.Brokers;
import io.disconnectalerts.log.SecretMask;
import io.disconnectalerts.settings.Settings;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;

/**
 * The bundle's files and settings, looked through before anything of them is at work.
 *
 * @param files   the routes, also those that are off, and the kamelets they send to
 * @param brokers what the brokers' events look like
 * @param robots  those the routes know
 * @param notes   what is no mistake, and yet worth a look
 */
record Inspection(List<RouteFile> files, Brokers brokers, Collection<String> robots, List<String> notes) {

    /**
     * @param values what is wrong with the settings, given the routes
     * @throws io.disconnectalerts.check.FaultyFilesException with everything that is wrong
     */
    static Inspection of(CamelContext context, Settings settings, Function<Wiring, List<String>> values) {
        List<RouteFile> files = RouteFile.routes(context);
        Map<String, RouteFile> kamelets = RouteFile.kamelets(context, files);
        BrokerFiles brokers = BrokerFiles.of(Bundle.brokers());
        Wiring wiring = Wiring.of(files.stream().flatMap(file -> file.definitions().stream()));
        Collection<String> robots = wiring.delivered();
        List<String> notes = new ArrayList<>(SecretMask.hide(settings, robots));
        Findings findings = BundleCheck.of(context, settings, files, kamelets, brokers, robots);
        findings.also(() -> notes.addAll(Edits.check(context, settings, robots, values.apply(wiring), findings)));
        findings.refuse();
        findings.notes().forEach(note -> notes.add(note.toString()));
        return new Inspection(Stream.concat(files.stream(), kamelets.values().stream()).toList(), brokers.compiled(),
                robots, notes);
    }
}
