package io.pulsefleet.agent.collect.uptime;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Whom to ask for names, and how, as {@code resolv.conf(5)} says it. What is not said is as in glibc, but for two things: who
 * does not answer is asked again after 2 s and not after 5, and as often as there is time; a probe has a time of its own.
 *
 * @param servers that are asked, one after the other
 * @param search what is put behind a name that is not whole
 * @param dots a name with so many is looked for as it is first
 * @param tryMillis how long one is waited for
 * @param rounds how often all of them are asked
 */
record NameServers(List<InetSocketAddress> servers, List<String> search, int dots, int tryMillis, int rounds) {

    private static final int PORT = 53;
    private static final int MOST_SERVERS = 3;
    private static final int USUAL_DOTS = 1;
    private static final int MOST_DOTS = 15;
    private static final int USUAL_TRY_MILLIS = 2_000;
    private static final int MOST_TRY_SECONDS = 30;
    private static final int MOST_ROUNDS = 5;
    private static final Pattern OPTION = Pattern.compile("(ndots|timeout|attempts):(\\d{1,4})");

    static NameServers only(List<InetSocketAddress> servers) {
        return new NameServers(servers, List.of(), USUAL_DOTS, USUAL_TRY_MILLIS, Integer.MAX_VALUE);
    }

    /** @param lines of {@code /etc/resolv.conf} */
    static NameServers in(List<String> lines) {
        var servers = new ArrayList<InetSocketAddress>();
        List<String> search = List.of();
        var dots = USUAL_DOTS;
        var tryMillis = USUAL_TRY_MILLIS;
        var rounds = Integer.MAX_VALUE;
        for (var line : lines) {
            var words = List.of(line.strip().split("\\s+", -1));
            switch (words.get(0)) {
                case "nameserver" -> {
                    if (words.size() > 1 && servers.size() < MOST_SERVERS) {
                        Addresses.literal(words.get(1))
                                .ifPresent(address -> servers.add(new InetSocketAddress(address, PORT)));
                    }
                }
                case "search", "domain" -> search = words.subList(1, words.size());
                case "options" -> {
                    for (var word : words) {
                        var option = OPTION.matcher(word);
                        if (option.matches()) {
                            var value = Integer.parseInt(option.group(2));
                            switch (option.group(1)) {
                                case "ndots" -> dots = Math.min(value, MOST_DOTS);
                                case "timeout" -> tryMillis = 1_000 * Math.max(1, Math.min(value, MOST_TRY_SECONDS));
                                default -> rounds = Math.max(1, Math.min(value, MOST_ROUNDS));
                            }
                        }
                    }
                }
                default -> {} // a comment, or what nobody asks for
            }
        }
        return new NameServers(List.copyOf(servers), search, dots, tryMillis, rounds);
    }

    /** In the order in which they are looked for. */
    List<String> candidates(String host) {
        if (host.endsWith(".")) {
            return List.of(host);
        }
        var all = new ArrayList<String>();
        search.forEach(domain -> all.add(host + "." + domain));
        all.add(host.chars().filter(c -> c == '.').count() >= dots ? 0 : all.size(), host);
        return all;
    }
}
