package io.pulsefleet.agent.collect.uptime;

import io.pulsefleet.settings.Setting;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** From where this agent probes, and with how much. */
public final class UptimeConfig {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,62}");
    private static final Pattern SERVER = Pattern.compile("\\[?([0-9A-Fa-f.:]+?)\\]?(?::(\\d{1,5}))?");
    private static final int MOST_AT_ONCE = 20_000;

    public static final Setting<String> DATACENTER = new Setting<>(
                    "pulse.uptime.datacenter",
                    "",
                    "The datacenter, as the hub knows it, for which this agent may probe what is to be up; it does not probe if not"
                            + " set.",
                    UptimeConfig::readName)
            .formerly("DATACENTER_ID");

    static final Setting<Integer> AT_ONCE = new Setting<>(
            "pulse.uptime.at.once",
            "2000",
            "How many probes may be under way at the same time; each takes a thread.",
            UptimeConfig::readAtOnce);

    static final Setting<List<InetSocketAddress>> NAME_SERVERS = new Setting<>(
            "pulse.uptime.name.servers",
            "",
            "Addresses of name servers that probes ask, with commas between, as `192.0.2.53,[::1]:5353`; those of"
                    + " /etc/resolv.conf if not set.",
            UptimeConfig::readServers);

    public static final List<Setting<?>> ALL = List.of(DATACENTER, AT_ONCE, NAME_SERVERS);

    private UptimeConfig() {}

    private static String readName(String text) {
        if (!NAME.matcher(text).matches()) {
            throw new IllegalArgumentException(text);
        }
        return text;
    }

    private static Integer readAtOnce(String text) {
        var count = Integer.valueOf(text);
        if (count < 1 || count > MOST_AT_ONCE) {
            throw new IllegalArgumentException("not from 1 to " + MOST_AT_ONCE + ": " + text);
        }
        return count;
    }

    private static List<InetSocketAddress> readServers(String text) {
        var servers = new ArrayList<InetSocketAddress>();
        for (var one : text.split(",", -1)) {
            var read = SERVER.matcher(one.strip());
            var isAddress = Addresses.isLiteral(one.strip());
            if (!isAddress && !read.matches()) {
                throw new IllegalArgumentException(one);
            }
            var address = Addresses.literal(isAddress ? one.strip() : read.group(1))
                    .orElseThrow(() -> new IllegalArgumentException(one));
            servers.add(new InetSocketAddress(
                    address, isAddress || read.group(2) == null ? 53 : Integer.parseInt(read.group(2))));
        }
        return List.copyOf(servers);
    }
}
