package io.pulsefleet.cli;

import static java.util.stream.Collectors.toCollection;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the hub says of when jobs visit: {@code pulse.<job>.schedule} and {@code pulse.<job>.every}, for the fleet
 * ({@code global}), for groups over it ({@code group/web}), for hosts over these ({@code host/<id>}).
 */
record Layers(Json overview, List<Json> hosts) {

    static final String FLEET = "global";

    private static final String GROUP = "group/";
    private static final String HOST = "host/";
    private static final Pattern SETTING = Pattern.compile("pulse\\.(.+)\\.(schedule|every)");

    static Layers now(Hub hub) {
        return new Layers(
                hub.get("fleet-settings"), hub.get("agents").get("agents").list());
    }

    static String schedule(String job) {
        return "pulse." + job + ".schedule";
    }

    static String every(String job) {
        return "pulse." + job + ".every";
    }

    static String ofGroup(String name) {
        return GROUP + name;
    }

    static String ofHost(String id) {
        return HOST + id;
    }

    /** Those that know schedules, by name. */
    List<String> jobs() {
        return overview.get("known").list().stream()
                .map(one -> one.get("name").text())
                .flatMap(name -> jobOf(name).filter(job -> name.equals(schedule(job))).stream())
                .sorted()
                .toList();
    }

    private static Optional<String> jobOf(String setting) {
        return Optional.of(SETTING.matcher(setting))
                .filter(one -> one.matches())
                .map(one -> one.group(1));
    }

    /** A layer as it is; what nobody has set anything in is at version 0. */
    Json layer(String name) {
        return all().filter(one -> one.get("layer").text().equals(name))
                .findFirst()
                .orElse(new Json(Map.of("layer", name, "version", 0, "settings", Map.of())));
    }

    private Stream<Json> all() {
        return overview.get("layers").list().stream();
    }

    Map<String, Object> settings(String layer) {
        var settings = new LinkedHashMap<String, Object>();
        if (layer(layer).get("settings").value() instanceof Map<?, ?> there) {
            there.forEach((name, value) -> settings.put(String.valueOf(name), value));
        }
        return settings;
    }

    /** Empty: it says nothing of that. */
    String own(String layer, String setting) {
        return layer(layer).get("settings").get(setting).text();
    }

    /** What holds where a layer says nothing; empty: nothing does. */
    String inherited(String layer, String setting) {
        var group = hosts.stream()
                .filter(host -> layer.equals(HOST + host.get("id").text()))
                .map(host -> GROUP + host.get("group").text());
        var below = layer.equals(FLEET) ? Stream.<String>of() : Stream.concat(group, Stream.of(FLEET));
        return below.map(one -> own(one, setting))
                .filter(value -> !value.isEmpty())
                .findFirst()
                .orElse("");
    }

    String inForce(String layer, String setting) {
        var own = own(layer, setting);
        return own.isEmpty() ? inherited(layer, setting) : own;
    }

    /** With the job's own, where no layer says any. */
    String interval(String layer, String job) {
        var said = inForce(layer, every(job));
        return said.isEmpty() ? byDefault(every(job)) : said;
    }

    private String byDefault(String setting) {
        return overview.get("known").list().stream()
                .filter(one -> one.get("name").text().equals(setting))
                .map(one -> one.get("byDefault").text())
                .findFirst()
                .orElse("");
    }

    /** A job, and for whom something is said of its visits. */
    record Said(String job, String layer) {}

    List<Said> said() {
        return all().flatMap(layer -> settings(layer.get("layer").text()).keySet().stream()
                        .flatMap(name -> jobOf(name).stream())
                        .collect(toCollection(TreeSet::new))
                        .stream()
                        .map(job -> new Said(job, layer.get("layer").text())))
                .toList();
    }

    /** As {@code group web}. */
    String shown(String layer) {
        if (layer.equals(FLEET)) {
            return "fleet";
        }
        return hosts.stream()
                .filter(host -> layer.equals(HOST + host.get("id").text()))
                .map(host -> "host " + host.get("hostname").text())
                .findFirst()
                .orElse(layer.replaceFirst("/", " "));
    }

    static String path(String layer) {
        return layer.startsWith(GROUP) ? GROUP + Hub.encoded(layer.substring(GROUP.length())) : layer;
    }
}
