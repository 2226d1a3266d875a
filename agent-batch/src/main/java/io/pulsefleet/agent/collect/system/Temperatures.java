package io.pulsefleet.agent.collect.system;

import static io.pulsefleet.wire.Metric.gauge;

import io.pulsefleet.agent.collect.kernel.KernelFiles;
import io.pulsefleet.wire.Frame;
import io.pulsefleet.wire.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * How warm it is, where there are sensors: those of {@code hwmon}, and the thermal zones where there is no other.
 *
 * <p>Which there are is looked up every hundredth visit. One that does not answer now has {@link Frame#MISSING}.
 */
final class Temperatures implements Subject {

    private static final int LOOK_UP_EVERY = 100;
    private static final int MOST = 200;
    private static final double MILLIS = 1000.0;
    private static final Pattern INPUT = Pattern.compile("temp\\d+_input");

    private static final Metric TEMPERATURE = gauge("hw.temperature", "Cel", "What a sensor says.", "hw.id", "hw.name");

    /**
     * @param id where it hangs, {@code hwmon0/temp1}
     * @param name what it calls itself, {@code coretemp Package id 0}
     */
    private record Sensor(String id, String name, String file) {}

    private List<Sensor> sensors = List.of();
    private int visits;

    @Override
    public List<Metric> metrics() {
        return List.of(TEMPERATURE);
    }

    @Override
    public void read(Host host, Sheet sheet) {
        var files = host.files();
        if (visits++ % LOOK_UP_EVERY == 0) {
            sensors = lookUp(files);
        }
        for (var sensor : sensors) {
            var value = files.findNumber(sensor.file())
                    .map(milliCelsius -> milliCelsius / MILLIS)
                    .orElse(Frame.MISSING);
            sheet.put(TEMPERATURE, value, sensor.id(), sensor.name());
        }
    }

    private static List<Sensor> lookUp(KernelFiles files) {
        var found = new ArrayList<Sensor>();
        for (var chip : files.list("sys/class/hwmon").stream().sorted().toList()) {
            var folder = "sys/class/hwmon/" + chip + "/";
            var chipName = files.findLine(folder + "name").orElse(chip);
            for (var input : files.list(folder).stream().sorted().toList()) {
                if (INPUT.matcher(input).matches()) {
                    var sensor = input.substring(0, input.indexOf('_'));
                    var label = files.findLine(folder + sensor + "_label").orElse(sensor);
                    found.add(new Sensor(chip + "/" + sensor, chipName + " " + label, folder + input));
                }
            }
        }
        if (found.isEmpty()) {
            addZones(files, found);
        }
        return found.stream().limit(MOST).toList();
    }

    private static void addZones(KernelFiles files, List<Sensor> found) {
        for (var zone : files.list("sys/class/thermal").stream().sorted().toList()) {
            var folder = "sys/class/thermal/" + zone + "/";
            if (zone.startsWith("thermal_zone")) {
                found.add(new Sensor(zone, files.findLine(folder + "type").orElse(zone), folder + "temp"));
            }
        }
    }
}
